import Foundation
import Testing
import YAML

/// Each text of `Tests/Fixtures/yaml/places.txt` with the tree that it gives: kinds, decoded texts, raw texts and places.
@Suite struct Places {
  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../Fixtures/yaml/places.txt").standardizedFileURL

  /// A text is written in one line after `=== `, with Swift's escapes for breaks, tabs and what is not ASCII.
  private static func unescape(_ line: Substring) -> String {
    var result = ""
    var rest = line
    while let character = rest.popFirst() {
      guard character == "\\", let name = rest.popFirst() else {
        result.append(character)
        continue
      }
      switch name {
      case "n": result.append("\n")
      case "r": result.unicodeScalars.append("\r")
      case "t": result.append("\t")
      case "0": result.append("\0")
      case "u":
        let digits = rest.dropFirst().prefix { $0 != "}" }
        rest = rest.dropFirst(digits.count + 2)
        if let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) { result.unicodeScalars.append(scalar) }
      default: result.append(name)
      }
    }
    return result
  }

  @Test func everyFixture() throws {
    let old = try String(contentsOf: Self.file, encoding: .utf8)
    var new = ""
    for block in old.split(separator: "=== ", omittingEmptySubsequences: true) {
      let line = block.prefix { $0 != "\n" }
      new += "=== \(line)\n"
      let outline = Outline.of(Self.unescape(line))
      new += outline.isEmpty ? "" : outline + "\n"
      #expect(String(block) == "\(line)\n" + (outline.isEmpty ? "" : outline + "\n"))
    }
    // UPDATE_GOLDEN=1 swift test --filter Places writes what is found; read the difference before keeping it.
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try new.write(to: Self.file, atomically: true, encoding: .utf8)
    }
  }
}
