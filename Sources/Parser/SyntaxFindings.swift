import Diagnostics
import YAML

/// What is said of a text that is no YAML, for files that are of no pipeline language.
public enum SyntaxFindings {
  /// - Parameter rule: who says it.
  public static func finding(about error: SyntaxError, in source: Source, rule: RuleName) -> Diagnostic {
    let failure = SyntaxFailure(error: error, in: source.bytes)
    return Diagnostic(
      rule: rule, severity: .error, message: failure.message, at: failure.span, related: failure.related,
      help: failure.help)
  }
}
