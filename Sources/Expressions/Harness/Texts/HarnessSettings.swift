/// How the settings of a Plugin step become environment variables.
public enum HarnessSettings {
  /// The variable of a setting: `PLUGIN_` and the name in capitals; nothing else is changed.
  public static func variable(for name: String) -> String { "PLUGIN_" + name.uppercased() }

  /// The text of a value, byte for byte as Harness writes it: texts as they are, null and empty lists as nothing, lists of
  /// scalars joined with commas, everything else as JSON in Jackson's layout.
  public static func text(of value: JexlValue) -> String {
    switch value {
    case .null: ""
    case .list(let elements), .set(let elements): text(of: elements)
    case .array(let array): text(of: array.elements)
    case .map, .node: JexlJSON.jacksonText(of: value)
    default: value.javaText
    }
  }

  private static func text(of elements: [JexlValue]) -> String {
    let isNested = elements.contains { element in
      switch element {
      case .list, .set, .array, .map, .node: true
      default: false
      }
    }
    return isNested ? JexlJSON.jacksonText(of: .list(elements)) : elements.map(\.javaText).joined(separator: ",")
  }
}

extension JexlJSON {
  /// JSON as Jackson's default pretty printer lays it out: members on lines of their own, elements of arrays in a row.
  public static func jacksonText(of value: JexlValue) -> String {
    var bytes: [UInt8] = []
    writePretty(value, indent: 0, depth: 0, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func writePretty(_ value: JexlValue, indent: Int, depth: Int, to bytes: inout [UInt8]) {
    guard depth < 64 else { return }
    switch value {
    case .list(let elements), .set(let elements): writePretty(elements, indent, depth, to: &bytes)
    case .array(let array): writePretty(array.elements, indent, depth, to: &bytes)
    case .map(let map): writePretty(Array(zip(map.keys.map(\.javaText), map.values)), indent, depth, to: &bytes)
    case .node(let node):
      writePretty(node.base.memberNames.map { ($0, node.base.member($0) ?? .null) }, indent, depth, to: &bytes)
    default: bytes += Array(text(of: value).utf8)
    }
  }

  private static func writePretty(_ elements: [JexlValue], _ indent: Int, _ depth: Int, to bytes: inout [UInt8]) {
    bytes += Array("[ ".utf8)
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes += Array(", ".utf8) }
      // Arrays do not count as levels.
      writePretty(element, indent: indent, depth: depth + 1, to: &bytes)
    }
    bytes += Array((elements.isEmpty ? "]" : " ]").utf8)
  }

  private static func writePretty(
    _ entries: [(String, JexlValue)], _ indent: Int, _ depth: Int, to bytes: inout [UInt8]
  ) {
    guard !entries.isEmpty else {
      bytes += Array("{ }".utf8)
      return
    }
    bytes.append(0x7B)
    for (index, (key, value)) in entries.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      bytes.append(0x0A)
      bytes += [UInt8](repeating: 0x20, count: 2 * (indent + 1))
      write(key, to: &bytes)
      bytes += Array(" : ".utf8)
      writePretty(value, indent: indent + 1, depth: depth + 1, to: &bytes)
    }
    bytes.append(0x0A)
    bytes += [UInt8](repeating: 0x20, count: 2 * indent)
    bytes.append(0x7D)
  }
}
