import Diagnostics
import IR

/// A step that only machines in the cloud run stands in a stage on Kubernetes.
enum CloudOnlyStep: HarnessNodeRule {
  static let info = RuleInfo(
    "cloud-only-step", .error, "A step that only machines in the cloud run stands in a stage on Kubernetes.",
    why: """
      Actions of GitHub and Bitrise run on a machine. On Kubernetes there is none, and \
      the step fails.
      """,
    flagged: [
      .stages(
        """
        - stage:
            identifier: build
            name: build
            type: CI
            spec:
              cloneCodebase: false
              platform: {os: Linux, arch: Amd64}
              infrastructure: {type: KubernetesDirect, spec: {connectorRef: cluster, namespace: builds}}
              execution:
                steps:
                  - step: {identifier: setup, name: setup, type: Action, spec: {uses: actions/setup-node@v4}}
        #                                                                             ^^^^^^^^^^^^^^^^^^^^^ cloud-only-step: `uses` works only on machines in the cloud
        """)
    ],
    accepted: [
      .steps(
        """
        - step: {identifier: setup, name: setup, type: Action, spec: {uses: actions/setup-node@v4}}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let step = node.step, let index = environment.enclosing(.stage, of: node.index),
      environment.nodes[index].stage?.ci?.infrastructure?.value == "KubernetesDirect"
    else { return }
    guard case .uses(let action) = step.action, let uses = action.uses else { return }
    context.report(
      "`uses` works only on machines in the cloud", at: uses.span, help: "run an image, or use a cloud runtime")
  }
}
