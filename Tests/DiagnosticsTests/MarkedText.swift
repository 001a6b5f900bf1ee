import Diagnostics

/// A text in which `«…»` marks the place of a finding and `‹…›` a further place.
struct MarkedText {
  let sources: SourceSet
  let diagnostic: Diagnostic

  init(
    _ marked: [UInt8], message: String = "this is wrong", label: String? = nil, related: String? = nil,
    help: String? = nil, severity: Diagnostic.Severity = .error, fixes: [Fix] = []
  ) {
    var bytes: [UInt8] = []
    var offsets: [String: [UInt32]] = [:]
    var index = 0
    let marks = ["«", "»", "‹", "›"].map { ($0, Array($0.utf8)) }
    scan: while index < marked.count {
      for (name, mark) in marks where marked[index...].starts(with: mark) {
        offsets[name, default: []].append(UInt32(bytes.count))
        index += mark.count
        continue scan
      }
      bytes.append(marked[index])
      index += 1
    }
    var sources = SourceSet()
    let source = sources.add(name: ".drone.yml", bytes: bytes)
    func spans(_ open: String, _ close: String) -> [Span] {
      zip(offsets[open] ?? [], offsets[close] ?? []).map { Span(source.id, $0, $1) }
    }
    self.sources = sources
    diagnostic = Diagnostic(
      rule: "some-rule", severity: severity, message: message, at: spans("«", "»").first ?? source.span, label: label,
      related: spans("‹", "›").map { .init($0, related) }, help: help, fixes: fixes)
  }

  init(_ marked: String, label: String? = nil, related: String? = nil, help: String? = nil) {
    self.init(Array(marked.utf8), label: label, related: related, help: help)
  }

  func rendered(_ style: Style = .plain) -> String {
    TextRenderer(style: style, sources: sources).text(of: diagnostic)
  }
}
