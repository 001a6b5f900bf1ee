import Diagnostics
import IR

/// Flags `$NAME` in the name of an image.
enum UnexpandedImage: StepRule {
  static let info = RuleInfo(
    "unexpanded-image", .warning, "The name of an image contains `$NAME`, which nobody replaces.",
    why: """
      There is no shell between the file and the engine. Only `${NAME}` is replaced, with what Drone itself knows; a `$` \
      in the name of an image makes the engine refuse it.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang:$GO_VERSION
      #               ^^^^^^^^^^^ unexpanded-image: `$GO_VERSION` is not replaced in the name of an image
        commands: [make]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: "acme/builder:${DRONE_BRANCH}"
        commands: [make]
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let image = step.image, let offset = image.value.utf8Offset(of: UInt8(ascii: "$")) else { return }
    let range = offset..<image.value.utf8.count
    context.report(
      "`\(image.value.slice(range))` is not replaced in the name of an image", at: image.span(of: range),
      help: "write the value itself; `${…}` knows only the variables of Drone")
  }
}
