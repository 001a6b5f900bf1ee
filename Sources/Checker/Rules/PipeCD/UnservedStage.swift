import Diagnostics
import IR

/// No plugin of piped offers a stage.
enum UnservedStage: PipeCDRule {
  static let info = RuleInfo(
    "unserved-stage", .error, group: .plugins, "No plugin of piped offers a stage.",
    why: """
      In v1 each stage is served by a plugin. Where piped is configured without it, no deployment can be \
      planned. The check needs to know the plugins: name the configuration of piped with `--piped`.
      """,
    flagged: [

    ],
    accepted: [

    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard document.generation == .v1, let plugins = context.plugins, let application = document.application else {
      return
    }
    for place in document.stagePlaces {
      guard let plugin = place.kind?.plugin, !plugins.contains(plugin) else { continue }
      context.report(
        "piped has no plugin `\(plugin)`, which offers \(place.stage.name)", at: place.span,
        help: "add it to `plugins` of piped")
    }
    guard document.stagePlaces.isEmpty else { return }
    for entry in application.plugins.value.entries where !plugins.contains(entry.name.value) {
      context.report(
        "piped has no plugin `\(entry.name.value)`", at: entry.name.span,
        help: Suggestion.nearest(to: entry.name.value, among: plugins.sorted()).map { "did you mean `\($0)`?" })
    }
  }
}
