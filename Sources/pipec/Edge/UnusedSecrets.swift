import Checker
import Diagnostics

/// Names of `--secrets` that no file has a use for.
enum UnusedSecrets {
  /// More names than these are only counted.
  private static let mostNamed = 10

  /// What people are told; nil where each name is used, or nobody asked for advice.
  static func note(_ options: Checker.Options, _ sources: [Source]) -> String? {
    let place = Span(SourceID(0), 0, 0)
    let finding = Diagnostic(rule: "unused-secret", severity: .info, message: "", at: place)
    guard let names = options.secrets, options.wants(finding) else { return nil }
    let unused = unmentioned(names, in: sources)
    guard !unused.isEmpty else { return nil }
    let shown = unused.prefix(mostNamed).joined(separator: ", ")
    let rest = unused.count - mostNamed
    return "no file uses the secret\(unused.count == 1 ? "" : "s") \(shown)" + (rest > 0 ? " and \(rest) more" : "")
  }

  /// The names that no text mentions, in alphabetical order. Capitals make no difference, as Drone has it.
  private static func unmentioned(_ names: Set<String>, in sources: [Source]) -> [String] {
    var wanted = Dictionary(grouping: names) { Array($0.lowercased().utf8) }
    for source in sources {
      guard !wanted.isEmpty else { break }
      for word in source.bytes.split(whereSeparator: { !isPart($0) }) where word.count <= 256 {
        wanted[word.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }] = nil
      }
    }
    return wanted.values.joined().sorted()
  }

  /// Whether a byte may stand in a name, scopes such as `account.` included.
  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }
}
