import Diagnostics
import IR

/// Flags pipelines whose missing name breaks something.
enum UnnamedPipeline: ProgramRule {
  static let info = RuleInfo(
    "unnamed-pipeline", .warning, "A pipeline without a name loses its dependencies, or is mistaken for another.",
    why: """
      A pipeline without a name is called `default`, but not everywhere: its `depends_on` is looked up under that name and \
      stored under the empty one, so that it does not wait. Beside another pipeline called `default`, the runner takes \
      the first of the two for both. The exec runner does not find an unnamed pipeline at all.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: build
      steps:
      - name: build
        image: alpine
        commands: [make]
      ---
      kind: pipeline
      type: docker
      depends_on: [build]
      #            ^^^^^ unnamed-pipeline: this pipeline has no name, so it does not wait for `build`
      steps:
      - name: deploy
        image: alpine
        commands: [make deploy]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: build
      steps:
      - name: build
        image: alpine
        commands: [make]
      ---
      kind: pipeline
      type: docker
      name: deploy
      depends_on: [build]
      steps:
      - name: deploy
        image: alpine
        commands: [make deploy]
      """
    ])

  static func check(_ program: Program, in context: inout RuleContext) {
    guard !program.isConverted else { return }
    var named: Text?
    var unnamed: Pipeline?
    for document in program.documents {
      guard case .pipeline(let pipeline) = document, let drone = pipeline.drone else { continue }
      let name = drone.server.name?.value ?? ""
      if name == "default", named == nil { named = drone.server.name }
      guard name.isEmpty else { continue }
      unnamed = unnamed ?? pipeline
      if let first = pipeline.dependsOn.first {
        context.report(
          "this pipeline has no name, so it does not wait for `\(first.value)`", at: first.span, help: "add `name:`")
      }
      if drone.runner == .exec {
        context.report(
          "the exec runner does not find a pipeline without a name",
          at: drone.type?.span ?? drone.kind?.span ?? pipeline.span,
          severity: .error, help: "add `name: default`")
      }
    }
    if let named, let unnamed {
      context.report(
        "this pipeline has no name and is mistaken for the one called `default`, or that one for it",
        at: unnamed.drone?.kind?.span ?? unnamed.span, related: [.init(named.span, "called `default`")],
        help: "give it a name of its own")
    }
  }
}
