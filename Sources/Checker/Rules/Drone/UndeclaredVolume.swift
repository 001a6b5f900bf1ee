import Diagnostics
import IR

/// Flags mounts of volumes that the pipeline does not declare.
enum UndeclaredVolume: PipelineRule {
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

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    // A volume without a name is refused; it may be the one that is meant.
    if pipeline.volumes.contains(where: { $0.name == nil }) { return }
    let names = Set(pipeline.volumes.compactMap { $0.name?.value })
    check(pipeline.services, against: names, in: &context)
    check(pipeline.steps, against: names, in: &context)
  }

  private static func check(_ steps: [Step], against names: Set<String>, in context: inout RuleContext) {
    // By index: a step is big to copy.
    for index in steps.indices {
      for mount in steps[index].mounts {
        guard let name = mount.name, !names.contains(name.value) else { continue }
        let nearest = names.count < 100 ? Suggestion.nearest(to: name.value, among: names.sorted()) : nil
        context.report(
          "no volume of this pipeline is called `\(name.value)`, so nothing is mounted", at: name.span,
          help: nearest.map { "write `\($0)`" } ?? "declare it under `volumes` of the pipeline",
          fixes: nearest.map { [context.replacing(name.innerSpan, with: $0, "write `\($0)`", safety: .unsafe)] } ?? [])
      }
    }
  }
}
