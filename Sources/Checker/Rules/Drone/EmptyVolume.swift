import Diagnostics
import IR

/// Flags volumes without storage.
enum EmptyVolume: PipelineRule {
  static let info = RuleInfo(
    "empty-volume", .warning, "A volume has neither `temp` nor `host`, so that it does not exist.",
    why: """
      `temp:` without a value counts as absent, and a volume without storage is left out. Steps that mount it get nothing, \
      and no message says so.
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
      # ^^^^ empty-volume: `temp` without a value leaves the volume out
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
    ],
    yields: ["unknown-key", "type-mismatch"])

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    for volume in pipeline.volumes where volume.storage == nil {
      if let key = volume.emptyStorageKey {
        let isTemporary = key.value == "temp"
        context.report(
          "`\(key.value)` without a value leaves the volume out", at: key.span,
          help: isTemporary ? "write `temp: {}`" : "write `\(key.value):` with its `path`",
          fixes: isTemporary ? fixes(behind: key, in: context) : [])
      } else {
        context.report(
          "this volume has no storage, so it is left out", at: volume.name?.span ?? volume.span,
          help: "add `temp: {}`, or `host:` with a `path`")
      }
    }
  }

  /// Puts `{}` behind the colon.
  private static func fixes(behind key: Text, in context: RuleContext) -> [Fix] {
    let end = Int(key.span.end)
    guard end < context.source.bytes.count, context.source.bytes[end] == UInt8(ascii: ":") else { return [] }
    let place = Span(context.source.id, end + 1..<end + 1)
    return [context.replacing(place, with: " {}", "write `temp: {}`", safety: .unsafe)]
  }
}
