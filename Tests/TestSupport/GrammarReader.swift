/// Reads the notation of `Grammar`.
struct GrammarReader {
  private let text: [Unicode.Scalar]
  private var position = 0
  private(set) var nodes: [Grammar.Node] = []
  private(set) var rules: [String: Int] = [:]

  init(_ text: String) { self.text = Array(text.unicodeScalars) }

  mutating func read() throws {
    skipBlanks()
    while position < text.count {
      let name = try word()
      guard take("::=") else { throw problem("::= is missing after \(name)") }
      rules[name] = try choice()
    }
  }

  private mutating func choice() throws -> Int {
    var parts = [try sequence()]
    while take("|") { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : add(.choice(parts))
  }

  private mutating func sequence() throws -> Int {
    var parts: [Int] = []
    while let part = try repetition() { parts.append(part) }
    if parts.isEmpty { throw problem("something is missing") }
    let whole = parts.count == 1 ? parts[0] : add(.sequence(parts))
    guard take("- "), let excluded = try repetition() else { return whole }
    return add(.exclusion(whole, excluded))
  }

  private mutating func repetition() throws -> Int? {
    guard let part = try atom() else { return nil }
    if take("*") { return add(.repetition(part, minimum: 0, maximum: .max)) }
    if take("+") { return add(.repetition(part, minimum: 1, maximum: .max)) }
    if take("?") { return add(.repetition(part, minimum: 0, maximum: 1)) }
    return part
  }

  private mutating func atom() throws -> Int? {
    guard position < text.count else { return nil }
    switch text[position] {
    case "'", "\"": return try quoted()
    case "[": return try characterClass()
    case "(":
      _ = take("(")
      let inner = try choice()
      guard take(")") else { throw problem(") is missing") }
      return inner
    case "a"..."z", "A"..."Z":
      // A name that `::=` follows begins the next rule.
      let start = position
      let name = try word()
      if position + 2 < text.count, text[position...(position + 2)].elementsEqual("::=".unicodeScalars) {
        position = start
        return nil
      }
      return add(.rule(name))
    default: return nil
    }
  }

  private mutating func quoted() throws -> Int {
    let quote = text[position]
    guard let end = text[(position + 1)...].firstIndex(of: quote) else { throw problem("a quote is not closed") }
    let scalars = text[(position + 1)..<end].map(\.value)
    position = end + 1
    skipBlanks()
    return add(.text(scalars))
  }

  private mutating func characterClass() throws -> Int {
    var set = Grammar.CharacterClass()
    position += 1
    if position < text.count, text[position] == "^" {
      set.isNegated = true
      position += 1
    }
    while position < text.count, text[position] != "]" {
      if take(raw: "\\p{L}") {
        set.hasLetters = true
      } else if take(raw: "\\p{Nd}") {
        set.hasDigits = true
      } else {
        let low = character()
        var high = low
        if position + 1 < text.count, text[position] == "-", text[position + 1] != "]" {
          position += 1
          high = character()
        }
        guard low <= high else { throw problem("a range is the wrong way round") }
        set.ranges.append(low...high)
      }
    }
    guard position < text.count else { throw problem("a class is not closed") }
    position += 1
    skipBlanks()
    return add(.characterClass(set))
  }

  private mutating func character() -> UInt32 {
    guard take(raw: "#x") else {
      defer { position += 1 }
      return text[position].value
    }
    var value: UInt32 = 0
    while position < text.count, let digit = Character(text[position]).hexDigitValue {
      value = value &* 16 &+ UInt32(digit)
      position += 1
    }
    return value
  }

  private mutating func word() throws -> String {
    var name = ""
    while position < text.count, text[position].properties.isAlphabetic {
      name.unicodeScalars.append(text[position])
      position += 1
    }
    if name.isEmpty { throw problem("a name is missing") }
    skipBlanks()
    return name
  }

  private mutating func take(raw wanted: String) -> Bool {
    guard text[position...].starts(with: wanted.unicodeScalars) else { return false }
    position += wanted.unicodeScalars.count
    return true
  }

  private mutating func take(_ wanted: String) -> Bool {
    guard take(raw: wanted) else { return false }
    skipBlanks()
    return true
  }

  private mutating func skipBlanks() {
    while position < text.count {
      if text[position].properties.isWhitespace {
        position += 1
      } else if take(raw: "/*") {
        while position < text.count, !take(raw: "*/") { position += 1 }
      } else {
        return
      }
    }
  }

  private mutating func add(_ node: Grammar.Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  private func problem(_ message: String) -> Grammar.Problem {
    let line = text[..<min(position, text.count)].count { $0 == "\n" } + 1
    return Grammar.Problem(description: "line \(line): \(message)")
  }
}
