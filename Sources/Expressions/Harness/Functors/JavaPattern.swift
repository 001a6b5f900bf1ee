import CPCRE2

/// A regular expression as `java.util.regex.Pattern` reads it, run by PCRE2 within bounds on work and depth.
final class JavaPattern {
  /// The most often the matcher may try before it gives up.
  private static let matchLimit: UInt32 = 1_000_000
  private static let depthLimit: UInt32 = 10_000
  /// The most memory that a match may take, in KiB.
  private static let heapLimit: UInt32 = 20_000

  private let code: OpaquePointer
  private let data: OpaquePointer
  private let context: OpaquePointer
  /// How many groups the pattern has.
  let groupCount: Int

  init(_ pattern: String) throws(JexlFault) {
    guard pattern.utf8.count <= 10_000 else { throw JexlFault(.limit, "the regular expression is too long") }
    let translated = try JavaPatternTranslation.translate(pattern)
    var errorCode: CInt = 0
    var errorOffset = 0
    let options = UInt32(PCRE2_UTF) | UInt32(PCRE2_MATCH_UNSET_BACKREF) | UInt32(PCRE2_NEVER_BACKSLASH_C)
    let bytes = Array(translated.utf8)
    guard let code = pcre2_compile_8(bytes, bytes.count, options, &errorCode, &errorOffset, nil) else {
      throw JexlFault(
        .badPattern, "the regular expression '\(pattern)' cannot be read: \(Self.reason(errorCode))")
    }
    guard let data = pcre2_match_data_create_from_pattern_8(code, nil), let context = pcre2_match_context_create_8(nil)
    else {
      pcre2_code_free_8(code)
      throw JexlFault(.limit, "there is no memory for a regular expression")
    }
    pcre2_set_match_limit_8(context, Self.matchLimit)
    pcre2_set_depth_limit_8(context, Self.depthLimit)
    pcre2_set_heap_limit_8(context, Self.heapLimit)
    var count: UInt32 = 0
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
    self.code = code
    self.data = data
    self.context = context
    groupCount = Int(count)
  }

  deinit {
    pcre2_match_context_free_8(context)
    pcre2_match_data_free_8(data)
    pcre2_code_free_8(code)
  }

  /// Where a match was found: the whole first, then each group; nil for a group that took no part.
  typealias Groups = [Range<Int>?]

  /// Whether the whole text matches.
  func matchesWhole(_ text: String) throws(JexlFault) -> Bool {
    try match(Array(text.utf8), from: 0, UInt32(PCRE2_ANCHORED) | UInt32(PCRE2_ENDANCHORED)) != nil
  }

  /// The first match at or behind an offset.
  func first(in bytes: [UInt8], from start: Int) throws(JexlFault) -> Groups? { try match(bytes, from: start, 0) }

  private func match(_ bytes: [UInt8], from start: Int, _ options: UInt32) throws(JexlFault) -> Groups? {
    let result = pcre2_match_8(code, bytes, bytes.count, start, options, data, context)
    if result == PCRE2_ERROR_NOMATCH { return nil }
    guard result > 0 else {
      throw JexlFault(.limit, "the regular expression takes too long")
    }
    guard let vector = pcre2_get_ovector_pointer_8(data) else { return nil }
    return (0...groupCount).map { group in
      guard group < Int(result), vector[2 * group] != ~0 else { return nil }
      return vector[2 * group]..<max(vector[2 * group], vector[2 * group + 1])
    }
  }

  /// All matches in order; an empty match moves on by one character.
  func all(in bytes: [UInt8], limit: Int = .max) throws(JexlFault) -> [Groups] {
    var result: [Groups] = []
    var start = 0
    while start <= bytes.count, result.count < limit {
      guard let groups = try first(in: bytes, from: start), let whole = groups.first ?? nil else { break }
      result.append(groups)
      guard result.count <= JexlLimits.maximumElements else { throw JexlFault(.limit, "there are too many matches") }
      start = whole.upperBound
      if whole.isEmpty {
        start += 1
        while start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
      }
    }
    return result
  }

