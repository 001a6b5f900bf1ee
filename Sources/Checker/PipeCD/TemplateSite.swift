import Diagnostics
import Expressions
import IR

/// A text that piped renders as a template, with what is known of its data.
struct TemplateSite {
  /// The template.
  var text: Text
  /// What it is rendered with.
  var data: GoTemplate.DataType
  /// Whether a template that cannot be read is used as it stands, instead of failing.
  var isForgiven = false

  /// All templates of a file.
  static func all(in document: PipeCDDocument) -> [TemplateSite] {
    var sites: [TemplateSite] = []
    for (options, _) in document.analyses {
      for metric in options.metrics.value.map(\.value) where metric.template.value.name.value.isEmpty {
        guard let text = metric.check.query.text else { continue }
        let arguments = applicationArguments(of: document) + metric.template.value.arguments.value.names
        sites.append(
          TemplateSite(
            text: text,
            data: query(document.generation, application: arguments, variant: variantArguments(of: metric.check))))
      }
      for log in options.logs.value.map(\.value) where log.template.value.name.value.isEmpty {
        guard let text = log.check.query.text else { continue }
        sites.append(TemplateSite(text: text, data: query(document.generation, application: nil, variant: nil)))
      }
    }
    if case .analysisTemplate(let templates) = document.specification {
      for entry in templates.metrics.value.entries {
        guard let text = entry.option.value.query.text else { continue }
        sites.append(
          TemplateSite(
            text: text,
            data: query(
              document.generation, application: nil, variant: variantArguments(of: entry.option.value))))
      }
      for entry in templates.logs.value.entries {
        guard let text = entry.option.value.query.text else { continue }
        sites.append(TemplateSite(text: text, data: query(document.generation, application: nil, variant: nil)))
      }
    }
    for message in messages(of: document) {
      guard let text = message.text else { continue }
      sites.append(TemplateSite(text: text, data: event, isForgiven: true))
    }
    return sites
  }

  // MARK: Data

  /// The message of a commit for an event.
  private static let event = GoTemplate.DataType.structure(
    "the event", [.init("Value", .text), .init("EventName", .text)])

  private static func query(
    _ generation: PipeCD.Generation, application: [String]?, variant: [String]?
  ) -> GoTemplate.DataType {
    // v0 has `.App.Env`, which is always empty.
    let fields = [GoTemplate.DataType.Field("Name", .text)] + (generation == .v0 ? [.init("Env", .text)] : [])
    return .structure(
      "the query",
      [
        .init("App", .structure("App", fields)), .init("K8s", .structure("K8s", [.init("Namespace", .text)])),
        .init("Variant", .structure("Variant", [.init("Name", .text)])),
        .init("VariantCustomArgs", .map(.text, keys: variant)), .init("AppCustomArgs", .map(.text, keys: application)),
      ])
  }

  /// What all queries of an application of v1 are given.
  private static func applicationArguments(of document: PipeCDDocument) -> [String] {
    guard case .analysis(let plugin)? = document.application?.plugins.value["analysis"]?.options else { return [] }
    return plugin.arguments.value.names
  }

  /// What the query is given for every variant that it is rendered for.
  private static func variantArguments(of metric: PipeCD.MetricCheck) -> [String] {
    let primary = metric.primaryArguments.value.names
    let canary = metric.canaryArguments.value.names
    switch metric.strategy.value {
    case "CANARY_BASELINE": return canary.filter(metric.baselineArguments.value.names.contains)
    case "CANARY_PRIMARY": return canary.filter(primary.contains)
    default: return primary
    }
  }

  private static func messages(of document: PipeCDDocument) -> [PipeCD.Option<String>] {
    if case .piped(let piped) = document.specification {
      return piped.eventWatcher.value.repositories.value.map(\.value.commitMessage)
    }
    let events = document.application.map { $0.eventWatcher.value } ?? []
    return events.map { $0.value.handler.value.configuration.value.commitMessage }
  }
}
