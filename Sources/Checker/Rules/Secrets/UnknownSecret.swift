import Diagnostics
import Expressions
import IR

/// A secret is named that is not among those that are known.
enum UnknownSecret: PipelineRule, StepRule, HarnessNodeRule, HarnessExpressionRule {
  static let info = RuleInfo(
    "unknown-secret", .warning, group: .secrets, "A secret is named that is not among those that are known.",
    why: """
      Drone gives a step an empty variable for a secret that nobody has, without a word; in Harness the step fails when \
      it starts. The check needs to know the secrets: name a file of their names with `--secrets`, one a line, or a \
      dotenv file, whose values are not looked at. What documents of `kind: secret` declare is known.
      """,
    exceptions: "The file of names is older than the secret.",
    flagged: [], accepted: [])

  // MARK: Drone

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    for variable in pipeline.drone?.machine?.values ?? [] {
      if case .secret(let reference) = variable.value { check(reference, in: &context) }
    }
  }

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    for setting in step.settings {
      if case .secret(let reference) = setting.value { check(reference, in: &context) }
    }
    for variable in step.environment {
      if case .secret(let reference) = variable.value { check(reference, in: &context) }
    }
  }

  private static func check(_ reference: SecretReference, in context: inout RuleContext) {
    guard let secrets = context.secrets, !secrets.hasInAnyCase(reference.name.value) else { return }
    report(
      reference.name.value, at: reference.name.span, effect: "so that its value is empty", among: secrets.sorted,
      severity: nil, in: &context)
  }

  // MARK: Harness

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard context.secrets != nil else { return }
    for variable in node.declaredVariables where variable.type?.value == "Secret" {
      guard let text = variable.value?.text, !text.value.isEmpty else { continue }
      check(text.value, at: text.span, in: &context)
    }
  }

  static func check(
    _ expression: HarnessExpression, of text: HarnessScannedText, _ environment: HarnessEnvironment,
    in context: inout RuleContext
  ) {
    guard context.secrets != nil, let program = expression.program else { return }
    for node in program.nodes {
      guard case .access(let base, let members) = node.kind, case .identifier("secrets") = program[base].kind,
        case .method("getValue", let arguments)? = members.first?.kind, let argument = arguments.first,
        let name = expression.textLiteral(argument)
      else { continue }
      check(name, at: text.span(of: argument, in: expression), in: &context)
    }
  }

  private static func check(_ reference: String, at span: Span, in context: inout RuleContext) {
    // What only a run can tell, and what other rules refuse.
    guard let secrets = context.secrets, !reference.contains("<+"), !reference.contains("${") else { return }
    let name = reference.hasPrefix("project.") ? String(reference.dropFirst("project.".count)) : reference
    guard !secrets.has(name) else { return }
    report(
      name, at: span, effect: "so that the step fails", among: secrets.sorted, severity: .error, in: &context)
  }

  private static func report(
    _ name: String, at span: Span, effect: String, among known: [String], severity: Diagnostic.Severity?,
    in context: inout RuleContext
  ) {
    let nearest = context.nearest(to: name, among: known)
    context.report(
      "no secret is named `\(name)`, \(effect)", at: span, severity: severity,
      help: nearest.map { "did you mean `\($0)`?" } ?? "add the secret, or its name to the file of `--secrets`")
  }
}
