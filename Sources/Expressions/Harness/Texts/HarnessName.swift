import Diagnostics

/// What may be a name, by the kind of thing that is named.
public enum HarnessName: String, Hashable, Sendable, CaseIterable {
  /// Of a pipeline, stage, step, step group, template, trigger or barrier.
  case identifier
  /// The name shown to people.
  case name
  /// Of a pipeline, stage, group or template.
  case variable
  /// Of a step.
  case outputVariable
  case secret
  /// In the document of a template.
  case versionLabel

  /// Why a text cannot be such a name.
  public struct Problem: Hashable, Sendable {
    /// What is wrong, as one clause that goes on from the name.
    public var message: String
    /// A name near to it that is possible.
    public var suggestion: String?
  }

  /// Names that Harness rejects.
  public static let rejected: Set = [
    "or", "and", "eq", "ne", "lt", "gt", "le", "ge", "div", "mod", "not", "null", "true", "false", "new", "var",
    "return", "step", "parallel", "stepGroup", "org", "account", "class", "shellScriptProvisioner",
  ]
  /// Names that are accepted, but cannot stand in a path behind a dot: words of the expression language.
  public static let unreachable: Set = [
    "if", "else", "for", "while", "empty", "size", "function", "break", "continue", "NaN",
  ]
  /// Names that the documentation reserves.
  public static let reserved: Set = ["status", "liteEngineTask"]
  /// What names of Harness's own begin with.
  public static let reservedPrefix = "_harness_system"

  /// The longest that any name may be.
  public static let maximumLength = 128

  /// Why a text cannot be such a name; nil if it can. A text with expressions is no name.
  public func problem(_ text: String) -> Problem? {
    let scalars = text.unicodeScalars
    guard let first = scalars.first else { return Problem(message: "is empty") }
    if !canBegin(first) { return Problem(message: "cannot begin with `\(first)`", suggestion: mended(text)) }
    if let wrong = scalars.dropFirst().first(where: { !canContain($0) }) {
      let shown = wrong == " " ? "a space" : "`\(wrong)`"
      return Problem(message: "cannot contain \(shown)", suggestion: mended(text))
    }
    if scalars.count > Self.maximumLength {
      return Problem(message: "is longer than \(Self.maximumLength) characters")
    }
    if self == .identifier || self == .variable, Self.rejected.contains(text) {
      return Problem(message: "is a word that Harness keeps for itself", suggestion: text + "_")
    }
    return nil
  }

  private func canBegin(_ scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .identifier, .variable, .outputVariable, .secret: Self.isLetter(scalar) || scalar == "_"
    case .name: Self.isLetter(scalar) || Self.isDigit(scalar) || "_-.".unicodeScalars.contains(scalar)
    case .versionLabel: Self.isLetter(scalar) || Self.isDigit(scalar)
    }
  }

  private func canContain(_ scalar: Unicode.Scalar) -> Bool {
    if Self.isLetter(scalar) || Self.isDigit(scalar) || scalar == "_" { return true }
    return switch self {
    case .identifier, .outputVariable: false
    case .name: "-. \t\n\r\u{B}\u{C}".unicodeScalars.contains(scalar)
    case .variable: ".$-".unicodeScalars.contains(scalar)
    case .secret: "$-".unicodeScalars.contains(scalar)
    case .versionLabel: scalar != "/" && scalar != "&" && !" \t\n\r\u{B}\u{C}".unicodeScalars.contains(scalar)
    }
  }

  /// The text with what is not possible replaced by `_`.
  private func mended(_ text: String) -> String? {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(Self.maximumLength) {
      if result.isEmpty, !canBegin(scalar) {
        guard canContain(scalar), canBegin("_") else { continue }
        result.append("_")
      }
      result.append(canContain(scalar) || (result.isEmpty && canBegin(scalar)) ? scalar : "_")
    }
    let name = String(result)
    return name.isEmpty || Self.rejected.contains(name) ? nil : name
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}

/// A reference to a connector, template, secret or another thing: `id`, `org.id` or `account.id`.
public struct HarnessReference: Hashable, Sendable, CustomStringConvertible {
  /// Where the thing lives.
  public enum Scope: String, Hashable, Sendable, CaseIterable {
    case project, org, account
  }

  public var scope: Scope
  public var identifier: String

  public init(scope: Scope, identifier: String) {
    self.scope = scope
    self.identifier = identifier
  }

  /// Reads a reference. The identifier may hold the characters of secret identifiers.
  public static func parse(_ text: String) -> Result<HarnessReference, Problem> {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let scope: Scope
    let identifier: String
    if parts.count == 2 {
      guard let found = Scope(rawValue: parts[0]), found != .project else {
        let nearest = Suggestion.nearest(to: parts[0], among: ["org", "account"])
        return .failure(
          Problem(
            message: "unknown scope '\(parts[0])' in reference",
            suggestion: nearest.map { "\($0).\(parts[1])" }))
      }
      scope = found
      identifier = parts[1]
    } else {
      scope = .project
      identifier = text
    }
    if let problem = HarnessName.secret.problem(identifier) {
      return .failure(
        Problem(
          message: "'\(identifier)' \(problem.message)",
          suggestion: problem.suggestion.map { scope == .project ? $0 : "\(scope.rawValue).\($0)" }))
    }
    return .success(HarnessReference(scope: scope, identifier: identifier))
  }

  /// Why a text is no reference.
  public struct Problem: Error, Hashable, Sendable {
    /// What is wrong, as one clause.
    public var message: String
    /// A reference near to it that is possible.
    public var suggestion: String?
  }

  /// As it is written.
  public var description: String { scope == .project ? identifier : "\(scope.rawValue).\(identifier)" }
}
