/// Writes JUnit's XML: each file is a test suite, each finding a failed test case; a file without findings has one that
/// passed.
public struct JUnitRenderer: Sendable {
  private let sources: SourceSet

  public init(sources: SourceSet) {
    self.sources = sources
  }

  /// The whole document.
  ///
  /// - Parameter files: the files that were checked, in the order of the suites.
  public func text(of diagnostics: [Diagnostic], files: [SourceID]) -> String {
    let bySource = Dictionary(grouping: diagnostics) { $0.primary.span.source }
    var positions = Positions(sources)
    var result = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    let cases = files.reduce(0) { $0 + max(1, bySource[$1]?.count ?? 0) }
    result += "<testsuites name=\"pipec\" tests=\"\(cases)\" failures=\"\(diagnostics.count)\">\n"
    for file in files {
      let name = XMLText.escaped(sources[file].name)
      let findings = bySource[file] ?? []
      result += "  <testsuite name=\"\(name)\" tests=\"\(max(1, findings.count))\" failures=\"\(findings.count)\">\n"
      if findings.isEmpty { result += "    <testcase name=\"check\" classname=\"\(name)\"/>\n" }
      for finding in findings {
        let position = positions.position(of: finding.primary.span.start, in: file)
        let place = "\(sources[file].name):\(position.line):\(position.column)"
        result += "    <testcase name=\"\(XMLText.escaped("\(finding.rule) \(position.line):\(position.column)"))\""
        result += " classname=\"\(name)\">\n"
        result += "      <failure type=\"\(finding.severity.name)\" message=\"\(XMLText.escaped(finding.message))\">"
        // Some show the text alone, others the message alone.
        result += XMLText.escaped("\(place): \(finding.message)" + (finding.help.map { "\n" + $0 } ?? ""))
        result += "</failure>\n"
        result += "    </testcase>\n"
      }
      result += "  </testsuite>\n"
    }
    return result + "</testsuites>\n"
  }
}
