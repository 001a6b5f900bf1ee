import Diagnostics
import IR

/// Flags options of temporary volumes that have no effect.
enum TemporaryVolumeOption: PipelineRule {
  static let info = RuleInfo(
    "temporary-volume-option", .warning, "An option of a temporary volume has no effect.",
    why: """
      The only medium besides the disk is `memory`, in lower case; another word is ignored. A `size_limit` counts only for \
      volumes in memory.
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
        volumes: [{name: cache, path: /cache}]
      volumes:
      - name: cache
        temp:
          size_limit: 1g
      #               ^^ temporary-volume-option: `size_limit` has no effect without `medium: memory`
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
        volumes: [{name: cache, path: /cache}]
      volumes:
      - name: cache
        temp: {}
      """
    ])

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    guard pipeline.drone?.runner == .docker || pipeline.drone?.runner == .kubernetes else { return }
    let ignoresCase = pipeline.drone?.runner == .kubernetes
    for volume in pipeline.volumes {
      guard case .temporary(let medium, let sizeLimit) = volume.storage else { continue }
      let word = medium.map { ignoresCase ? $0.value.lowercased() : $0.value } ?? ""
      if let medium, !word.isEmpty, word != "memory" {
        let meant = medium.value.lowercased() == "memory" || Suggestion.nearest(to: word, among: ["memory"]) != nil
        context.report(
          "no medium is called `\(medium.value)`, so the volume is on the disk", at: medium.span,
          help: meant ? "write `memory`" : "write `memory`, or remove the line")
      } else if let sizeLimit, word != "memory", sizeLimit.value > 0 {
        context.report("`size_limit` has no effect without `medium: memory`", at: sizeLimit.span)
      }
    }
  }
}
