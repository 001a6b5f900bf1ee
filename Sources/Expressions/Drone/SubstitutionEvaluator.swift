import Diagnostics

/// Puts values in place of expansions and keeps account of where each output byte came from.
struct SubstitutionEvaluator {
  typealias Failure = Substitution.Failure

  private let text: [UInt8]
  private let quotesMultilineValues: Bool
  private let lookup: (String) -> String?
  /// The most bytes that a text or a value may have: far more than any file needs, and too few to exhaust the memory.
  private let sizeLimit: Int

  init(text: [UInt8], quotesMultilineValues: Bool, lookup: @escaping (String) -> String?) {
    self.text = text
    self.quotesMultilineValues = quotesMultilineValues
    self.lookup = lookup
    sizeLimit = (64 << 20) + 8 * min(text.count, 256 << 20)
  }

  mutating func evaluate(_ syntax: Substitution.Syntax) -> Result<Substitution.Output, Failure> {
    if syntax.inputEnd == text.count, (syntax.parts.first?.range.lowerBound ?? 0) == 0,
      syntax.parts.allSatisfy({ part in if case .literal = part { true } else { false } })
    {
      return .success(Substitution.Output(bytes: text, map: nil))
    }
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var pieces: [OffsetMap.Piece] = []
    pieces.reserveCapacity(syntax.parts.count)
    for part in syntax.parts {
      let start = output.count
      do throws(Failure) {
        try append(part, to: &output)
      } catch {
        return .failure(error)
      }
      let isLinear = if case .literal = part { true } else { false }
      pieces.append(
        OffsetMap.Piece(
          derivedStart: UInt32(truncatingIfNeeded: start),
          derivedLength: UInt32(truncatingIfNeeded: output.count - start),
          originalStart: UInt32(truncatingIfNeeded: part.range.lowerBound),
          originalLength: UInt32(truncatingIfNeeded: part.range.count), isLinear: isLinear))
    }
    return .success(Substitution.Output(bytes: output, map: OffsetMap(pieces)))
  }

  private func append(_ part: Substitution.Part, to output: inout [UInt8]) throws(Failure) {
    switch part {
    case .literal(let range): output += text[clamped(range)]
    case .escape(let escape): output.append(escape.result)
    case .expansion(let expansion):
      let value = try value(of: expansion)
      if output.count + value.count > sizeLimit { throw tooLarge(expansion) }
      output += value
    }
  }

  /// The part of a range that lies in the text, should a tree be used with another text than its own.
  private func clamped(_ range: Range<Int>) -> Range<Int> { range.clamped(to: 0..<text.count) }

  /// Arguments are settled before the value is known, so that a failure inside an unused default counts.
  private func value(of expansion: Substitution.Expansion) throws(Failure) -> [UInt8] {
    var arguments: [[UInt8]] = []
    for argument in expansion.arguments {
      var bytes: [UInt8] = []
      for part in argument.parts { try append(part, to: &bytes) }
      arguments.append(bytes)
    }
    let value = variable(expansion.name)
    let first = arguments.first ?? []
    let second = arguments.count > 1 ? arguments[1] : nil
    switch expansion.operation {
    case .plain, .mixedCase: return value
    case .length: return Array(String(value.count).utf8)
    case .lowerFirst: return TextFunctions.mappingFirst(value, Runes.lowercased)
    case .lowerAll: return TextFunctions.mappingAll(value, Runes.lowercased)
    case .upperFirst: return TextFunctions.mappingFirst(value, Runes.uppercased)
    case .upperAll: return TextFunctions.mappingAll(value, Runes.uppercased)
    case .substring: return try substring(value, from: first, length: second, in: expansion)
    case .trimShortestPrefix, .trimLongestPrefix, .trimShortestSuffix, .trimLongestSuffix:
      return try trim(value, first, in: expansion)
    case .replaceFirst, .replaceAll:
      let limit = expansion.operation == .replaceFirst ? 1 : Int.max
      let result = TextFunctions.replacing(first, in: value, with: second ?? [], limit: limit, sizeLimit: sizeLimit)
      guard let result else { throw tooLarge(expansion) }
      return result
    case .replacePrefix:
      guard let second, value.starts(with: first) else { return value }
      return second + value.dropFirst(first.count)
    case .replaceSuffix:
      guard let second, value.suffix(first.count).elementsEqual(first) else { return value }
      return value.dropLast(first.count) + second
    case .defaultEquals, .defaultColonEquals, .defaultColonMinus, .defaultColonQuestion, .defaultColonPlus:
      return value.isEmpty ? first : value
    }
  }

  private func variable(_ name: String) -> [UInt8] {
    guard let value = lookup(name) else { return [] }
    let bytes = Array(value.utf8)
    return quotesMultilineValues && bytes.contains(0x0A) ? Array(GoQuote.quote(value).utf8) : bytes
  }

  /// Offsets count bytes; what is no decimal integer leaves the value alone.
  private func substring(
    _ value: [UInt8], from offset: [UInt8], length: [UInt8]?, in expansion: Substitution.Expansion
  ) throws(Failure) -> [UInt8] {
    guard var start = TextFunctions.integer(offset) else { return value }
    if start < 0 { start = max(0, value.count &+ start) }
    guard let length else { return Array(value.dropFirst(start)) }
    guard let length = TextFunctions.integer(length) else { return value }
    // The sum wraps around upstream as well.
    let end = start &+ length
    if end >= value.count { return Array(value.dropFirst(start)) }
    guard end >= 0 else { throw outOfRange("[:\(end)]", expansion) }
    guard start <= end else { throw outOfRange("[\(start):\(end)]", expansion) }
    return Array(value[start..<end])
  }

  private func trim(
    _ value: [UInt8], _ argument: [UInt8], in expansion: Substitution.Expansion
  ) throws(Failure) -> [UInt8] {
    let isSuffix = expansion.operation == .trimShortestSuffix || expansion.operation == .trimLongestSuffix
    let isLongest = expansion.operation == .trimLongestPrefix || expansion.operation == .trimLongestSuffix
    // Suffixes are prefixes of the text read backwards, with the pattern read backwards too: classes and escapes in it
    // lose their meaning.
    let subject = isSuffix ? TextFunctions.reversed(value) : value
    guard let pattern = TrimPattern(isSuffix ? TextFunctions.reversed(argument) : argument) else { return value }
    guard pattern.cost(for: subject) <= TrimPattern.maximumCost else {
      throw Failure(
        message: "bad substitution",
        explanation: "the pattern and the value are too long to be matched in sensible time", range: expansion.range)
    }
    let length = pattern.matchingPrefix(of: subject, longest: isLongest) ?? 0
    let rest = Array(subject.dropFirst(length))
    return isSuffix ? TextFunctions.reversed(rest) : rest
  }

  private func outOfRange(_ bounds: String, _ expansion: Substitution.Expansion) -> Failure {
    Failure(
      message: "runtime error: slice bounds out of range \(bounds)",
      explanation: "lengths must not be negative: the real system crashes where a piece ends before it starts",
      range: expansion.range)
  }

  private func tooLarge(_ expansion: Substitution.Expansion) -> Failure {
    Failure(
      message: "bad substitution",
      explanation: "the text after substitution would be larger than \(sizeLimit >> 20) MiB", range: expansion.range)
  }
}