  /// The text with matches replaced; `$1` and `${name}` stand for groups and `\` takes away a meaning, as in Java.
  func replacing(_ text: String, with replacement: String, onlyFirst: Bool = false) throws(JexlFault) -> String {
    let bytes = Array(text.utf8)
    let parts = Array(replacement.utf8)
    var result: [UInt8] = []
    var end = 0
    for groups in try all(in: bytes, limit: onlyFirst ? 1 : .max) {
      guard let whole = groups.first ?? nil else { continue }
      result += bytes[end..<whole.lowerBound]
      try append(parts, groups, of: bytes, to: &result)
      guard result.count <= JexlLimits.maximumTextLength else { throw JexlFault(.limit, "the text becomes too long") }
      end = whole.upperBound
    }
    result += bytes[end...]
    return String(decoding: result, as: UTF8.self)
  }

  private func append(
    _ parts: [UInt8], _ groups: Groups, of bytes: [UInt8], to result: inout [UInt8]
  ) throws(JexlFault) {
    var index = 0
    while index < parts.count {
      let byte = parts[index]
      index += 1
      if byte == 0x5C {
        guard index < parts.count else {
          throw JexlFault(.badCall, "the replacement ends with a `\\` that has nothing to escape")
        }
        result.append(parts[index])
        index += 1
      } else if byte == 0x24 {
        if index < parts.count, parts[index] == 0x7B, let close = parts[index...].firstIndex(of: 0x7D) {
          let name = String(decoding: parts[(index + 1)..<close], as: UTF8.self)
          let number = Int(pcre2_substring_number_from_name_8(code, name))
          guard groups.indices.contains(number), number > 0 else {
            throw JexlFault(.badCall, "the pattern has no group '\(name)'")
          }
          if let range = groups[number] { result += bytes[range] }
          index = close + 1
          continue
        }
        guard index < parts.count, parts[index] &- 0x30 < 10 else {
          throw JexlFault(.badCall, "a `$` in a replacement names a group", help: "write \\$ for the character")
        }
        var number = Int(parts[index] - 0x30)
        index += 1
        // More digits belong to the number as long as there is such a group.
        while index < parts.count, parts[index] &- 0x30 < 10, number * 10 + Int(parts[index] - 0x30) <= groupCount {
          number = number * 10 + Int(parts[index] - 0x30)
          index += 1
        }
        guard number <= groupCount else { throw JexlFault(.badCall, "the pattern has no group \(number)") }
        if let range = groups[number] { result += bytes[range] }
      } else {
        result.append(byte)
      }
    }
  }

  /// The pieces between matches, as `String.split`: with limit 0 empty pieces at the end are dropped, a positive limit is
  /// the most pieces, a negative one keeps all.
  func splitting(_ text: String, limit: Int) throws(JexlFault) -> [String] {
    let bytes = Array(text.utf8)
    var pieces: [String] = []
    var end = 0
    for groups in try all(in: bytes) {
      guard let whole = groups.first ?? nil, limit <= 0 || pieces.count < limit - 1 else { continue }
      // An empty match at the beginning makes no empty piece, nor does one at the end.
      if whole.isEmpty, whole.lowerBound == 0 || whole.lowerBound == bytes.count { continue }
      pieces.append(String(decoding: bytes[end..<whole.lowerBound], as: UTF8.self))
      end = whole.upperBound
    }
    if pieces.isEmpty, end == 0 { return [text] }
    pieces.append(String(decoding: bytes[end...], as: UTF8.self))
    if limit == 0 {
      while pieces.last?.isEmpty == true { pieces.removeLast() }
    }
    return pieces
  }

  private static func reason(_ code: CInt) -> String {
    var buffer = [UInt8](repeating: 0, count: 200)
    let length = pcre2_get_error_message_8(code, &buffer, buffer.count)
    return length > 0 ? String(decoding: buffer.prefix(Int(length)), as: UTF8.self) : "error \(code)"
  }
}
