import Diagnostics

/// What people read about a rule, and the examples that are its tests.
public struct RuleInfo: Sendable {
  /// Kebab-case; names the thing that is flagged.
  public var name: RuleName
  /// The severity of its findings, unless a finding says otherwise.
  public var severity: Diagnostic.Severity
  /// What it is about.
  public var group: RuleGroup
  /// The first persona that it speaks to.
  public var persona: Persona
  /// How settled it is.
  public var lifecycle: RuleLifecycle
  /// What is wrong, in one sentence.
  public var summary: String
  /// What the real system does with it, and why that hurts.
  public var rationale: String
  /// When a finding may be ignored.
  public var exceptions: String
  /// Files in which the rule fires; a line of `#   ^^^^ name: message` under a line gives the place.
  public var flagged: [Example]
  /// Files about which nothing is said at all.
  public var accepted: [Example]
  /// Rules that, where they speak about the same place, say it better: this one is silent then.
  public var yields: [RuleName]

  public init(
    _ name: RuleName, _ severity: Diagnostic.Severity, group: RuleGroup = .correctness, persona: Persona = .regular,
    lifecycle: RuleLifecycle = .stable, _ summary: String, why rationale: String,
    exceptions: String = "None is known.", flagged: [Example], accepted: [Example], yields: [RuleName] = []
  ) {
    self.name = name
    self.severity = severity
    self.group = group
    self.persona = persona
    self.lifecycle = lifecycle
    self.summary = summary
    self.rationale = rationale
    self.exceptions = exceptions
    self.flagged = flagged
    self.accepted = accepted
    self.yields = yields
  }

  /// Whether it speaks where nobody has asked for anything.
  public var isOnByDefault: Bool { persona == .regular && lifecycle != .preview }
}

/// A file that shows a rule. Its text is put together when somebody asks for it, for every start of pipec makes all examples.
public struct Example: Sendable, ExpressibleByStringLiteral {
  /// What the text is made of.
  enum Form: Sendable {
    case whole(StaticString)
    /// Steps of a Harness pipeline.
    case steps(StaticString)
    /// Stages of a Harness pipeline, and what else stands beside them.
    case stages(StaticString, StaticString)
  }

  let form: Form

  public init(_ text: StaticString) { form = .whole(text) }
  public init(stringLiteral text: StaticString) { form = .whole(text) }
  init(_ form: Form) { self.form = form }

  /// The text with its expectations.
  public var text: String {
    switch form {
    case .whole(let text): text.description
    case .steps(let steps): Self.text(steps: steps.description)
    case .stages(let stages, let more): Self.text(stages: stages.description, more.description)
    }
  }
}
