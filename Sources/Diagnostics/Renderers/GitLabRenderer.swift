/// Writes a report of GitLab's code quality widget: one array of objects.
public struct GitLabRenderer: Sendable {
  private let sources: SourceSet

  public init(sources: SourceSet) {
    self.sources = sources
  }

  /// The array, ended by a line break.
  public func bytes(of diagnostics: [Diagnostic]) -> [UInt8] {
    var json = JSONWriter()
    var positions = Positions(sources)
    let fingerprints = Fingerprint.all(of: diagnostics, in: sources)
    json.array(zip(diagnostics, fingerprints)) { json, each in
      let (diagnostic, fingerprint) = each
      let span = diagnostic.primary.span
      let region = positions.firstLine(of: span)
      json.object {
        $0.member("description", diagnostic.message)
        $0.member("check_name", diagnostic.rule.text)
        $0.member("fingerprint", fingerprint.text)
        $0.member("severity", Self.word(for: diagnostic.severity))
        $0.member("location") {
          $0.object {
            $0.member("path", sources[span.source].name)
            $0.member("positions") {
              $0.object {
                $0.member("begin") { Self.write(region.line, region.column, to: &$0) }
                $0.member("end") { Self.write(region.line, region.endColumn, to: &$0) }
              }
            }
          }
        }
      }
    }
    return json.bytes + [0x0A]
  }

  private static func write(_ line: Int, _ column: Int, to json: inout JSONWriter) {
    json.object {
      $0.member("line", line)
      $0.member("column", column)
    }
  }

  private static func word(for severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "major"
    case .warning: "minor"
    case .info: "info"
    }
  }
}
