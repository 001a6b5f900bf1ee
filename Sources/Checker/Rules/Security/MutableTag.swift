import Diagnostics
import Expressions
import IR

/// An image by a tag alone.
enum MutableTag: StepRule, HarnessNodeRule {
  static let info = RuleInfo(
    "mutable-tag", .info, group: .security, persona: .auditor, "An image is named by a tag and not by its digest.",
    why: """
      A tag can be moved to another image by whoever can push to the registry, or has taken over an account. A digest is \
      the image itself.
      """,
    exceptions: "The registry does not allow tags to be moved.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang:1.22.5
      #        ^^^^^^^^^^^^^ mutable-tag: the tag `1.22.5` can be moved to another image
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
        image: golang@sha256:86a3c48a61915a8c62c0e1d7594730399caa3feb73655dfe96c7bc17710e96cf
        commands: [make]
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let image = step.image, !context.hasExpansion(in: image.span) else { return }
    check(image, in: &context)
  }

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let image = node.step?.action.container?.image else { return }
    check(image, in: &context)
  }

  private static func check(_ image: Text, in context: inout RuleContext) {
    guard !PluginUse.isOpen(image.value), let name = ImageName(image.value), name.digest == nil, let tag = name.tag,
      tag != "latest"
    else { return }
    context.report(
      "the tag `\(tag)` can be moved to another image", at: image.span,
      help: "add the digest: `\(image.value)@sha256:…`")
  }
}
