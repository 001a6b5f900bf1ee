/// What makes a finding the same finding in another version of the file: its rule, the file's name, the text of its line
/// without the blanks around it, and which of several such it is. Line numbers play no part, so lines may move.
public struct Fingerprint: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// 32 hexadecimal digits.
  public let text: String

  public var description: String { text }

  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }

  /// The fingerprints of findings, in their order.
  public static func all(of diagnostics: [Diagnostic], in sources: SourceSet) -> [Fingerprint] {
    var counts: [Key: Int] = [:]
    return diagnostics.map { diagnostic in
      let source = sources[diagnostic.primary.span.source]
      let line = source.trimmedLine(at: diagnostic.primary.span.start)
      let key = Key(rule: diagnostic.rule, file: source.name, line: line)
      let occurrence = counts[key, default: 0]
      counts[key] = occurrence + 1
      return Fingerprint(rule: diagnostic.rule, file: source.name, occurrence: occurrence, line: line)
    }
  }

  /// The fingerprint of a finding that is not told from others of its rule on equal lines.
  ///
  /// - Parameter name: what the file is called, whatever the source calls it.
  public init(of diagnostic: Diagnostic, in source: Source, called name: String) {
    self.init(
      rule: diagnostic.rule, file: name, occurrence: 0, line: source.trimmedLine(at: diagnostic.primary.span.start))
  }

  private init(rule: RuleName, file: String, occurrence: Int, line: ArraySlice<UInt8>) {
    var hash = FNV()
    for part in [rule.text, file, String(occurrence)] {
      hash.add(part.utf8)
      hash.add(CollectionOfOne(0))
    }
    hash.add(line)
    text = hash.text
  }

  private struct Key: Hashable {
    var rule: RuleName
    var file: String
    var line: ArraySlice<UInt8>
  }
}

/// Two FNV-1a hashes of 64 bits with different beginnings: not for secrets, but stable for ever.
private struct FNV {
  private var first: UInt64 = 0xCBF2_9CE4_8422_2325
  private var second: UInt64 = 0x9AE1_6A3B_2F90_404F

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      first = (first ^ UInt64(byte)) &* 0x100_0000_01B3
      second = (second ^ UInt64(byte) ^ 0x5A) &* 0x100_0000_01B3
    }
  }

  var text: String {
    [first, second].map { value in
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}

extension Source {
  /// The bytes of the line of an offset, without the blanks at its ends.
  fileprivate func trimmedLine(at offset: UInt32) -> ArraySlice<UInt8> {
    var line = bytes[lineRange(lineNumber(of: min(offset, UInt32(clamping: bytes.count))))]
    while let byte = line.first, byte <= 0x20 { line = line.dropFirst() }
    while let byte = line.last, byte <= 0x20 { line = line.dropLast() }
    return line
  }
}
