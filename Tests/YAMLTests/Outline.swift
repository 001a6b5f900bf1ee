import Diagnostics
import YAML

/// Writes a tree as text: what stands where, one node a line.
struct Outline {
  private var lines: [String] = []
  private let file: [UInt8]

  static func of(_ text: String, endsLine: Bool = false) -> String {
    of(Array(text.utf8), endsLine: endsLine)
  }

  static func of(_ bytes: [UInt8], endsLine: Bool = false) -> String {
    let result = Tree.parse(bytes, range: 0..<bytes.count, source: SourceID(0), map: nil, endsLine: endsLine)
    return of(result, in: bytes)
  }

  static func of(_ result: ParseResult, in bytes: [UInt8]) -> String {
    var outline = Outline(file: bytes)
    if let failure = result.failure {
      outline.lines.append("\(failure.kind) error at \(failure.span.start)..<\(failure.span.end): \(failure.problem)")
    }
    if let root = result.tree.root { outline.add(root, label: "", depth: 0) }
    return outline.lines.joined(separator: "\n")
  }

  private init(file: [UInt8]) { self.file = file }

  private mutating func add(_ node: Node, label: String, depth: Int) {
    var line = String(repeating: "  ", count: depth) + label
    if let anchor = node.anchor { line += "&\(anchor) " }
    if let tag = node.tag { line += "\(tag) " }
    let raw = String(decoding: file[Int(node.span.start)..<Int(node.span.end)], as: UTF8.self)
    switch node.kind {
    case .scalar: line += "\(node.style) \(node.text.debugDescription) «\(raw.replacing("\r", with: "␍"))»"
    case .alias: line += "alias of \(node.resolved.text.debugDescription) «\(raw)»"
    case .sequence: line += "sequence of \(node.count)"
    case .mapping: line += "mapping of \(node.count)"
    }
    if node.kind == .scalar || node.kind == .alias {
      line += " \(node.span.start)"
    } else {
      line += " \(node.span.start)..<\(node.span.end)"
    }
    lines.append(line)
    for item in node.items { add(item, label: "- ", depth: depth + 1) }
    for (key, value) in node.entries {
      add(key, label: "? ", depth: depth + 1)
      add(value, label: ": ", depth: depth + 1)
    }
  }
}
