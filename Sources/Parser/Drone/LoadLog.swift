import Diagnostics
import Expressions
import IR
import YAML

/// Collects what a load has to say, each thing once.
struct LoadLog: Sendable {
  private(set) var problems: [Problem] = []
  private(set) var findings: [Diagnostic] = []
  private var seen: Set<Key> = []

  private struct Key: Hashable {
    var rule: RuleName
    var span: Span
    var message: String
  }

  /// Records what a real system refuses. The same refusal by the server and by the runner becomes one, by both.
  mutating func refuse(
    _ rule: RuleName, _ message: String, at span: Span, by views: Views, upstream: String, help: String? = nil,
    pipeline: String? = nil, label: String? = nil, related: [Diagnostic.Label] = [], fixes: [Fix] = [],
    needsTrust: Bool = false
  ) {
    let authority: Problem.Authority =
      views == .both ? .both : views.contains(.server) ? .server : .runner(pipeline: pipeline)
    if !seen.insert(Key(rule: rule, span: span, message: message)).inserted {
      let known = problems.firstIndex {
        $0.diagnostic.rule == rule && $0.diagnostic.primary.span == span && $0.diagnostic.message == message
      }
      if let known, problems[known].authority != authority { problems[known].authority = .both }
      return
    }
    let diagnostic = Diagnostic(
      rule: rule, severity: needsTrust ? .warning : .error, message: message, at: span, label: label,
      related: related, help: help, fixes: fixes)
    problems.append(Problem(diagnostic, by: authority, upstream: upstream, isTrustDependent: needsTrust))
  }

  /// Records what the runner of one pipeline refuses, though its place is not in that pipeline: the same place may be
  /// refused for others.
  mutating func refuse(
    _ rule: RuleName, _ message: String, at span: Span, for pipeline: String, upstream: String, help: String
  ) {
    problems.append(
      Problem(
        Diagnostic(rule: rule, severity: .error, message: message, at: span, help: help),
        by: .runner(pipeline: pipeline), upstream: upstream))
  }

  /// Records a problem that is worded already.
  mutating func add(_ problem: Problem) {
    let diagnostic = problem.diagnostic
    let key = Key(rule: diagnostic.rule, span: diagnostic.primary.span, message: diagnostic.message)
    if seen.insert(key).inserted { problems.append(problem) }
  }

  /// Records a finding that is worded already.
  mutating func add(_ finding: Diagnostic) {
    guard seen.insert(Key(rule: finding.rule, span: finding.primary.span, message: finding.message)).inserted else {
      return
    }
    findings.append(finding)
  }

  /// Records a syntax error.
  mutating func refuse(_ failure: SyntaxFailure, by views: Views) {
    refuse(
      failure.rule, failure.message, at: failure.span, by: views, upstream: failure.upstream,
      help: failure.help, related: failure.related)
  }

  /// Records a failure of the runner's substitution.
  mutating func refuse(_ failure: Substitution.Failure, in source: Source) {
    refuse(
      "substitution-syntax", failure.explanation,
      at: Span(source.id, UInt32(failure.range.lowerBound), UInt32(failure.range.upperBound)), by: .runner,
      upstream: failure.message, help: "for the shell to see it, write `$NAME`, or `$${…}` with two dollar signs")
  }

  /// Adds what another log says of other documents.
  mutating func append(_ other: LoadLog) {
    problems += other.problems
    findings += other.findings
    seen.formUnion(other.seen)
  }

  /// Records what is passed over in silence.
  mutating func note(
    _ rule: RuleName, _ message: String, at span: Span, severity: Diagnostic.Severity = .warning, help: String? = nil,
    label: String? = nil, related: [Diagnostic.Label] = [], fixes: [Fix] = []
  ) {
    guard seen.insert(Key(rule: rule, span: span, message: message)).inserted else { return }
    findings.append(
      Diagnostic(
        rule: rule, severity: severity, message: message, at: span, label: label, related: related, help: help,
        fixes: fixes))
  }
}
