import Diagnostics
import IR

/// A pipeline as it would run: inputs filled in, templates written out, defaults taken.
public struct HarnessResolution: Sendable {
  /// The pipeline, typed.
  public var pipeline: HarnessPipeline
  /// Runtime inputs that nobody has given.
  public var missing: [HarnessInputs.Missing]
  /// Links whose templates are not at hand.
  public var unresolved: [HarnessTemplateLink]
  /// What does not fit, with the words of the server; errors refuse the run.
  public var problems: [Problem]

  /// Resolves a pipeline as it was loaded.
  ///
  /// - Parameters:
  ///   - templates: those that are at hand.
  ///   - sets: partial pipelines (`HarnessInputSet.values`); later ones win.
  ///   - values: single values, which win over all sets.
  public init(
    _ pipeline: HarnessPipeline, templates: HarnessTemplates = HarnessTemplates(), sets: [Data] = [],
    values: [HarnessAssignment] = []
  ) {
    let merged = HarnessInputs.merge(pipeline: pipeline.data, sets: sets, values: values)
    let resolved = templates.resolve(merged.pipeline, form: pipeline.form)
    let settled = HarnessInputs.settle(resolved.pipeline)
    var inputs = HarnessNamedInputs(
      declared: pipeline.form == .v0 ? nil : settled.pipeline["inputs"], given: nil)
    self.pipeline = HarnessLoader.pipeline(inputs.fill(settled.pipeline), form: pipeline.form)
    self.pipeline.executionInputs = settled.executionInputs
    missing = settled.missing
    unresolved = resolved.unresolved
    problems = merged.problems + resolved.problems + settled.problems
  }
}
