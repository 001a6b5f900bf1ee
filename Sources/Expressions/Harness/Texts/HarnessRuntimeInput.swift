/// `<+input>` and what a value must satisfy: `.allowedValues(a,b)`, `.default(x)`, `.regex(re)`, `.executionInput()`.
public struct HarnessRuntimeInput: Hashable, Sendable {
  /// Which values are possible.
  public enum Choice: String, Hashable, Sendable, CaseIterable {
    case allowedValues, selectOneFrom, selectManyFrom
  }

  /// Something wrong with the way it is written.
  public struct Problem: Hashable, Sendable {
    /// UTF-8 offsets in the text.
    public var range: Range<Int>
    /// What is wrong, as one clause.
    public var message: String
    /// What to write.
    public var help: String?
  }

  /// What stands before the conditions in merged form, `value.allowedValues(a,b)`; nil for `<+input>`.
  public private(set) var mergedValue: String?
  /// Whether the value is asked for when the node starts.
  public private(set) var isExecutionInput = false
  public private(set) var choice: Choice?
  /// The values of the choice, without blanks around them and without escaped quotes.
  public private(set) var allowedValues: [String] = []
  public private(set) var defaultValue: String?
  /// A regular expression of Java's that all of a value must match.
  public private(set) var pattern: String?
  /// The places of the arguments, by the name of the condition.
  public private(set) var argumentRanges: [String: Range<Int>] = [:]
  public private(set) var problems: [Problem] = []

  private static let names = ["executionInput", "allowedValues", "selectOneFrom", "selectManyFrom", "default", "regex"]
  private static let marker = "<+input>"

  /// Whether a scalar is a runtime input: it begins with `<+input>`.
  public static func isRuntimeInput(_ text: String) -> Bool { text.utf8.starts(with: marker.utf8) }

  /// Reads a runtime input; nil if the text is none.
  public init?(_ text: String) {
    guard Self.isRuntimeInput(text) else { return nil }
    let bytes = Array(text.utf8)
    read(bytes, from: Self.marker.utf8.count)
  }

  /// Reads the merged form `value.allowedValues(a,b)`; nil if no condition follows the text.
  public init?(merged text: String) {
    guard !Self.isRuntimeInput(text) else { return nil }
    let bytes = Array(text.utf8)
    let starts = bytes.indices.lazy.filter { Self.name(bytes, at: $0) != nil }
    guard let start = starts.first else { return nil }
    read(bytes, from: start)
    guard problems.isEmpty else { return nil }
    mergedValue = String(decoding: bytes[..<start], as: UTF8.self)
  }

  /// The condition that begins at an offset with its dot.
  private static func name(_ bytes: [UInt8], at offset: Int) -> String? {
    guard offset < bytes.count, bytes[offset] == 0x2E else { return nil }
    return names.first { bytes[(offset + 1)...].starts(with: ($0 + "(").utf8) }
  }

  private mutating func read(_ bytes: [UInt8], from start: Int) {
    var index = start
    var seen: Set<String> = []
    while index < bytes.count {
      guard let name = Self.name(bytes, at: index) else {
        problems.append(
          Problem(
            range: index..<bytes.count,
            message: "`\(String(decoding: bytes[index...], as: UTF8.self))` is nothing that can follow `<+input>`",
            help: "possible are `.default(x)`, `.allowedValues(a,b)`, `.regex(re)` and `.executionInput()`"))
        return
      }
      let argumentStart = index + name.utf8.count + 2
      guard let end = Self.end(bytes, from: argumentStart) else {
        problems.append(
          Problem(
            range: index..<bytes.count, message: "the parenthesis of `.\(name)(` is not closed", help: "end it with `)`"
          ))
        return
      }
      if !seen.insert(name).inserted {
        problems.append(Problem(range: index..<end + 1, message: "`.\(name)(…)` stands twice", help: "leave one out"))
      }
      argumentRanges[name] = argumentStart..<end
      take(name, String(decoding: bytes[argumentStart..<end], as: UTF8.self), index..<end + 1)
      index = end + 1
    }
    if let defaultValue, let message = failure(of: defaultValue, at: "default"),
      let range = argumentRanges["default"]
    {
      problems.append(Problem(range: range, message: message, help: "choose a default that the other conditions allow"))
    }
  }

