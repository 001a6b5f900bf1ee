import Diagnostics
import IR

/// Flags mounts of volumes that the pipeline does not declare.
enum UndeclaredVolume: StepRule {
  static let info = RuleInfo(
    "undeclared-volume", .warning, "A step mounts a volume that the pipeline does not declare.",
    why: """
      A mount whose name is not among the pipeline's `volumes` is dropped. The step runs with an ordinary folder at that \
      path, and what it writes there is gone when it ends.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
        volumes:
        - name: cahce
      #         ^^^^^ undeclared-volume: no volume of this pipeline is called `cahce`, so nothing is mounted
          path: /cache
      volumes:
      - name: cache
        temp: {}
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
        volumes:
        - name: cache
          path: /cache
      volumes:
      - name: cache
        temp: {}
      """
    ],
    yields: ["invalid-volume-name"])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    for mount in step.mounts {
      guard let name = mount.name, !pipeline.volumes.contains(where: { $0.name == name }) else { continue }
      if pipeline.volumes.contains(where: { $0.name == nil }) { continue }
      let nearest = Suggestion.nearest(to: name.value, among: pipeline.volumes.compactMap { $0.name?.value })
      context.report(
        "no volume of this pipeline is called `\(name.value)`, so nothing is mounted", at: name.span,
        help: nearest.map { "write `\($0)`" } ?? "declare it under `volumes` of the pipeline",
        fixes: nearest.map { [context.replacing(name.innerSpan, with: $0, "write `\($0)`", safety: .unsafe)] } ?? [])
    }
  }
}
