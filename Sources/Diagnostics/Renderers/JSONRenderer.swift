/// Writes findings as one JSON array.
///
/// Lines and columns count from 1, columns in characters; ends are exclusive. `help` is null where there is none;
/// `related` is there only when a finding has further places. The format is only ever extended.
public struct JSONRenderer: Sendable {
  private let sources: SourceSet

  public init(sources: SourceSet) {
    self.sources = sources
  }

  /// The array, ended by a line break.
  public func bytes(of diagnostics: [Diagnostic]) -> [UInt8] {
    var json = JSONWriter()
    var positions = Positions(sources)
    json.array(diagnostics) { json, diagnostic in
      json.object { write(diagnostic, to: &$0, &positions) }
    }
    return json.bytes + [0x0A]
  }

  /// The elements of the array, each on a line of its own.
  func lines(of diagnostics: [Diagnostic]) -> [UInt8] {
    var positions = Positions(sources)
    var result: [UInt8] = []
    for diagnostic in diagnostics {
      var json = JSONWriter(layout: .compact)
      json.object { write(diagnostic, to: &$0, &positions) }
      result += json.bytes
      result.append(0x0A)
    }
    return result
  }

  private func write(_ diagnostic: Diagnostic, to json: inout JSONWriter, _ positions: inout Positions) {
    json.member("file", sources[diagnostic.primary.span.source].name)
    write(diagnostic.primary.span, to: &json, &positions)
    json.member("rule", diagnostic.rule.text)
    json.member("severity", diagnostic.severity.name)
    json.member("message", diagnostic.message)
    json.member("help") { json in
      if let help = diagnostic.help { json.string(help) } else { json.null() }
    }
    json.member("fixes") { json in
      json.array(diagnostic.fixes) { json, fix in
        json.object { json in
          json.member("title", fix.title)
          json.member("safety", fix.safety.rawValue)
          json.member("edits") { json in
            json.array(fix.edits) { json, edit in
              json.object { json in
                write(edit.span, to: &json, &positions)
                json.member("replacement", edit.replacement)
              }
            }
          }
        }
      }
    }
    guard !diagnostic.related.isEmpty else { return }
    json.member("related") { json in
      json.array(diagnostic.related) { json, label in
        json.object { json in
          json.member("file", sources[label.span.source].name)
          write(label.span, to: &json, &positions)
          json.member("text", ifPresent: label.text)
        }
      }
    }
  }

  private func write(_ span: Span, to json: inout JSONWriter, _ positions: inout Positions) {
    let start = positions.position(of: span.start, in: span.source)
    let end = positions.position(of: span.end, in: span.source)
    json.member("line", start.line)
    json.member("column", start.column)
    json.member("endLine", end.line)
    json.member("endColumn", end.column)
  }
}
