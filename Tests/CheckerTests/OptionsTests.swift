import Checker
import Diagnostics
import Parser
import Testing

@Suite struct CheckerOptions {
  private static let text = """
    kind: pipeline
    type: docker
    name: default
    steps:
    - name: publish
      image: plugins/docker
      privileged: true
      pull: true
      settings:
        repo: acme/app
        password: {from_secret: hub}

    """

  private func rules(_ change: (inout Checker.Options) -> Void) -> [String] {
    let source = Source(name: "options.yml", text: Self.text)
    var options = Checker.Options()
    change(&options)
    let program = DroneLoader.load(source, lookup: Checker.assumedValue)
    return Checker.check(program, of: source, options: options).map(\.rule.text)
  }

  private static let pedantic = [
    "unpinned-image", "trusted-only", "privileged-step", "pull-value", "pull-request-secret",
  ]

  @Test func adviceIsOffUnlessAskedFor() {
    #expect(rules { _ in } == ["trusted-only", "pull-value"])
    #expect(rules { $0.minimumSeverity = .info } == Self.pedantic)
    #expect(rules { $0.minimumSeverity = .error } == [])
  }

  @Test func rulesAreChosenByName() {
    #expect(rules { $0.selected = ["pull-request-secret"] } == ["pull-request-secret"])
    #expect(rules { $0.selected = ["pull-value"] } == ["pull-value"])
    #expect(rules { $0.ignored = ["pull-value"] } == ["trusted-only"])
  }

  /// `pull-request-secret` is advice, for the persona `pedantic`.
  @Test func rulesSpeakToPersonas() {
    #expect(rules { $0.persona = .pedantic } == Self.pedantic)
    #expect(rules { $0.candidates = RuleRegistry.group(named: "secrets") } == [])
    #expect(
      rules {
        $0.candidates = RuleRegistry.group(named: "secrets")
        $0.persona = .pedantic
      } == ["pull-request-secret"])
    #expect(rules { $0.candidates = RuleRegistry.group(named: "drone") } == ["trusted-only", "pull-value"])
    #expect(rules { $0.candidates = RuleRegistry.group(named: "pipecd") } == [])
  }

  @Test func trustedRepositoriesMayDoMore() {
    #expect(rules { $0.isTrusted = true } == ["pull-value"])
  }

  /// Ignoring the rule that names a mistake best does not bring it back under another name.
  @Test func ignoredFindingsDoNotComeBack() {
    let text = """
      kind: pipeline
      type: docker
      name: default
      steps:
      - image: alpine
        commands: ["echo ${HOME:+x}"]
        name: one

      """
    let source = Source(name: "options.yml", text: text)
    let program = DroneLoader.load(source, lookup: Checker.assumedValue)
    var options = Checker.Options()
    #expect(Checker.check(program, of: source, options: options).map(\.rule) == ["shell-substitution"])
    options.ignored = ["shell-substitution"]
    #expect(Checker.check(program, of: source, options: options).isEmpty)
  }
}

@Suite struct HostileFiles {
  private func count(_ text: String) -> Int {
    let source = Source(name: "hostile.yml", text: text)
    return Checker.check(DroneLoader.load(source, lookup: Checker.assumedValue), of: source).count
  }

  private static let head = "kind: pipeline\ntype: docker\nname: default\nsteps:\n"

  /// Each of these took minutes if a rule compared everything with everything.
  @Test(.timeLimit(.minutes(10))) func manyOfEverything() {
    var text = Self.head
    for index in 0..<3000 {
      text += "- name: s\(index)\n  image: x\n  failure: fast\n  volumes: [{name: v\(index), path: /v}]\n"
      text += "  settings: {a: \"${E\(index)}\"}\n"
    }
    text += "volumes:\n"
    for index in 0..<3000 { text += "- {name: v\(index), temp: {}}\n" }
    text += "environment:\n"
    for index in 0..<3000 { text += "  E\(index): x\n" }
    #expect(count(text) == 3000)
  }

  @Test(.timeLimit(.minutes(10))) func oneLongLine() {
    let commands = (0..<6000).map { "echo ${A\($0)}" }.joined(separator: "; ")
    #expect(count(Self.head + "- name: a\n  image: x\n  commands:\n  - \"\(commands.prefix(60_000))\"\n") > 100)
  }

  @Test(.timeLimit(.minutes(10))) func longLists() {
    let names = (0..<4000).map { "b\($0)" }.joined(separator: ", ")
    let clause = "{branch: {include: [\(names)], exclude: [\(names)]}}"
    _ = count(
      "kind: pipeline\ntype: docker\nname: default\ntrigger: \(clause)\nsteps:\n- name: a\n  image: x\n  when: \(clause)\n"
    )
  }
}
