import Diagnostics
import IR

/// Flags parts of a condition that the decoder drops in silence.
enum ConditionShape: ClauseRule {
  static let info = RuleInfo(
    "condition-shape", .warning, "A part of a condition has a shape that Drone drops without a word.",
    why: """
      Conditions never raise an error. What Drone cannot use it leaves out: `include` and `exclude` must be lists, other \
      keys beside them mean nothing, and a list or map inside a list of patterns is passed over. What is left may have no \
      pattern at all, and a condition without patterns always matches: the step runs where it should not.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine
        commands: [make deploy]
        when:
          branch:
            include: master
      #              ^^^^^^ condition-shape: `include` takes a list; this is ignored, so that every branch matches
      """,
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        event:
          excludes: [pull_request]
      #   ^^^^^^^^ condition-shape: `excludes` means nothing in a condition, so that every event matches
      steps:
      - name: build
        image: alpine
        commands: [make]
      """,
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
        when:
          branch: [main, [develop]]
      #                  ^^^^^^^^^ condition-shape: a list or map is no pattern and is ignored
      """,
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine
        commands: [make deploy]
        when:
          branch:
            include: [master]
            exclude: [hotfix/**]
      """
    ])

  static func check(_ clause: Condition.Clause, of place: ConditionPlace, in context: inout RuleContext) {
    guard !clause.dropped.isEmpty else { return }
    let consequence =
      clause.include.isEmpty && clause.exclude.isEmpty ? ", so that every \(clause.subject.rawValue) matches" : ""
    for dropped in clause.dropped {
      switch dropped.why {
      case .scalarList(let key):
        let text = dropped.text ?? ""
        context.report(
          "`\(key)` takes a list; this is ignored\(consequence)", at: dropped.span, help: "write `\(key): [\(text)]`",
          fixes: text.isEmpty
            ? [] : [context.replacing(dropped.span, with: "[\(text)]", "make it a list", safety: .unsafe)])
      case .unknownKey(let key):
        let nearest = Suggestion.nearest(to: key, among: ["include", "exclude"])
        context.report(
          "`\(key)` means nothing in a condition\(consequence)", at: dropped.span,
          help: nearest.map { "write `\($0)`" } ?? "only `include` and `exclude` count here",
          fixes: nearest.map { [context.replacing(dropped.span, with: $0, "rename to `\($0)`", safety: .unsafe)] } ?? []
        )
      case .nestedItem:
        context.report(
          "a list or map is no pattern and is ignored", at: dropped.span,
          help: "write each pattern as an item of its own; quote one that contains braces or brackets")
      }
    }
  }
}
