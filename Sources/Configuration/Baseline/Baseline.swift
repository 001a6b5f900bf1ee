import Diagnostics

/// Findings that are known and left out: those that were there before somebody began to check.
///
/// An entry names a file, a rule, and the text of a line by its fingerprint; lines may move, and a line that changes is
/// looked at anew. The text itself is not kept, because it may hold what nobody should read.
public struct Baseline: Hashable, Sendable {
  /// Findings that are alike.
  public struct Entry: Hashable, Sendable, Comparable {
    /// The file, relative to the folder of the baseline, `/` between names.
    public var file: String
    public var rule: String
    /// The rule, the file and the text of the line.
    public var fingerprint: String

    public init(file: String, rule: String, fingerprint: String) {
      self.file = file
      self.rule = rule
      self.fingerprint = fingerprint
    }

    /// The entry of a finding.
    ///
    /// - Parameter name: the file, relative to the folder of the baseline.
    public init(_ finding: Diagnostic, in source: Source, called name: String) {
      self.init(
        file: name, rule: finding.rule.text, fingerprint: Fingerprint(of: finding, in: source, called: name).text)
    }

    public static func < (left: Self, right: Self) -> Bool {
      (left.file, left.rule, left.fingerprint) < (right.file, right.rule, right.fingerprint)
    }
  }

  /// How many findings there are of each kind.
  public var counts: [Entry: Int] = [:]

  public init() {}

  /// How many findings it holds.
  public var count: Int { counts.values.reduce(0, +) }

  /// Adds a finding.
  public mutating func add(_ entry: Entry) { counts[entry, default: 0] += 1 }

  /// Takes a finding out; false where it is not known.
  public mutating func take(_ entry: Entry) -> Bool {
    guard let count = counts[entry] else { return false }
    counts[entry] = count > 1 ? count - 1 : nil
    return true
  }

  /// The entries in alphabetical order with their counts.
  public var sorted: [(entry: Entry, count: Int)] {
    counts.sorted { $0.key < $1.key }.map { (entry: $0.key, count: $0.value) }
  }

  /// The file: JSON, with one entry a line, so that changes of several people can be merged.
  public var text: String {
    var lines: [String] = []
    for (entry, count) in sorted {
      var json = JSONWriter(layout: .compact)
      json.object {
        $0.member("file", entry.file)
        $0.member("rule", entry.rule)
        $0.member("fingerprint", entry.fingerprint)
        if count > 1 { $0.member("count", count) }
      }
      lines.append("    " + json.text)
    }
    let list = lines.isEmpty ? "[]" : "[\n\(lines.joined(separator: ",\n"))\n  ]"
    return "{\n  \"version\": \(Self.version),\n  \"findings\": \(list)\n}\n"
  }

  /// What is read and written.
  static let version = 1
}
