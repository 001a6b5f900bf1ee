import Diagnostics
import IR

/// A step sees a folder of its machine.
enum HostMount: PipelineRule, HarnessNodeRule {
  static let info = RuleInfo(
    "host-mount", .info, group: .security, persona: .auditor, "A folder of the machine is mounted.",
    why: """
      What a build leaves in a folder of its machine, the next one finds, also that of another branch or repository: a pull \
      request can put a changed library into the cache from which the release is built.
      """,
    exceptions: "All that use the folder trust each other, or it can only be read.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang:1.22
        commands: [make]
        volumes:
        - {name: cache, path: /go/pkg}
      volumes:
      - name: cache
      #       ^^^^^ trusted-only: …
        host:
          path: /srv/cache
      #         ^^^^^^^^^^ host-mount: builds share the folder `/srv/cache` of the machine
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
        commands: [make]
        volumes:
        - {name: cache, path: /go/pkg}
      volumes:
      - name: cache
        temp: {}
      """
    ])

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    for case .host(let path?) in pipeline.volumes.compactMap(\.storage) { check(path, in: &context) }
  }

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    for path in paths(of: node) { check(path, in: &context) }
  }

  private static func check(_ path: Text, in context: inout RuleContext) {
    guard SensitiveMount.danger(of: path.value) == nil, !path.value.isEmpty else { return }
    context.report(
      "builds share the folder `\(path.value)` of the machine", at: path.span,
      help: "use storage that lives as long as the build")
  }

  /// The folders of the machine that the containers of a stage or group of Harness see.
  static func paths(of node: HarnessNodeRecord) -> [Text] {
    let infrastructure: Data? =
      switch node.kind {
      case .stage: node.data["spec"]?["infrastructure"]
      case .group: node.data["stepGroupInfra"]
      case .pipeline, .step: nil
      }
    let volumes = infrastructure?["spec"]?["volumes"]?.items ?? []
    return volumes.compactMap { $0["type"]?.name == "HostPath" ? $0["spec"]?["path"]?.text : nil }
  }
}
