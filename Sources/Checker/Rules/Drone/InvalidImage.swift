import Diagnostics
import IR

/// Flags names of images that no engine takes.
enum InvalidImage: StepRule, HarnessNodeRule {
  static let info = RuleInfo(
    "invalid-image", .error, "The name of an image is not one that an engine takes.",
    why: """
      A name is an optional registry, a path in lower case, and behind it either `:` and one tag or `@` and a digest. The \
      engine refuses anything else as an invalid reference when the step starts, which may be long after the build began.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang:1.22:latest
      #        ^^^^^^^^^^^^^^^^^^ invalid-image: the name of this image has two tags
        commands: [make]
      - name: test
        image: https://registry.example.com/acme/tester:1
      #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid-image: the name of an image is no address
        commands: [make test]
      - name: lint
        image: acme/Linter@2
      #        ^^^^^^^^^^^^^ invalid-image: …
        commands: [make lint]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: registry.example.com:5000/acme/builder:1.22
        commands: [make]
      - name: test
        image: "acme/tester:${DRONE_BRANCH}"
        commands: [make test]
      """
    ],
    yields: ["missing-image", "unexpanded-image", "substitution-syntax", "exec-image"])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let image = step.image, let runner = pipeline.drone?.runner, [.docker, .kubernetes, .vm].contains(runner)
    else {
      return
    }
    // What a variable gives is known only to a build.
    guard !context.source.text(of: image.span).contains("$") else { return }
    check(image, marks: ["$", "{{"], in: &context)
  }

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard node.kind == .step, let type = node.type, ["Run", "Plugin", "Background", "RunTests", "Test"].contains(type),
      let image = node.data["spec"]?["image"]?.text
    else { return }
    check(image, marks: ["<+", "${{", "$"], in: &context)
  }

  /// - Parameter marks: what shows that the name is put together later.
  private static func check(_ image: Text, marks: [String], in context: inout RuleContext) {
    guard !image.value.isEmpty, image.value.utf8.count <= 1_000, !marks.contains(where: image.value.contains),
      let fault = ImageFault(of: image.value)
    else { return }
    context.report(
      fault.message, at: image.span, help: fault.replacement.map { "write `\($0)`" } ?? fault.help,
      fixes: fault.replacement.map { [context.replacing(image.span, with: $0, "write `\($0)`", safety: .unsafe)] } ?? []
    )
  }
}
