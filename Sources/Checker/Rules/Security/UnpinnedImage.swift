import Diagnostics
import Expressions
import IR

/// An image without a version.
enum UnpinnedImage: StepRule, HarnessNodeRule {
  static let info = RuleInfo(
    "unpinned-image", .info, group: .security, persona: .pedantic, "An image is named without a version.",
    why: """
      Without a tag, and with `latest`, a step runs in whatever was pushed last. The same commit builds today and fails \
      tomorrow, and whoever can push to the registry decides what runs beside your secrets.
      """,
    exceptions: "You build the image yourself, and always want the newest.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang
      #        ^^^^^^ unpinned-image: `golang` has no tag, so it is whatever was pushed last
        commands: [make]
      - name: lint
        image: acme/lint:latest
      #        ^^^^^^^^^^^^^^^^ unpinned-image: `latest` is whatever was pushed last
        commands: [lint]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang:1.22.5
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
    guard !PluginUse.isOpen(image.value), let name = ImageName(image.value), name.digest == nil else { return }
    switch name.tag {
    case nil:
      context.report(
        "`\(image.value)` has no tag, so it is whatever was pushed last", at: image.span,
        help: "name a version: `\(image.value):TAG`")
    case "latest":
      context.report("`latest` is whatever was pushed last", at: image.span, help: "name a version")
    default: return
    }
  }
}

extension HarnessAction {
  /// The container that it runs in; nil for what runs elsewhere.
  var container: HarnessContainer? {
    switch self {
    case .run(let run): run.container
    case .plugin(let plugin): plugin.container
    case .background(let background): background.container
    case .test(let test): test.container
    case .gitClone(let clone): clone.container
    case .container(let container): container.container
    case .other(let other): other.container
    default: nil
    }
  }
}
