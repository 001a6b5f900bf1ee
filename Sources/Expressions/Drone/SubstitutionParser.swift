/// Reads `${…}` by recursive descent over bytes; every delimiter of the language is ASCII.
struct SubstitutionParser {
  typealias Part = Substitution.Part
  typealias Expansion = Substitution.Expansion
  typealias Argument = Substitution.Argument
  typealias Operation = Substitution.Operation

  /// Stops the reading of one outermost expansion.
  struct Abort: Error {
    var failure: Substitution.Failure
    /// Where text goes on.
    var resume: Int
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let version: Substitution.Version
  /// The first NUL byte, which ends the input, or the end of the text.
  let limit: Int
  private(set) var failures: [Substitution.Failure] = []
  private var position = 0
  /// The end of the innermost `${NAME OP` read last: where text goes on when an argument ran to the end of the input.
  private var headerEnd = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, version: Substitution.Version) {
    self.bytes = bytes
    self.version = version
    limit = bytes.firstOffset(of: 0, from: 0, limit: bytes.count)
  }

  /// Reads the whole input.
  mutating func parseText() -> [Part] {
    var parts: [Part] = []
    var literalStart = 0
    var dollar = -1
    var backslash = -1
    while true {
      if dollar < position { dollar = bytes.firstOffset(of: 0x24, from: position, limit: limit) }
      if backslash < position { backslash = bytes.firstOffset(of: 0x5C, from: position, limit: limit) }
      let start = min(dollar, backslash)
      guard start < limit else { break }
      if byte(at: start) == 0x24, byte(at: start + 1) == 0x7B {
        position = start + 2
        do throws(Abort) {
          let expansion = try parseExpansion(start: start, depth: 1)
          if literalStart < start { parts.append(.literal(literalStart..<start)) }
          parts.append(.expansion(expansion))
          literalStart = position
        } catch {
          failures.append(error.failure)
          position = error.resume
        }
      } else if let escape = escape(at: start) {
        if literalStart < start { parts.append(.literal(literalStart..<start)) }
        parts.append(.escape(escape))
        position = start + 2
        literalStart = position
      } else {
        position = start + 1
      }
    }
    if literalStart < limit { parts.append(.literal(literalStart..<limit)) }
    return parts
  }

  // MARK: - Expansions

  /// Reads what follows `${`.
  private mutating func parseExpansion(start: Int, depth: Int) throws(Abort) -> Expansion {
    headerEnd = position
    if depth > Substitution.maximumDepth { throw abort(.tooDeep, start) }
    if current == 0x23 { return try parseLength(start: start) }
    let nameRange = scanName()
    headerEnd = position
    if nameRange.isEmpty { throw abort(.variableName, start) }
    let form = try parseOperator(start: start, nameRange: nameRange)
    let operatorRange = nameRange.upperBound..<position
    headerEnd = position
    let arguments = try parseArguments(of: form, start: start, depth: depth)
    guard current == 0x7D else { throw abort(form == .plain ? .closingBrace(nameRange) : .malformed, start) }
    position += 1
    return Expansion(
      name: text(nameRange), operation: form, arguments: arguments, range: start..<position, nameRange: nameRange,
      operatorRange: operatorRange)
  }

  /// `#` NAME `}`
  private mutating func parseLength(start: Int) throws(Abort) -> Expansion {
    let operatorRange = position..<position + 1
    position += 1
    let nameRange = scanName()
    headerEnd = position
    guard !nameRange.isEmpty, current == 0x7D else { throw abort(.malformed, start) }
    position += 1
    return Expansion(
      name: text(nameRange), operation: .length, arguments: [], range: start..<position, nameRange: nameRange,
      operatorRange: operatorRange)
  }

  private mutating func parseOperator(start: Int, nameRange: Range<Int>) throws(Abort) -> Operation {
    let first = current
    let second = byte(at: position + 1)
    func taking(_ length: Int, _ operation: Operation) -> (Int, Operation) { (length, operation) }
    let (length, operation) =
      switch (first, second) {
      case (0x2C, 0x2C): taking(2, .lowerAll)
      case (0x5E, 0x5E): taking(2, .upperAll)
      case (0x2C, 0x5E), (0x5E, 0x2C): taking(2, .mixedCase)
      case (0x2C, _): taking(1, .lowerFirst)
      case (0x5E, _): taking(1, .upperFirst)
      case (0x23, 0x23): taking(2, .trimLongestPrefix)
      case (0x23, _): taking(1, .trimShortestPrefix)
      case (0x25, 0x25): taking(2, .trimLongestSuffix)
      case (0x25, _): taking(1, .trimShortestSuffix)
      case (0x2F, 0x2F): taking(2, .replaceAll)
      case (0x2F, 0x23): taking(2, .replacePrefix)
      case (0x2F, 0x25): taking(2, .replaceSuffix)
      case (0x2F, _): taking(1, .replaceFirst)
      case (0x3D, _): taking(1, .defaultEquals)
      case (0x3A, 0x3D): taking(2, .defaultColonEquals)
      case (0x3A, 0x2D): taking(2, .defaultColonMinus)
      case (0x3A, 0x3F): taking(2, .defaultColonQuestion)
      case (0x3A, 0x2B): taking(2, .defaultColonPlus)
      case (0x3A, _): taking(1, .substring)
      default: taking(0, .plain)
      }
    // Upstream steps back over the colon by the width of the character that follows it, so that a character of several
    // bytes, or the end of the text, spoils the operator itself.
    if operation == .substring, position + 1 >= bytes.count || isWide(at: position + 1) {
      throw abort(.offset, start)
    }
    position += length
    return operation
  }

