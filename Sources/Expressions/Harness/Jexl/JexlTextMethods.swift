/// Methods of `java.lang.String`. Places count UTF-16 code units, as Java's do.
enum JexlTextMethods {
  static func call(
    _ name: String, on text: String, _ arguments: [JexlValue], _ budget: JexlBudget
  ) throws(JexlFault) -> JexlValue? {
    switch arguments.count {
    case 0: return plain(name, text)
    case 1: return try one(name, text, arguments[0], budget)
    case 2: return try two(name, text, arguments[0], arguments[1], budget)
    default: return nil
    }
  }

  private static func plain(_ name: String, _ text: String) -> JexlValue? {
    switch name {
    case "length": .integer(Int32(clamping: text.utf16.count))
    case "isEmpty": .boolean(text.isEmpty)
    case "isBlank": .boolean(text.unicodeScalars.allSatisfy(\.properties.isWhitespace))
    case "toUpperCase": .string(text.uppercased())
    case "toLowerCase": .string(text.lowercased())
    case "trim": .string(trimmed(text) { $0.value <= 0x20 })
    case "strip": .string(trimmed(text, \.properties.isWhitespace))
    case "stripLeading": .string(String(text.unicodeScalars.drop(while: \.properties.isWhitespace)))
    case "stripTrailing": .string(trimmedEnd(text, \.properties.isWhitespace))
    case "toCharArray": .array(JexlArray(text.utf16.map { .character($0) }, .character, identity: 0))
    case "getBytes":
      .array(JexlArray(text.utf8.map { .integer(Int32(Int8(bitPattern: $0))) }, .byte, identity: 0))
    case "intern": .string(text)
    case "lines": .list(lines(text))
    default: nil
    }
  }

  private static func trimmedEnd(_ text: String, _ isBlank: (Unicode.Scalar) -> Bool) -> String {
    var scalars = text.unicodeScalars[...]
    while let last = scalars.last, isBlank(last) { scalars.removeLast() }
    return String(scalars)
  }

  private static func trimmed(_ text: String, _ isBlank: (Unicode.Scalar) -> Bool) -> String {
    trimmedEnd(String(text.unicodeScalars.drop(while: isBlank)), isBlank)
  }

  private static func lines(_ text: String) -> [JexlValue] {
    var pieces = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    if pieces.last?.isEmpty == true { pieces.removeLast() }
    return pieces.map { .string($0) }
  }

  private static func one(
    _ name: String, _ text: String, _ argument: JexlValue, _ budget: JexlBudget
  ) throws(JexlFault) -> JexlValue? {
    if argument.isNull {
      switch name {
      case "equalsIgnoreCase": return .boolean(false)
      case "contains", "startsWith", "endsWith", "indexOf", "lastIndexOf", "concat", "split", "matches":
        throw JexlFault(.badCall, "'\(name)' cannot take null")
      default: return nil
      }
    }
    let other = argument.text
    switch name {
    case "contains": return other.map { .boolean(find($0, in: text, from: 0) >= 0) }
    case "startsWith": return other.map { .boolean(text.utf8.starts(with: $0.utf8)) }
    case "endsWith": return other.map { .boolean(text.utf8.reversed().starts(with: $0.utf8.reversed())) }
    case "indexOf": return sought(argument).map { .integer(Int32(find($0, in: text, from: 0))) }
    case "lastIndexOf": return sought(argument).map { .integer(Int32(findLast($0, in: text, from: .max))) }
    case "charAt":
      guard let index = JexlMethods.int(argument) else { return nil }
      let units = Array(text.utf16)
      guard units.indices.contains(index) else { throw outside(index, units.count) }
      return .character(units[index])
    case "substring", "subSequence":
      guard let start = JexlMethods.int(argument), name == "substring" else { return nil }
      return .string(try slice(text, start, nil))
    case "concat": return try other.map { (other) throws(JexlFault) in .string(try limited(text + other)) }
    case "split": return try other.map { (other) throws(JexlFault) in try split(text, other, 0, budget) }
    case "matches":
      return try other.map { (other) throws(JexlFault) in
        .boolean(try pattern(other, budget).matchesWhole(text))
      }
    case "equalsIgnoreCase": return other.map { .boolean(text.lowercased() == $0.lowercased()) }
    case "contentEquals": return other.map { .boolean(text == $0) }
    case "compareToIgnoreCase": return other.map { .integer(compare(text.lowercased(), $0.lowercased())) }
    case "repeat":
      guard let count = JexlMethods.int(argument) else { return nil }
      guard count >= 0 else { throw JexlFault(.badCall, "a text cannot be repeated \(count) times") }
      guard text.utf8.count <= JexlLimits.maximumTextLength / max(1, count) else {
        throw JexlFault(.limit, "the text becomes too long")
      }
      return .string(String(repeating: text, count: count))
    default: return nil
    }
  }

