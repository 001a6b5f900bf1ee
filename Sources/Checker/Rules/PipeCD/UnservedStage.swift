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
    guard document.generation == .v1, let application = document.application else { return }
    checkNames(document, application, in: &context)
    guard let plugins = context.plugins else { return }
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

  /// Names that are almost those of official stages and plugins; plugins of one's own are named otherwise.
  private static func checkNames(
    _ document: PipeCDDocument, _ application: PipeCD.GenericApplication, in context: inout RuleContext
  ) {
    for place in document.stagePlaces where PipeCD.StageKind(rawValue: place.stage.name) == nil {
      if place.stage.name.isEmpty {
        context.report("this stage has no `name`", at: place.span, help: "write `name: …`")
      } else if let kind = place.kind {
        context.report(
          "no plugin offers a stage `\(place.stage.name)`", at: place.span, help: "did you mean `\(kind.rawValue)`?",
          fixes: [
            context.replacing(place.span, with: kind.rawValue, "write `\(kind.rawValue)`", safety: .unsafe)
          ])
      }
    }
    guard context.plugins == nil else { return }
    for entry in application.plugins.value.entries where !officialPlugins.contains(entry.name.value) {
      guard let nearest = context.nearest(to: entry.name.value, among: officialPlugins) else { continue }
      context.report(
        "no plugin of PipeCD is called `\(entry.name.value)`", at: entry.name.span, severity: .warning,
        help: "did you mean `\(nearest)`?",
        fixes: [context.replacing(entry.name.span, with: nearest, "write `\(nearest)`", safety: .unsafe)])
    }
  }

  private static let officialPlugins = [
    "kubernetes", "kubernetes_multicluster", "terraform", "ecs", "cloudrun", "lambda", "opentofu", "wait",
    "waitapproval",
    "scriptrun", "analysis",
  ]
}
