/// Reads paths such as `$.a['b c'][0]..d[?(@.e > 1)]`.
struct JSONPathReader {
  private let text: String
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  /// The whole text.
  mutating func path() throws(JexlFault) -> [JSONPath.Step] {
    guard bytes.count <= 10_000 else { throw JexlFault(.limit, "the path is too long") }
    index = 1
    let steps = try steps()
    guard index == bytes.count else { throw problem() }
    return steps
  }

  private func problem() -> JexlFault {
    JexlFault(.badCall, "'\(text)' is no path: nothing can be made of it from character \(index + 1) on")
  }

  private var byte: UInt8 { index < bytes.count ? bytes[index] : 0 }

  private mutating func accept(_ wanted: String) -> Bool {
    guard bytes[min(index, bytes.count)...].starts(with: wanted.utf8) else { return false }
    index += wanted.utf8.count
    return true
  }

  private mutating func skipBlanks() {
    while byte == 0x20 || byte == 0x09 { index += 1 }
  }

  /// Steps as long as there are any.
  private mutating func steps() throws(JexlFault) -> [JSONPath.Step] {
    var steps: [JSONPath.Step] = []
    while index < bytes.count {
      if accept("..") {
        steps.append(.deep)
        if byte == 0x5B { continue }
        steps.append(try dotted())
      } else if accept(".") {
        if byte == 0x5B { continue }
        steps.append(try dotted())
      } else if byte == 0x5B {
        steps.append(try bracketed())
      } else {
        break
      }
    }
    return steps
  }

  private mutating func dotted() throws(JexlFault) -> JSONPath.Step {
    if accept("*") { return .wildcard }
    let start = index
    while index < bytes.count, Self.isNameByte(byte) { index += 1 }
    let name = String(decoding: bytes[start..<index], as: UTF8.self)
    guard !name.isEmpty else { throw problem() }
    if JSONPath.functions.contains(name), accept("()") { return .function(name) }
    return .names([name])
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    !Array(".[]()= \t<>!&|,'\"?*~".utf8).contains(byte)
  }

  private mutating func bracketed() throws(JexlFault) -> JSONPath.Step {
    index += 1
    skipBlanks()
    let step: JSONPath.Step
    if accept("*") {
      step = .wildcard
    } else if byte == 0x27 || byte == 0x22 {
      var names = [try quoted()]
      skipBlanks()
      while accept(",") {
        skipBlanks()
        names.append(try quoted())
        skipBlanks()
      }
      step = .names(names)
    } else if accept("?") {
      skipBlanks()
      guard accept("(") else { throw problem() }
      let filter = try disjunction()
      skipBlanks()
      guard accept(")") else { throw problem() }
      step = .filter(filter)
    } else {
      step = try numbers()
    }
    skipBlanks()
    guard accept("]") else { throw problem() }
    return step
  }

  private mutating func quoted() throws(JexlFault) -> String {
    let quote = byte
    guard quote == 0x27 || quote == 0x22 else { throw problem() }
    index += 1
    var result: [UInt8] = []
    while index < bytes.count, byte != quote {
      if byte == 0x5C, index + 1 < bytes.count { index += 1 }
      result.append(byte)
      index += 1
    }
    guard byte == quote else { throw problem() }
    index += 1
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func number() -> Int? {
    let start = index
    if byte == 0x2D { index += 1 }
    while byte &- 0x30 < 10 { index += 1 }
    return Int(String(decoding: bytes[start..<index], as: UTF8.self))
  }

  private mutating func numbers() throws(JexlFault) -> JSONPath.Step {
    let first = number()
    skipBlanks()
    if accept(":") {
      skipBlanks()
      return .slice(first, number())
    }
    guard let first else { throw problem() }
    var indexes = [first]
    while accept(",") {
      skipBlanks()
      guard let next = number() else { throw problem() }
      indexes.append(next)
      skipBlanks()
    }
    return .indexes(indexes)
  }

  // MARK: - Filters

  private mutating func disjunction() throws(JexlFault) -> JSONFilter {
    depth += 1
    defer { depth -= 1 }
    guard depth < 20 else { throw JexlFault(.limit, "the filter is nested too deeply") }
    var result = try conjunction()
    skipBlanks()
    while accept("||") {
      result = .either(result, try conjunction())
      skipBlanks()
    }
    return result
  }

  private mutating func conjunction() throws(JexlFault) -> JSONFilter {
    var result = try condition()
    skipBlanks()
    while accept("&&") {
      result = .both(result, try condition())
      skipBlanks()
    }
    return result
  }

  private mutating func condition() throws(JexlFault) -> JSONFilter {
    skipBlanks()
    if accept("(") {
      let inner = try disjunction()
      skipBlanks()
      guard accept(")") else { throw problem() }
      return inner
    }
    if byte == 0x21, index + 1 < bytes.count, bytes[index + 1] != 0x3D {
      index += 1
      return .not(try condition())
    }
    let left = try operand()
    skipBlanks()
    for (spelling, comparison) in JSONFilter.comparisons where accept(spelling) {
      skipBlanks()
      return .compare(left, comparison, try operand())
    }
    guard case .path = left else { throw problem() }
    return .exists(left)
  }

  private mutating func operand() throws(JexlFault) -> JSONFilter.Operand {
    if byte == 0x40 || byte == 0x24 {
      let isRoot = byte == 0x24
      let start = index
      index += 1
      let steps = try steps()
      let written = String(decoding: bytes[start..<index], as: UTF8.self)
      guard !isRoot else { throw JexlFault(.badCall, "a filter can only look at @, not at $") }
      return .path(JSONPath(steps: steps, text: written))
    }
    if byte == 0x27 || byte == 0x22 { return .value(.string(try quoted())) }
    if byte == 0x2F { return try pattern() }
    if accept("true") { return .value(.boolean(true)) }
    if accept("false") { return .value(.boolean(false)) }
    if accept("null") { return .value(.null) }
    if byte == 0x5B {
      index += 1
      var elements: [JexlValue] = []
      skipBlanks()
      while byte != 0x5D {
        guard case .value(let element) = try operand() else { throw problem() }
        elements.append(element)
        skipBlanks()
        guard accept(",") else { break }
        skipBlanks()
      }
      guard accept("]") else { throw problem() }
      return .value(.list(elements))
    }
    let start = index
    while byte &- 0x30 < 10 || [0x2D, 0x2B, 0x2E, 0x65, 0x45].contains(byte) { index += 1 }
    let digits = String(decoding: bytes[start..<index], as: UTF8.self)
    if let whole = Int64(digits) { return .value(.whole(whole)) }
    guard let number = Double(digits) else { throw problem() }
    return .value(.double(number))
  }

  private mutating func pattern() throws(JexlFault) -> JSONFilter.Operand {
    index += 1
    let start = index
    while index < bytes.count, byte != 0x2F {
      index += byte == 0x5C ? 2 : 1
    }
    guard index < bytes.count else { throw problem() }
    let source = String(decoding: bytes[start..<index], as: UTF8.self)
    index += 1
    return .value(.string(accept("i") ? "(?i)" + source : source))
  }
}