  // MARK: - Arguments

  private mutating func parseArguments(
    of operation: Operation, start: Int, depth: Int
  ) throws(Abort) -> [Argument] {
    switch operation {
    case .plain, .length, .lowerFirst, .lowerAll, .upperFirst, .upperAll, .mixedCase:
      return []
    case .trimShortestPrefix, .trimLongestPrefix, .trimShortestSuffix, .trimLongestSuffix:
      return [try parseArgument(until: .brace, start: start, depth: depth)]
    case .substring:
      let offset = try parseArgument(until: .colonOrBrace, start: start, depth: depth)
      guard current == 0x3A else { return [offset] }
      while current == 0x3A { position += 1 }
      return [offset, try parseArgument(until: .brace, start: start, depth: depth)]
    case .replaceFirst, .replaceAll, .replacePrefix, .replaceSuffix:
      let wanted = try parseArgument(until: .slash, escapes: true, start: start, depth: depth)
      guard current == 0x2F else { throw abort(.slash, start) }
      while current == 0x2F { position += 1 }
      if current == 0x7D { return [wanted] }
      return [wanted, try parseArgument(until: .brace, escapes: true, start: start, depth: depth)]
    case .defaultEquals, .defaultColonEquals, .defaultColonMinus, .defaultColonQuestion, .defaultColonPlus:
      return [try parseWord(start: start, depth: depth)]
    }
  }

  private enum Delimiter {
    case brace, colonOrBrace, slash

    func ends(at byte: UInt8) -> Bool {
      switch self {
      case .brace: byte == 0x7D
      case .colonOrBrace: byte == 0x7D || byte == 0x3A
      case .slash: byte == 0x2F
      }
    }
  }

  /// One run of text or one expansion; empty is an error.
  private mutating func parseArgument(
    until delimiter: Delimiter, escapes: Bool = false, start: Int, depth: Int
  ) throws(Abort) -> Argument {
    let from = position
    let parts: [Part]
    if isExpansionStart(position) {
      position += 2
      parts = [.expansion(try parseExpansion(start: from, depth: depth + 1))]
    } else {
      parts = scanRun(until: delimiter, escapes: escapes)
    }
    if parts.isEmpty { throw abort(.argument, start) }
    return Argument(range: from..<position, parts: parts)
  }

  /// Any mixture of text and expansions up to `}`; the older library takes exactly one of them.
  private mutating func parseWord(start: Int, depth: Int) throws(Abort) -> Argument {
    if version == .v1_0_2 { return try parseArgument(until: .brace, start: start, depth: depth) }
    let from = position
    var parts: [Part] = []
    while current != 0x7D {
      parts += try parseArgument(until: .brace, start: start, depth: depth).parts
    }
    return Argument(range: from..<position, parts: parts)
  }

  private mutating func scanRun(until delimiter: Delimiter, escapes: Bool) -> [Part] {
    var parts: [Part] = []
    var literalStart = position
    while position < limit, !isExpansionStart(position) {
      if escapes, let escape = escape(at: position) {
        if literalStart < position { parts.append(.literal(literalStart..<position)) }
        parts.append(.escape(escape))
        position += 2
        literalStart = position
      } else if delimiter.ends(at: bytes[position]) {
        break
      } else {
        position += 1
      }
    }
    if literalStart < position { parts.append(.literal(literalStart..<position)) }
    return parts
  }

  // MARK: - Bytes

  private var current: UInt8? { byte(at: position) }

  private func byte(at offset: Int) -> UInt8? { offset < limit ? bytes[offset] : nil }

  private func isExpansionStart(_ offset: Int) -> Bool {
    byte(at: offset) == 0x24 && byte(at: offset + 1) == 0x7B
  }

  private func isWide(at offset: Int) -> Bool {
    offset < bytes.count && Runes.decode(bytes, at: offset, limit: bytes.count).width > 1
  }

  private func escape(at offset: Int) -> Substitution.Escape? {
    switch (byte(at: offset), byte(at: offset + 1)) {
    case (0x24, 0x24): Substitution.Escape(kind: .dollar, offset: offset)
    case (0x5C, 0x5C): Substitution.Escape(kind: .backslash, offset: offset)
    case (0x5C, 0x2F): Substitution.Escape(kind: .slash, offset: offset)
    default: nil
    }
  }

  private mutating func scanName() -> Range<Int> {
    let start = position
    while position < limit {
      let byte = bytes[position]
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: position += 1
      case 0x80...:
        let rune = Runes.decode(bytes, at: position, limit: limit)
        guard Runes.isLetterOrDigit(rune.scalar) else { return start..<position }
        position += rune.width
      default: return start..<position
      }
    }
    return start..<position
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  // MARK: - Failures

  private func abort(_ problem: SubstitutionProblem, _ start: Int) -> Abort {
    let ranToEnd = position >= limit
    var end = min(limit, position + (ranToEnd ? 0 : Runes.decode(bytes, at: position, limit: limit).width))
    if ranToEnd {
      // The whole rest of the file was taken for the argument; show the line on which that began.
      end = bytes.firstOffset(of: 0x0A, from: headerEnd, limit: limit)
    }
    let found = ranToEnd ? nil : text(position..<end)
    let name =
      if case .closingBrace(let range) = problem { text(range) } else { "" }
    return Abort(
      failure: Substitution.Failure(
        message: problem.message(in: version), explanation: problem.explanation(name: name, found: found),
        range: start..<max(end, start + 2)),
      resume: ranToEnd ? headerEnd : position)
  }
}
