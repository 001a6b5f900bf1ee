import Diagnostics
import Expressions
import IR

/// Holds values for runtime inputs against what the inputs allow.
enum HarnessInputCheck {
  /// Why a value is refused.
  struct Failure {
    var message: String
    var upstream: String
    var help: String?
  }

  /// Why `value` cannot stand for the runtime input `text`; nil if it can, or where only a run can tell.
  static func failure(of value: Data, for text: Text, at path: [String]) -> Failure? {
    guard let input = HarnessRuntimeInput(text.value) else { return nil }
    let place = path.joined(separator: ".")
    // Where a mapping is asked for, there is nothing to compare.
    if value.entries != nil { return nil }
    let values = value.items?.map { $0.scalarText?.value ?? "" } ?? [value.scalarText?.value ?? ""]
    guard let upstream = input.failure(of: values, at: place) else { return nil }
    guard upstream.contains("allowed values") else {
      return Failure(
        message: "`\(values.first ?? "")` is not of the form that `\(place)` asks for", upstream: upstream,
        help: input.pattern.map { "it must match `\($0)`" })
    }
    let wrong = values.first { input.failure(of: $0, at: place) != nil }
    let list = input.allowedValues.joined(separator: ", ")
    guard let wrong else {
      return Failure(
        message: "`\(place)` takes one value, and these are \(values.count)", upstream: upstream,
        help: "it takes \(list)"
      )
    }
    return Failure(
      message: "`\(wrong)` is none of the values that `\(place)` takes", upstream: upstream,
      help: Suggestion.nearest(to: wrong, among: input.allowedValues).map { "did you mean `\($0)`?" }
        ?? "it takes \(list)")
  }

  /// What a runtime input is replaced by where nobody gives a value; nil where somebody must.
  static func defaultValue(of input: Text) -> Data? {
    guard let text = HarnessRuntimeInput(input.value)?.defaultValue else { return nil }
    return Data(CoreScalar.plain(text) ?? .string(Text(text, at: input.span)), at: input.span, raw: text, isPlain: true)
  }
}
