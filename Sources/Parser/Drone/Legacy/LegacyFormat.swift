import Diagnostics
import IR

/// The format of Drone 0.8 and before.
enum LegacyFormat {
  /// Whether the server converts the text: some line is `pipeline:` at its start with nothing but white space after it.
  static func isLegacy(_ bytes: [UInt8]) -> Bool {
    false
  }

  static func load(_ source: Source, lookup: (String) -> String?) -> Program {
    Program(dialect: .drone, source: source.id)
  }
}
