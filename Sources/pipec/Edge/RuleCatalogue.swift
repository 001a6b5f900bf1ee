
import Diagnostics

/// The rules that people can name.
enum RuleCatalogue {
  static var names: [String] { [] }
}
