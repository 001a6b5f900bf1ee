import Diagnostics
import IR

/// An expression in a script whose value is a text that somebody else chooses.
struct ForeignText {
  /// Who chooses it.
  enum Origin {
    /// Whoever opens a pull request, or calls a webhook.
    case stranger
    /// Whoever can push.
    case writer
  }

  var origin: Origin
  /// The path as written.
  var name: String
  /// The variable that holds the same in steps of CI stages.
  var variable: String?

  /// The outermost expressions of a script that are such a text, or a part of one.
  static func all(in text: HarnessScannedText) -> [(HarnessExpression, ForeignText)] {
    guard text.field.isScript, text.field.use == .rendered else { return [] }
    return text.outermost.compactMap { number in
      let expression = text.expressions[number]
      guard expression.nested.isEmpty, let path = expression.path, let foreign = ForeignText(path) else { return nil }
      // What compares or counts gives no text of others.
      if let method = path.methodName, !textMethods.contains(method) { return nil }
      return (expression, foreign)
    }
  }

  private static let textMethods: Set<String> = [
    "replace", "replaceAll", "replaceFirst", "substring", "toLowerCase", "toUpperCase", "trim", "concat",
  ]

  /// nil: nobody chooses it freely.
  init?(_ path: HarnessExpressionPath) {
    let names = path.segments.map { $0.name ?? "" }
    guard let first = names.first, names.count > 1 else { return nil }
    name = path.text
    variable = nil
    switch (first, names[1]) {
    case ("codebase", "commitMessage"): (origin, variable) = (.stranger, "DRONE_COMMIT_MESSAGE")
    case ("codebase", "prTitle"): (origin, variable) = (.stranger, "DRONE_PULL_REQUEST_TITLE")
    case ("codebase", "sourceBranch"): (origin, variable) = (.stranger, "DRONE_SOURCE_BRANCH")
    case ("codebase", "pullRequestBody"): origin = .stranger
    case ("codebase", "commits"):
      guard let last = names.last, ["message", "ownerName", "ownerEmail"].contains(last) else { return nil }
      origin = .stranger
    case ("codebase", "branch"), ("codebase", "commitRef"), ("codebase", "releaseTitle"), ("codebase", "releaseBody"):
      origin = .writer
    case ("codebase", "tag"): (origin, variable) = (.writer, "DRONE_TAG")
    case ("codebase", "targetBranch"): (origin, variable) = (.writer, "DRONE_TARGET_BRANCH")
    case ("trigger", "prTitle"), ("trigger", "sourceBranch"): origin = .stranger
    case ("trigger", "branch"), ("trigger", "tag"), ("trigger", "targetBranch"): origin = .writer
    case ("trigger", "payload"), ("trigger", "eventPayload"), ("eventPayload", _):
      guard let last = names.last, let known = Self.payload[last] else { return nil }
      origin = known
    default: return nil
    }
  }

  /// Who chooses the fields of what webhooks send.
  private static let payload: [String: Origin] = [
    "title": .stranger, "body": .stranger, "message": .stranger, "description": .stranger, "comment": .stranger,
    "email": .stranger, "label": .stranger, "head_ref": .stranger, "source_branch": .stranger, "ref": .writer,
    "ref_name": .writer, "tag_name": .writer, "branch": .writer,
  ]

  /// What to do about it.
  var help: String {
    if let variable { return "write `$\(variable)` within double quotes" }
    return "put it into a variable, `envVariables: {TEXT: <+\(name)>}`, and write `$TEXT` within double quotes"
  }

  /// Reads the text from the environment; nil where no variable has it, or quotes are in the way.
  func fix(
    _ expression: HarnessExpression, in text: HarnessScannedText, _ environment: HarnessEnvironment,
    _ context: RuleContext
  ) -> Fix? {
    guard let variable, expression.path?.methodName == nil, environment.isJudged,
      text.field.text.span.source == context.source.id, text.bytes.count <= ShellQuoting.longestCommand
    else { return nil }
    switch environment.nodes[text.field.position.node].step?.action {
    case .run(let run):
      guard ["Sh", "Bash"].contains(run.shell?.value ?? "Sh") else { return nil }
    case .background(let background):
      guard ["Sh", "Bash"].contains(background.shell?.value ?? "Sh") else { return nil }
    default: return nil
    }
    let whole = text.whole(expression)
    let quoting = ShellText(text.bytes, hiding: text.outermost.map { text.whole(text.expressions[$0]) }).quoting
    guard let number = text.outermost.firstIndex(where: { text.whole(text.expressions[$0]) == whole }) else {
      return nil
    }
    let next = whole.upperBound < text.bytes.count ? text.bytes[whole.upperBound] : 0
    guard
      let replacement = ShellQuoting.replacement(
        for: variable, quoting: quoting[number], next: next, escapedDollar: false)
    else { return nil }
    let span = text.span(whole)
    // Within quotes of YAML the quotes of the shell would end the text.
    guard !replacement.contains("\"") || !context.isQuoted(text.field.text) else { return nil }
    guard span.start > text.field.text.span.start else { return nil }
    return context.replacing(span, with: replacement, "read `\(variable)` from the environment", safety: .unsafe)
  }
}
