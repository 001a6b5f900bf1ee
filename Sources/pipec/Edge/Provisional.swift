import Diagnostics
import IR

enum Checker {
  struct Options: Sendable {
    var selected: Set<RuleName> = []
    var ignored: Set<RuleName> = []
    var minimumSeverity: Diagnostic.Severity = .warning
    var isTrusted = false
  }
  static func check(_ program: Program, of source: Source, options: Options = Options()) -> [Diagnostic] {
    (program.problems.map(\.diagnostic) + program.findings).inSourceOrder()
  }
}
