import Diagnostics
import IR

extension PipeCDDocument {
  /// A stage with its kind and the place to point at: its name.
  struct StagePlace {
    var stage: PipeCD.Stage
    /// Of a name that is almost that of an official stage, the kind that is meant; nil for stages of other plugins.
    var kind: PipeCD.StageKind?
    var span: Span
  }

  /// The stages in order.
  var stagePlaces: [StagePlace] {
    (application?.pipeline.value?.stages.value ?? []).map { option in
      let stage = option.value
      return StagePlace(
        stage: stage, kind: stage.kind ?? Self.misspelt(stage.name), span: stage.head.name.place ?? option.place ?? span
      )
    }
  }

  /// The stage that a name is meant to be: one typing error is no reason to find the rest of the pipeline incomplete as well.
  private static func misspelt(_ name: String) -> PipeCD.StageKind? {
    Suggestion.nearest(to: name, among: PipeCD.StageKind.allCases.lazy.map(\.rawValue)).flatMap(PipeCD.StageKind.init)
  }

  /// What to point at where the file as a whole is meant.
  var head: Span { kind?.span ?? Span(span.source, span.start, span.start) }

  /// The options under `plugins` of a plugin for Kubernetes, or those of a KubernetesApp that both generations know.
  var trafficRouting: PipeCD.Option<PipeCD.TrafficRouting?>? {
    switch specification {
    case .kubernetes(let application): return application.trafficRouting
    case .application(let application):
      for entry in application.plugins.value.entries {
        if case .kubernetes(let plugin) = entry.options { return plugin.trafficRouting }
      }
      return nil
    default: return nil
    }
  }

  /// All checks of the analyses, of stages and of templates.
  var analyses: [(options: PipeCD.AnalysisOptions, span: Span)] {
    stagePlaces.compactMap { place in
      guard case .analysis(let options) = place.stage.options else { return nil }
      return (options, place.span)
    }
  }
}

extension PipeCDDocument {
  /// Everything that events replace, of EventWatcher files and of applications.
  var replacements: [PipeCD.Option<PipeCD.Replacement>] {
    if case .eventWatcher(let watcher) = specification {
      return watcher.events.value.flatMap { $0.value.replacements.value }
    }
    let events = application.map { $0.eventWatcher.value } ?? []
    return events.flatMap { $0.value.handler.value.configuration.value.replacements.value }
  }
}