  private static func two(
    _ name: String, _ text: String, _ first: JexlValue, _ second: JexlValue, _ budget: JexlBudget
  ) throws(JexlFault) -> JexlValue? {
    switch name {
    case "replace":
      guard let old = first.text ?? character(first), let new = second.text ?? character(second) else { break }
      return .string(try replace(old, in: text, with: new))
    case "replaceAll", "replaceFirst":
      guard let old = first.text, let new = second.text else { break }
      let pattern = try pattern(old, budget)
      return .string(try pattern.replacing(text, with: new, onlyFirst: name == "replaceFirst"))
    case "substring", "subSequence":
      guard let start = JexlMethods.int(first), let end = JexlMethods.int(second) else { break }
      return .string(try slice(text, start, end))
    case "split":
      guard let separator = first.text, let limit = JexlMethods.int(second) else { break }
      return try split(text, separator, limit, budget)
    case "indexOf":
      guard let wanted = sought(first), let from = JexlMethods.int(second) else { break }
      return .integer(Int32(find(wanted, in: text, from: max(0, from))))
    case "lastIndexOf":
      guard let wanted = sought(first), let from = JexlMethods.int(second) else { break }
      return .integer(Int32(findLast(wanted, in: text, from: from)))
    case "startsWith":
      guard let prefix = first.text, let from = JexlMethods.int(second) else { break }
      let units = text.utf16
      guard from >= 0, from <= units.count else { return .boolean(false) }
      return .boolean(units.dropFirst(from).starts(with: prefix.utf16))
    default: return nil
    }
    if first.isNull || second.isNull { throw JexlFault(.badCall, "'\(name)' cannot take null") }
    return nil
  }

  // MARK: - Parts

  /// `String.compareTo`: the difference of the first units that differ, or of the lengths.
  static func compare(_ left: String, _ right: String) -> Int32 {
    for (a, b) in zip(left.utf16, right.utf16) where a != b { return Int32(a) - Int32(b) }
    return Int32(clamping: left.utf16.count - right.utf16.count)
  }

  private static func slice(_ text: String, _ start: Int, _ end: Int?) throws(JexlFault) -> String {
    let units = Array(text.utf16)
    let end = end ?? units.count
    guard start >= 0, end <= units.count, start <= end else {
      throw outside(start < 0 || start > units.count ? start : end, units.count)
    }
    return String(decoding: units[start..<end], as: UTF16.self)
  }

  private static func outside(_ index: Int, _ count: Int) -> JexlFault {
    JexlFault(.badCall, "\(index) is outside the text, which has \(count) characters")
  }

  /// A text or character that is looked for.
  private static func sought(_ value: JexlValue) -> String? {
    if let text = value.text { return text }
    guard let code = JexlMethods.int(value), let scalar = Unicode.Scalar(UInt32(clamping: code)) else { return nil }
    return String(scalar)
  }

  private static func character(_ value: JexlValue) -> String? {
    if case .character = value { value.javaText } else { nil }
  }

  static func find(_ wanted: String, in text: String, from start: Int) -> Int {
    let units = Array(text.utf16)
    let other = Array(wanted.utf16)
    guard start <= units.count else { return other.isEmpty ? units.count : -1 }
    guard let first = other.first else { return start }
    guard units.count >= other.count else { return -1 }
    var index = start
    while index + other.count <= units.count {
      if units[index] == first, units[index..<index + other.count].elementsEqual(other) { return index }
      index += 1
    }
    return -1
  }

  private static func findLast(_ wanted: String, in text: String, from start: Int) -> Int {
    let units = Array(text.utf16)
    let other = Array(wanted.utf16)
    var index = min(start, units.count - other.count)
    while index >= 0 {
      if units[index..<index + other.count].elementsEqual(other) { return index }
      index -= 1
    }
    return -1
  }

  private static func replace(_ old: String, in text: String, with new: String) throws(JexlFault) -> String {
    let bytes = Array(text.utf8)
    let wanted = Array(old.utf8)
    let other = Array(new.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if wanted.isEmpty {
        // Before every character.
        if bytes[index] & 0xC0 != 0x80 { result += other }
        result.append(bytes[index])
        index += 1
      } else if bytes[index] == wanted[0], bytes[index...].starts(with: wanted) {
        result += other
        index += wanted.count
      } else {
        result.append(bytes[index])
        index += 1
      }
      guard result.count <= JexlLimits.maximumTextLength else { throw JexlFault(.limit, "the text becomes too long") }
    }
    if wanted.isEmpty { result += other }
    return String(decoding: result, as: UTF8.self)
  }

  private static func limited(_ text: String) throws(JexlFault) -> String {
    guard text.utf8.count <= JexlLimits.maximumTextLength else { throw JexlFault(.limit, "the text becomes too long") }
    return text
  }

  private static func split(
    _ text: String, _ separator: String, _ limit: Int, _ budget: JexlBudget
  ) throws(JexlFault) -> JexlValue {
    let pieces = try pattern(separator, budget).splitting(text, limit: limit)
    return .array(JexlArray(pieces.map { .string($0) }, .string, identity: budget.identity()))
  }

  /// In a method a pattern that cannot be read is an ordinary failure of the call.
  private static func pattern(_ text: String, _ budget: JexlBudget) throws(JexlFault) -> JavaPattern {
    do throws(JexlFault) { return try budget.pattern(text) } catch {
      throw JexlFault(error.kind == .badPattern ? .badCall : error.kind, error.message, help: error.help)
    }
  }
}
