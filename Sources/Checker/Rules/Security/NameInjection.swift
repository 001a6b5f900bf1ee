import Diagnostics
import Expressions
import IR

/// Flags names of branches and tags that become part of a script.
enum NameInjection: StepRule, HarnessTextRule {
  static let info = RuleInfo(
    "name-injection", .info, group: .security, persona: .auditor,
    "The name of a branch or tag is put into a command before the shell reads it.",
    why: """
      Git allows names such as `v1;reboot` and `$(id)`. Only people who can push choose them, but they may not be the ones who \
      may see the secrets of the step. The variable without braces, between double quotes, stays text.
      """,
    exceptions: "All who can push may do all that the step does.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang:1.22
        commands:
        - make VERSION=${DRONE_TAG}
      #                ^^^^^^^^^^^^ name-injection: `DRONE_TAG` becomes part of the script, whatever it contains
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang:1.22
        commands:
        - make VERSION="$DRONE_TAG"
      """
    ],
    yields: ["injection"])

  private static let names: Set<String> = [
    "DRONE_BRANCH", "DRONE_TARGET_BRANCH", "DRONE_COMMIT_BRANCH", "DRONE_SOURCE_BRANCH", "DRONE_COMMIT_REF",
    "DRONE_TAG",
    "DRONE_DEPLOY_TO", "CI_COMMIT_BRANCH", "CI_COMMIT_REF", "CI_BUILD_TARGET",
  ]

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let index = context.substitution else { return }
    for command in step.commands {
      for expansion in index.expansions(in: context.wholeLines(of: command.span)) {
        guard names.contains(expansion.name), !Injection.isFork(expansion.name, step, pipeline),
          !context.isComment(expansion.range.lowerBound)
        else { continue }
        Injection.report(expansion, of: command, in: pipeline, &context)
      }
    }
  }

  static func check(
    _ text: HarnessScannedText, _ environment: HarnessEnvironment, in context: inout RuleContext
  ) {
    for (expression, path) in ForeignText.all(in: text) where path.origin == .writer {
      Injection.report(expression, path, in: text, environment, &context)
    }
  }
}
