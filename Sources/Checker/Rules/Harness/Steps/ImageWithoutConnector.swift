import Diagnostics
import IR

/// A container step on Kubernetes lacks its image, or the connector for it.
enum ImageWithoutConnector: HarnessNodeRule {
  static let info = RuleInfo(
    "image-without-connector", .error, "A container step on Kubernetes lacks its image, or the connector for it.",
    why: """
      On Kubernetes every step is a container of its own. Harness needs an image for it and a connector that says \
      where to pull it from, and the stage fails when either is missing.
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
                  - step: {identifier: test, name: test, type: Run, spec: {image: golang, command: make}}
        #                                                                         ^^^^^^ image-without-connector: the image needs a connector to be pulled
        """),
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
                  - step: {identifier: test, name: test, type: Run, spec: {command: make}}
        #                                                      ^^^ image-without-connector: on Kubernetes this step needs an image
        """),
    ],
    accepted: [
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
                  - step: {identifier: test, name: test, type: Run, spec: {image: golang, connectorRef: hub, command: make}}
        """)
    ],
    yields: [])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let step = node.step, let container = container(of: step.action), isOnKubernetes(node, environment) else {
      return
    }
    let place = step.type?.span ?? step.span
    guard let image = container.image, image.value != "null" else {
      if node.data["spec"]?["image"] != nil { return }
      context.report("on Kubernetes this step needs an image", at: place, help: "write `image` and `connectorRef`")
      return
    }
    guard container.connectorRef == nil, container.registryRef == nil else { return }
    context.report("the image needs a connector to be pulled", at: image.span, help: "write `connectorRef`")
  }

  private static func container(of action: HarnessAction) -> HarnessContainer? {
    switch action {
    case .run(let run): run.container
    case .background(let background): background.container
    case .plugin(let plugin): plugin.uses == nil ? plugin.container : nil
    case .test(let test): test.container
    default: nil
    }
  }

  private static func isOnKubernetes(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment) -> Bool {
    guard let index = environment.enclosing(.stage, of: node.index) else { return false }
    guard let stage = environment.nodes[index].stage, let ci = stage.ci else {
      return environment.chain(from: node.index).contains {
        environment.nodes[$0].group?.infrastructure?.value == "KubernetesDirect"
      }
    }
    return ci.infrastructure?.value == "KubernetesDirect"
  }
}
