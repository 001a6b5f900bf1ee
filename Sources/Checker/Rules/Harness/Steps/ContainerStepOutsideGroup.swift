import Diagnostics
import IR

/// A container step of a stage that has no containers of its own.
enum ContainerStepOutsideGroup: HarnessNodeRule {
  static let info = RuleInfo(
    "container-step-outside-group", .error,
    "A Custom or Deployment stage has a container step outside a containerised group.",
    why: """
      Only CI stages have a place where containers run. In Custom and Deployment stages, Harness runs these steps only \
      inside a step group with a `stepGroupInfra`, which says on what cluster.
      """,
    flagged: [
      .stages(
        """
        - stage:
            identifier: prepare
            name: prepare
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: list, name: list, type: Run, spec: {command: ls}}
        #                                                      ^^^ container-step-outside-group: nothing around this step says where its container runs
        """)
    ],
    accepted: [
      .stages(
        """
        - stage:
            identifier: prepare
            name: prepare
            type: Custom
            spec:
              execution:
                steps:
                  - stepGroup:
                      identifier: tools
                      name: tools
                      stepGroupInfra: {type: KubernetesDirect, spec: {connectorRef: cluster, namespace: tools}}
                      steps:
                        - step: {identifier: list, name: list, type: Run, spec: {image: alpine, connectorRef: hub, command: ls}}
        """)
    ],
    yields: [])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let step = node.step, let type = step.type, isContainerStep(step.action),
      let stage = environment.enclosing(.stage, of: node.index),
      ["Custom", "Deployment"].contains(environment.nodes[stage].type ?? "")
    else { return }
    let hasPlace = environment.chain(from: node.index).contains {
      let group = environment.nodes[$0].group
      // What a template gives a group is unknown until it is written out.
      return group.map { $0.data["stepGroupInfra"] != nil || $0.template != nil } ?? false
    }
    guard !hasPlace else { return }
    context.report(
      "nothing around this step says where its container runs", at: type.span,
      help: "put it into a `stepGroup` with `stepGroupInfra`")
  }

  private static func isContainerStep(_ action: HarnessAction) -> Bool {
    switch action {
    case .run, .background, .plugin: true
    default: false
    }
  }
}
