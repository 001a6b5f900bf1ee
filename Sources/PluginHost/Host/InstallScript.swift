/// The scripts by which plugins install their tools: shell with `{{ .Name }}` where the host puts something in.
enum InstallScript {
  /// The script with its actions replaced.
  ///
  /// Of Go's templates only fields are known, with `{{-` and `-}}` and comments, because that is what plugins use.
  static func render(_ script: String, _ values: [String: String]) throws(ScriptFailure) -> String {
    var result = ""
    var rest = script[...]
    while let open = rest.firstRange(of: "{{") {
      result += rest[..<open.lowerBound]
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
        throw ScriptFailure(message: "its script has an action without an end")
      }
      var action = rest[open.upperBound..<close.lowerBound]
      rest = rest[close.upperBound...]
      if action.first == "-", action.dropFirst().first?.isWhitespace == true {
        action = action.dropFirst()
        while result.last?.isWhitespace == true { result.removeLast() }
      }
      if action.last == "-", action.dropLast().last?.isWhitespace == true {
        action = action.dropLast()
        rest = rest.drop { $0.isWhitespace }
      }
      while action.first?.isWhitespace == true { action = action.dropFirst() }
      while action.last?.isWhitespace == true { action = action.dropLast() }
      if action.hasPrefix("/*"), action.hasSuffix("*/") { continue }
      guard action.first == ".", let value = values[String(action.dropFirst())] else {
        throw ScriptFailure(message: "its script asks for {{ \(action) }}, and the host knows \(names(of: values))")
      }
      result += value
    }
    return result + rest
  }

  private static func names(of values: [String: String]) -> String {
    values.keys.sorted().map { ".\($0)" }.joined(separator: ", ")
  }
}

/// A script that cannot be run.
struct ScriptFailure: Error, Hashable, Sendable {
  var message: String
}
