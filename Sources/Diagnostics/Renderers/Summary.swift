/// The line that ends a check: how much was looked at, and what was found.
public struct Summary: Hashable, Sendable {
  /// The files that were looked at.
  public var fileCount: Int
  /// The findings of severity `error`.
  public var errorCount = 0
  /// The findings of severity `warning`.
  public var warningCount = 0
  /// The findings of severity `info`.
  public var infoCount = 0

  /// - Parameter diagnostics: What is reported.
  public init(fileCount: Int, _ diagnostics: [Diagnostic]) {
    self.fileCount = fileCount
    for diagnostic in diagnostics {
      switch diagnostic.severity {
      case .error: errorCount += 1
      case .warning: warningCount += 1
      case .info: infoCount += 1
      }
    }
  }

  /// Such as `checked 12 files: 3 errors, 5 warnings`.
  public func text(_ style: Style) -> String {
    var parts: [String] = []
    if errorCount > 0 { parts.append(style.paint(Self.count(errorCount, "error"), .error)) }
    if warningCount > 0 { parts.append(style.paint(Self.count(warningCount, "warning"), .warning)) }
    if infoCount > 0 { parts.append(style.paint("\(infoCount) info", .info)) }
    let findings = parts.isEmpty ? style.paint("nothing to report", .success) : parts.joined(separator: ", ")
    return "checked \(Self.count(fileCount, "file")): \(findings)"
  }

  /// `1 error`, `2 errors`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