  private mutating func take(_ name: String, _ argument: String, _ range: Range<Int>) {
    switch name {
    case "executionInput":
      isExecutionInput = true
      if !argument.isEmpty { problems.append(Problem(range: range, message: "`.executionInput()` takes no argument")) }
      return
    case "default": defaultValue = Self.unquoted(argument)
    case "regex": pattern = argument
    default:
      choice = Choice(rawValue: name)
      allowedValues = Self.list(argument)
    }
    if argument.isEmpty { problems.append(Problem(range: range, message: "`.\(name)()` needs an argument")) }
  }

  /// The parenthesis that another condition or nothing follows.
  private static func end(_ bytes: [UInt8], from start: Int) -> Int? {
    bytes.indices.suffix(from: start).first {
      bytes[$0] == 0x29 && ($0 + 1 == bytes.count || name(bytes, at: $0 + 1) != nil)
    }
  }

  /// Cuts at commas outside of `\"…\"` and `\'…\'`.
  private static func list(_ text: String) -> [String] {
    var parts: [String] = []
    var part = ""
    var quote: Character?
    var previous: Character?
    for character in text {
      if previous == "\\", character == "\"" || character == "'" {
        if quote == nil { quote = character } else if quote == character { quote = nil }
      }
      previous = character
      if character == ",", quote == nil {
        parts.append(unquoted(part))
        part = ""
      } else {
        part.append(character)
      }
    }
    return parts + [unquoted(part)]
  }

  private static func unquoted(_ text: String) -> String {
    var result = text[...]
    while let first = result.first, first.isWhitespace { result.removeFirst() }
    while let last = result.last, last.isWhitespace { result.removeLast() }
    for quote in ["\\\"", "\\'"] where result.hasPrefix(quote) && result.hasSuffix(quote) && result.count >= 4 {
      result = result.dropFirst(2).dropLast(2)
    }
    return String(result)
  }

  // MARK: - Validation

  /// Whether the allowed values are known without a run: none is an expression.
  public var isChoiceKnown: Bool {
    choice != nil && !allowedValues.contains { $0.contains("<+") || $0.hasPrefix("jexl(") || $0.hasPrefix("${{") }
  }

  /// What Harness says of a value; nil if it is accepted, or only a run can tell. `name` is the place that the value is
  /// for, such as `pipeline.variables.v`.
  public func failure(of value: String, at name: String) -> String? { failure(of: [value], at: name) }

  /// What Harness says of the values of a multiple choice.
  public func failure(of values: [String], at name: String) -> String? {
    guard !values.contains(where: { $0.contains("<+") || $0.contains("${{") }) else { return nil }
    if isChoiceKnown {
      let isOne = choice == .selectOneFrom && values.count > 1
      if isOne || values.contains(where: { value in !allowedValues.contains { Self.isEqual($0, value) } }) {
        return
          "The values provided for \(name): [\(values.joined(separator: ", "))] do not match any of the allowed values "
          + "[\(allowedValues.joined(separator: ", "))]"
      }
    }
    if let pattern, !pattern.contains("<+"), let compiled = try? JavaPattern(pattern) {
      for value in values {
        if let isMatch = try? compiled.matchesWhole(value), !isMatch {
          return "The value provided for [\(name): \(value)] does not match the required regex pattern"
        }
      }
    }
    return nil
  }

  /// Numbers are equal as numbers, everything else as text.
  private static func isEqual(_ left: String, _ right: String) -> Bool {
    if left == right { return true }
    guard let one = Double(left), let other = Double(right) else { return false }
    return one == other
  }
}
