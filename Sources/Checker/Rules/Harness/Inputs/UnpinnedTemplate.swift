import Diagnostics
import IR

/// A template is linked without a version.
enum UnpinnedTemplate: HarnessNodeRule {
  static let info = RuleInfo(
    "unpinned-template", .info, group: .security, persona: .pedantic, "A template is linked without a version.",
    why: """
      Without `versionLabel` the version counts that is called stable at the time, so the pipeline changes when \
      somebody else says so.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            template: {templateRef: account.tests}
        #                           ^^^^^^^^^^^^^ unpinned-template: the version of template `account.tests` is not told
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            template: {templateRef: account.tests, versionLabel: v1}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    let link: HarnessTemplateLink? =
      switch node.payload {
      case .pipeline(let pipeline): pipeline.template
      case .stage(let stage): stage.template
      case .group(let group): group.template
      case .step(let step): step.template
      case .missing: nil
      }
    guard let link, let reference = link.reference, link.version == nil else { return }
    context.report(
      "the version of template `\(reference.value)` is not told", at: reference.span, help: "write `versionLabel`")
  }
}
