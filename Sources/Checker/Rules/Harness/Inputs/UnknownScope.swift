import Diagnostics
import Expressions
import IR

/// A reference begins with a scope that does not exist.
enum UnknownScope: HarnessNodeRule {
  static let info = RuleInfo(
    "unknown-scope", .error, "A reference begins with a scope that does not exist.",
    why: """
      A reference is `id` for something of the project, `org.id` or `account.id`. With any other word before the dot \
      Harness finds nothing.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: make, image: golang, connectorRef: acount.hub}
        #                                                      ^^^^^^^^^^ unknown-scope: `acount` is no scope
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: make, image: golang, connectorRef: account.hub}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    look(into: node.data, isTop: true, kind: node.kind, depth: 0, &context)
  }

  private static func look(
    into data: Data, isTop: Bool, kind: HarnessNodeRecord.Kind, depth: Int, _ context: inout RuleContext
  ) {
    guard depth < 40 else { return }
    for entry in data.entries ?? [] {
      guard let key = entry.key.name else { continue }
      if isTop, key == "stages" || key == "steps" || key == "rollbackSteps" { continue }
      if key == "execution", kind == .stage, depth == 1 { continue }
      if let text = entry.value.text {
        if keys.contains(key) { check(text, &context) }
      } else {
        look(into: entry.value, isTop: false, kind: kind, depth: depth + 1, &context)
      }
    }
    for item in data.items ?? [] { look(into: item, isTop: false, kind: kind, depth: depth + 1, &context) }
  }

  private static func check(_ text: Text, _ context: inout RuleContext) {
    guard !text.value.contains("<+"), text.value.contains("."),
      case .failure(let problem) = HarnessReference.parse(text.value),
      let scope = text.value.split(separator: ".", omittingEmptySubsequences: false).first
    else { return }
    guard scope != "org", scope != "account" else { return }
    guard scope.utf8.allSatisfy(HarnessExpressionPath.isWordByte) else {
      context.report("this is no reference", at: text.span, help: "write the identifier of what is meant")
      return
    }
    context.report(
      "`\(scope)` is no scope", at: text.span,
      help: problem.suggestion.map { "write `\($0)`" } ?? "scopes are `org.` and `account.`",
      fixes: problem.suggestion.map { [context.replacing(text.span, with: $0, "write `\($0)`", safety: .unsafe)] } ?? []
    )
  }

  private static var keys: Set<String> {
    ["connectorRef", "templateRef", "serviceRef", "environmentRef", "harnessImageConnectorRef", "environmentGroupRef"]
  }
}
