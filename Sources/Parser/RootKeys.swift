import CSearch
import Glibc

/// The keys at the root of a text's first document, read line by line without making a tree.
///
/// That is enough to tell languages apart, and costs next to nothing beside reading the file itself. A root in braces has
/// no lines of its own for its keys, and gives none.
struct RootKeys {
  /// One pair of the root mapping.
  struct Pair {
    var key: String
    /// What stands on the key's own line, without quotes and comments; empty where the value begins below it.
    var value: String
    /// The keys of the mapping that the value is, with what stands on their lines.
    var nested: [(key: String, value: String)] = []
    /// Names of nested keys whose value is a list on the lines below.
    var nestedLists: Set<String> = []
  }

  private(set) var pairs: [Pair] = []

  /// From here on a file is told by its name.
  private static let byteLimit = 1 << 20
  private static let pairLimit = 256

  init(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { read($0) }
  }

  subscript(key: String) -> Pair? { pairs.last { $0.key == key } }

  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
    let end = min(bytes.count, Self.byteLimit)
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var nestedIndent: Int?
    while start < end {
      var stop = start
      while stop < end, bytes[stop] != 0x0A { stop += 1 }
      let line = UnsafeBufferPointer(rebasing: bytes[start..<stop])
      start = stop + 1
      let indent = line.prefix { $0 == 0x20 }.count
      guard indent < line.count, line[indent] != UInt8(ascii: "#"), line[indent] != 0x0D else { continue }
      if indent == 0 {
        if line.starts(with: [0x2D, 0x2D, 0x2D]), line.count == 3 || line[3] <= 0x20 {
          if pairs.isEmpty { continue } else { return }
        }
        nestedIndent = nil
        guard pairs.count < Self.pairLimit, let (key, value) = Self.pair(in: line) else { continue }
        pairs.append(Pair(key: key, value: value))
      } else if !pairs.isEmpty {
        addNested(line, indent, &nestedIndent)
      }
    }
  }

  private mutating func addNested(_ line: UnsafeBufferPointer<UInt8>, _ indent: Int, _ nestedIndent: inout Int?) {
    let last = pairs.count - 1
    if nestedIndent == nil { nestedIndent = indent }
    let isItem = line[indent] == UInt8(ascii: "-")
    if isItem, let nestedIndent, indent >= nestedIndent, let parent = pairs[last].nested.last, parent.value.isEmpty {
      pairs[last].nestedLists.insert(parent.key)
    }
    guard indent == nestedIndent, !isItem, pairs[last].nested.count < Self.pairLimit else { return }
    if let pair = Self.pair(in: UnsafeBufferPointer(rebasing: line[indent...])) { pairs[last].nested.append(pair) }
  }

  /// `key: value` of a line that has no indentation.
  private static func pair(in line: UnsafeBufferPointer<UInt8>) -> (key: String, value: String)? {
    guard let colon = line.indices.first(where: { isColon(line, $0) }), colon > 0, colon <= 256 else { return nil }
    let key = unquoted(line[..<colon])
    guard let first = key.utf8.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "{") else { return nil }
    return (key, unquoted(line[(colon + 1)...]))
  }

  private static func isColon(_ line: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    line[index] == UInt8(ascii: ":") && (index + 1 == line.count || line[index + 1] <= 0x20)
  }

  private static func unquoted(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    var text = bytes.drop { $0 <= 0x20 }
    if let quote = text.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      return String(decoding: text.dropFirst().prefix { $0 != quote }.prefix(256), as: UTF8.self)
    }
    if text.first == UInt8(ascii: "#") { return "" }
    var previous: UInt8 = 0
    text = text.prefix { byte in
      defer { previous = byte }
      return byte != UInt8(ascii: "#") || previous > 0x20
    }
    while let last = text.last, last <= 0x20 { text.removeLast() }
    return String(decoding: text.prefix(256), as: UTF8.self)
  }
}
