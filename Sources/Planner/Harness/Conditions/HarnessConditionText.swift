import Diagnostics
import IR

/// What decides whether a node runs, as one text.
enum HarnessConditionText {
  /// What the status in a condition is about.
  enum Level {
    case stage, step
    /// A step of `rollbackSteps`.
    case rollbackStep
  }

  /// Why the condition is refused.
  struct Refusal: Error {
    var message: String
    var span: Span
  }

  /// The condition of a node; a missing `when` means that all before it went well.
  static func condition(_ written: HarnessCondition?, _ level: Level) -> Result<HarnessPlanCondition, Refusal> {
    guard let written else {
      let status: HarnessPlanCondition.Status = level == .rollbackStep ? .rollback : .success
      return .success(HarnessPlanCondition(text: text(status, level), status: status, clause: nil))
    }
    guard let word = written.status, !word.value.isEmpty else {
      let message =
        level == .stage
        ? "Pipeline Status in stage when condition cannot be empty."
        : "Stage Status in step when condition cannot be empty."
      return .failure(Refusal(message: message, span: written.span))
    }
    guard let status = HarnessPlanCondition.Status(rawValue: word.value), status != .rollback else {
      let message = "no status is called \(word.value); there is Success, Failure and All"
      return .failure(Refusal(message: message, span: word.span))
    }
    var clause = written.condition
    if let content = clause?.value, content.allSatisfy(\.isWhitespace) { clause = nil }
    let head = text(status, level)
    guard let clause else { return .success(HarnessPlanCondition(text: head, status: status, clause: nil)) }
    let content = isInput(clause.value) ? "false" : clause.value
    return .success(HarnessPlanCondition(text: "\(head) && (\(content))", status: status, clause: clause))
  }

  /// Whether a condition was left for the start of the run, which counts as false.
  static func isInput(_ clause: String) -> Bool { clause.drop(while: \.isWhitespace).hasPrefix("<+input>") }

  private static func text(_ status: HarnessPlanCondition.Status, _ level: Level) -> String {
    switch (status, level) {
    case (.success, .stage): "<+OnPipelineSuccess>"
    case (.failure, .stage): "<+OnPipelineFailure>"
    case (.success, _): "<+OnStageSuccess>"
    case (.failure, _): "<+OnStageFailure>"
    case (.all, _): "<+Always>"
    case (.rollback, _): "<+OnRollbackModeExecution> || <+OnStageFailure>"
    }
  }

  /// The parts of a condition that `&&` or `and` join, as they are written, without looking into brackets, quotes and
  /// expressions.
  static func clauses(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    var parts: [String] = []
    var start = 0
    var depth = 0
    var spans = 0
    var quote: UInt8?
    var index = 0
    func part(to end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self).trimmed }
    while index < bytes.count {
      let byte = bytes[index]
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      if byte == UInt8(ascii: "<"), next == UInt8(ascii: "+") {
        spans += 1
        index += 1
      } else if spans > 0 {
        if byte == UInt8(ascii: ">"), bytes[index - 1] != UInt8(ascii: "\\") { spans -= 1 }
      } else if let open = quote {
        if byte == UInt8(ascii: "\\") { index += 1 } else if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if [UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{")].contains(byte) {
        depth += 1
      } else if [UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(byte) {
        depth -= 1
      } else if depth == 0,
        (byte == UInt8(ascii: "|") && next == byte) || byte == UInt8(ascii: "?") || isWord("or", at: index, in: bytes)
      {
        // What binds less than a conjunction makes one clause of all.
        return [text.trimmed]
      } else if depth == 0, byte == UInt8(ascii: "&"), next == byte {
        parts.append(part(to: index))
        index += 1
        start = index + 1
      } else if depth == 0, isWord("and", at: index, in: bytes) {
        parts.append(part(to: index))
        index += 2
        start = index + 1
      }
      index += 1
    }
    parts.append(part(to: bytes.count))
    return parts
  }

  private static func isWord(_ word: String, at index: Int, in bytes: [UInt8]) -> Bool {
    let end = index + word.utf8.count
    guard end <= bytes.count, bytes[index..<end].elementsEqual(word.utf8) else { return false }
    func isBlank(_ place: Int) -> Bool { !bytes.indices.contains(place) || " \t\n()".utf8.contains(bytes[place]) }
    return isBlank(index - 1) && isBlank(end)
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }
}
