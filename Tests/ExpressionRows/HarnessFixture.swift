import Expressions
import Foundation
import TestSupport

/// The tables and contexts that the tests of the Harness expression language read.
public enum HarnessFixture {
  /// A tab-separated table of `Fixtures`, by the names in its first line.
  public static func rows(_ name: String) throws -> [[String: String]] {
    let text = try Repository.text("Tests/ExpressionsTests/Fixtures/\(name)")
    let lines = text.split(separator: "\n")
    let header = (lines.first ?? "").split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    return lines.dropFirst().map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(unescaped)
      return Dictionary(uniqueKeysWithValues: zip(header, cells))
    }
  }

  private static func unescaped(_ cell: Substring) -> String {
    var result = ""
    var isEscaped = false
    for character in cell {
      if isEscaped {
        result.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }

  public static func json(_ text: String) throws -> JexlMap {
    guard case .map(let map) = try JexlJSON.parse(text).get() else { throw CocoaError(.coderReadCorrupt) }
    return map
  }

  public static func context(_ name: String) throws -> JexlMap {
    try json(Repository.text("Tests/ExpressionsTests/Fixtures/\(name)"))
  }

  /// The pipeline of the tables, seen from the step `me` of the stage `s1`.
  public static func scope() throws -> HarnessTreeScope { HarnessTreeScope(try tree()) }

  /// The objects that this step sees.
  public static func tree() throws -> JexlMap {
    var tree = try context("harness-context.json")
    let stages = member("stages", member("pipeline", .map(tree)))
    let stage = member("s1", stages)
    let spec = member("spec", stage)
    let execution = member("execution", spec)
    for (name, value) in [
      ("stages", stages), ("stage", stage), ("s1", stage), ("spec", spec), ("execution", execution),
      ("steps", member("steps", execution)),
    ] { tree[.string(name)] = value }
    return tree
  }

  private static func member(_ name: String, _ value: JexlValue) -> JexlValue {
    guard case .map(let map) = value else { return .null }
    return map[name] ?? .null
  }

  /// A rendering in the words of the tables.
  public static func text(_ rendering: HarnessRendering) -> String {
    if let failure = rendering.failure { return "error: \(word(failure.kind))" }
    return rendering.pieces.map { piece in
      switch piece {
      case .literal(let text): text
      case .secret(let name): "«secret \(name)»"
      case .deferred(let expression): "«deferred \(expression)»"
      }
    }.joined()
  }

  /// The value of a condition in the words of the tables: texts in quotes.
  public static func text(_ outcome: HarnessOutcome) -> String {
    switch outcome {
    case .value(.string(let text)): "\"\(text)\""
    case .value(let value): value.renderedText
    case .deferred(let reason): "«deferred \(reason)»"
    case .failure(let error): "error: \(word(error.kind))"
    }
  }

  /// The tables know three kinds of failure.
  public static func word(_ kind: JexlError.Kind) -> String {
    switch kind {
    case .syntax: "syntax"
    case .numberFormat: "number format"
    default: "unresolved/null operand"
    }
  }
}
