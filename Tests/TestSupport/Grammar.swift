import Foundation

/// A grammar read from a file of `grammar/`, in the EBNF of the XML recommendation: it makes sentences, and it says
/// whether a text is one. Rules must not be left-recursive.
public struct Grammar: Sendable {
  public struct Problem: Error, CustomStringConvertible {
    public var description: String
  }

  /// A part of a rule, by its number, so that recognition can remember what it found.
  indirect enum Node: Sendable {
    case text([UInt32])
    case characterClass(CharacterClass)
    case rule(String)
    case sequence([Int])
    case choice([Int])
    /// At least `minimum` times, at most `maximum` times.
    case repetition(Int, minimum: Int, maximum: Int)
    /// What the first derives and the second does not.
    case exclusion(Int, Int)
  }

  struct CharacterClass: Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    var hasLetters = false
    var hasDigits = false
    var isNegated = false

    func contains(_ value: UInt32) -> Bool {
      guard value != 0, let scalar = Unicode.Scalar(value) else { return false }
      let isIncluded =
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: hasLetters
        case .decimalNumber: hasDigits
        default: false
        }
      return (isIncluded || ranges.contains { $0.contains(value) }) != isNegated
    }
  }

  var nodes: [Node] = []
  var rules: [String: Int] = [:]
  /// For each node the least depth of rules that a sentence of it needs.
  var depths: [Int] = []

  /// Reads `grammar/NAME` of this repository.
  public init(named name: String) throws {
    try self.init(Repository.text("grammar/\(name)"))
  }

  public init(_ text: String) throws {
    var reader = GrammarReader(text)
    try reader.read()
    nodes = reader.nodes
    rules = reader.rules
    for case .rule(let name) in nodes where rules[name] == nil {
      throw Problem(description: "there is no rule \(name)")
    }
    depths = leastDepths()
  }

  // MARK: - Sentences

  /// A random sentence of a rule. Rules are nested at most `depth` deep where that is possible, and from `length`
  /// characters on only what must follow is added.
  public func sentence(
    of rule: String, depth: Int = 12, length: Int = .max, using random: inout some RandomNumberGenerator
  ) -> String {
    var scalars = String.UnicodeScalarView()
    if let root = rules[rule] { generate(root, depth, length, &scalars, &random) }
    return String(scalars)
  }

  private func generate(
    _ index: Int, _ depth: Int, _ length: Int, _ result: inout String.UnicodeScalarView,
    _ random: inout some RandomNumberGenerator
  ) {
    let budget = length < .max && result.count >= length ? 0 : depth
    switch nodes[index] {
    case .text(let scalars): result.append(contentsOf: scalars.compactMap { Unicode.Scalar($0) })
    case .characterClass(let set): result.append(Self.sample(set, &random))
    case .rule(let name):
      if let root = rules[name] { generate(root, depth - 1, length, &result, &random) }
    case .sequence(let parts): for part in parts { generate(part, depth, length, &result, &random) }
    case .choice(let parts):
      let affordable = parts.filter { depths[$0] <= budget }
      let least = parts.min { depths[$0] < depths[$1] }
      if let part = affordable.randomElement(using: &random) ?? least {
        generate(part, depth, length, &result, &random)
      }
    case .repetition(let part, let minimum, let maximum):
      let more = depths[part] <= budget ? Int.random(in: 0...3, using: &random) : 0
      for _ in 0..<min(maximum, minimum + more) { generate(part, depth, length, &result, &random) }
    case .exclusion(let part, let excluded):
      for _ in 0..<100 {
        var text = String.UnicodeScalarView()
        generate(part, depth, length, &text, &random)
        var recogniser = Recogniser(grammar: self, text: text.map(\.value))
        if recogniser.ends(of: excluded, at: 0).contains(text.count) { continue }
        result.append(contentsOf: text)
        return
      }
    }
  }

  /// Characters that are likely to matter, and some that are not ASCII.
  private static let alphabet = Array("$$$\\\\//{{}}:::#%=-?+,^_*[]'\" \nabAB012.!éßЖ日😀\u{A0}".unicodeScalars)

  private static func sample(_ set: CharacterClass, _ random: inout some RandomNumberGenerator) -> Unicode.Scalar {
    let fitting = alphabet.filter { set.contains($0.value) }
    if let scalar = fitting.randomElement(using: &random) { return scalar }
    return set.ranges.first.flatMap { Unicode.Scalar($0.lowerBound) } ?? "x"
  }

  private func leastDepths() -> [Int] {
    let unknown = 1_000_000
    var depths = [Int](repeating: unknown, count: nodes.count)
    var changed = true
    while changed {
      changed = false
      for (index, node) in nodes.enumerated() {
        let depth =
          switch node {
          case .text, .characterClass: 0
          case .rule(let name): rules[name].map { min(unknown, depths[$0] + 1) } ?? unknown
          case .sequence(let parts): parts.map { depths[$0] }.max() ?? 0
          case .choice(let parts): parts.map { depths[$0] }.min() ?? 0
          case .repetition(let part, let minimum, _): minimum == 0 ? 0 : depths[part]
          case .exclusion(let part, _): depths[part]
          }
        if depth < depths[index] {
          depths[index] = depth
          changed = true
        }
      }
    }
    return depths
  }

  // MARK: - Recognition

  /// Whether a text is a sentence of a rule. Meant for short texts.
  public func derives(_ text: String, from rule: String) -> Bool {
    guard let root = rules[rule] else { return false }
    var recogniser = Recogniser(grammar: self, text: text.unicodeScalars.map(\.value))
    return recogniser.ends(of: root, at: 0).contains(recogniser.text.count)
  }

  private struct Recogniser {
    let grammar: Grammar
    let text: [UInt32]
    var known: [Int: Set<Int>] = [:]

    init(grammar: Grammar, text: [UInt32]) {
      self.grammar = grammar
      self.text = text
    }

    /// Where a sentence of a node that begins at an offset may end.
    mutating func ends(of index: Int, at start: Int) -> Set<Int> {
      let key = index * (text.count + 1) + start
      if let ends = known[key] { return ends }
      var result: Set<Int> = []
      switch grammar.nodes[index] {
      case .text(let scalars):
        if text[start...].starts(with: scalars) { result = [start + scalars.count] }
      case .characterClass(let set):
        if start < text.count, set.contains(text[start]) { result = [start + 1] }
      case .rule(let name):
        if let root = grammar.rules[name] { result = ends(of: root, at: start) }
      case .choice(let parts):
        for part in parts { result.formUnion(ends(of: part, at: start)) }
      case .sequence(let parts):
        result = [start]
        for part in parts {
          var next: Set<Int> = []
          for offset in result { next.formUnion(ends(of: part, at: offset)) }
          result = next
        }
      case .exclusion(let part, let excluded):
        result = ends(of: part, at: start).subtracting(ends(of: excluded, at: start))
      case .repetition(let part, let minimum, let maximum):
        var frontier: Set<Int> = [start]
        if minimum == 0 { result = [start] }
        var count = 0
        while !frontier.isEmpty, count < maximum {
          var next: Set<Int> = []
          for offset in frontier { next.formUnion(ends(of: part, at: offset)) }
          count += 1
          frontier = next.subtracting(result)
          if count >= minimum { result.formUnion(next) }
        }
      }
      known[key] = result
      return result
    }
  }
}
