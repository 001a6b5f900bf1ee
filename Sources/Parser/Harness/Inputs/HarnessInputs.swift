import Diagnostics
import IR
import YAML

/// Values for the runtime inputs of pipelines: input sets, overlays, single values, and what is left over.
public enum HarnessInputs {
  /// Something that nobody has given.
  public struct Missing: Hashable, Sendable {
    /// The path, such as `pipeline.variables.env`; `--set` takes it.
    public var path: String
    /// `<+input>` with its conditions, where it is written.
    public var input: Text

    public init(path: String, input: Text) {
      self.path = path
      self.input = input
    }
  }

  // MARK: Merging

  /// The pipeline with its runtime inputs filled in.
  ///
  /// - Parameters:
  ///   - pipeline: what `HarnessPipeline.data` is, before templates are resolved: a template asks through the
  ///     `templateInputs` of its link.
  ///   - sets: partial pipelines (`HarnessInputSet.values`); later ones win.
  ///   - values: single values, which win over all sets.
  /// - Returns: the pipeline, and what does not fit, with the words of the server: values for fields that are fixed are
  ///   ignored, values that an input refuses are taken all the same.
  public static func merge(
    pipeline: Data, sets: [Data], values: [HarnessAssignment] = []
  ) -> (pipeline: Data, problems: [Problem]) {
    var problems: [Problem] = []
    var input: Data?
    func add(_ partial: Data) {
      input = input.map { HarnessInputCombination.combine($0, partial) } ?? partial
    }
    for set in sets { add(set) }
    for value in values {
      let (partial, problem) = value.partial(of: pipeline)
      if let partial { add(partial) }
      if let problem { problems.append(problem) }
    }
    guard let input else { return (pipeline, problems) }
    var filling = HarnessFilling(.inputSet, at: ["pipeline"])
    let merged = filling.fill(pipeline, with: input)
    return (merged, problems + filling.problems)
  }

  /// The partial pipelines that an overlay stands for, in the order in which they are put one over the other.
  ///
  /// - Parameter sets: the input sets that there are.
  public static func sets(
    of overlay: HarnessOverlayInputSet, among sets: [HarnessInputSet], overlays: [HarnessOverlayInputSet] = []
  ) -> (sets: [Data], problems: [Problem]) {
    var result: [Data] = []
    var problems: [Problem] = []
    func refuse(_ message: String, at span: Span, upstream: String, help: String? = nil) {
      problems.append(
        Problem(
          Diagnostic(rule: "invalid-overlay", severity: .error, message: message, at: span, help: help), by: .server,
          upstream: upstream))
    }
    if overlay.references.isEmpty {
      refuse(
        "the overlay names no input sets", at: overlay.data["inputSetReferences"]?.span ?? overlay.data.span,
        upstream: "Input Set References can't be empty", help: "write their identifiers under `inputSetReferences`")
    }
    for reference in overlay.references {
      if let set = sets.first(where: { $0.identifier == reference }) {
        if let values = set.values {
          result.append(values)
        } else {
          refuse(
            "the input set `\(reference.value)` has no values", at: reference.span,
            upstream: "Reference is an invalid Input Set")
        }
      } else if overlays.contains(where: { $0.identifier == reference }) {
        refuse(
          "`\(reference.value)` is an overlay itself", at: reference.span,
          upstream: "References can't be other overlay input sets", help: "name the input sets that it names")
      } else {
        let nearest = Suggestion.nearest(to: reference.value, among: sets.compactMap { $0.identifier?.value })
        refuse(
          "there is no input set `\(reference.value)`", at: reference.span, upstream: "Reference does not exist",
          help: nearest.map { "did you mean `\($0)`?" })
      }
    }
    return (result, problems)
  }

  /// The partial pipeline that a trigger has as text; its places are those of the text as a whole.
  ///
  /// - Returns: nil where the trigger has none or it is no YAML.
  public static func values(of trigger: HarnessTrigger) -> Data? {
    guard let text = trigger.inputYAML, !text.value.isEmpty else { return nil }
    let result = Tree.parse(
      Array(text.value.utf8), range: 0..<text.value.utf8.count, source: text.span.source, map: nil,
      limits: HarnessDataReader.limits, decoder: .libyaml)
    guard result.failure == nil, let root = result.tree.root else { return nil }
    var reader = HarnessDataReader()
    let data = reader.data(root).placed(at: text.span)
    return data["pipeline"] ?? data["inputSet"]?["pipeline"] ?? data
  }

  // MARK: What is left

  /// All that a pipeline asks for before it runs, those without defaults first.
  public static func all(of pipeline: Data) -> [Missing] {
    var settling = HarnessSettling()
    _ = settling.settle(pipeline)
    return settling.missing + settling.optional
  }

  /// The pipeline with the defaults of inputs that nobody has given, and what is still missing.
  ///
  /// Inputs that are asked for when their node starts (`.executionInput()`) become `<+executionInput["…"]>`; those of no
  /// node stay as they are, and so does `when.condition`, which Harness takes for false. A variable that is required and has no value is a problem.
  public static func settle(
    _ pipeline: Data
  ) -> (pipeline: Data, missing: [Missing], problems: [Problem], executionInputs: [HarnessExecutionInput]) {
    var settling = HarnessSettling()
    let settled = settling.settle(pipeline)
    return (settled, settling.missing, settling.problems, settling.executionInputs)
  }
}

extension Data {
  /// The same value as if all of it were written at one place.
  fileprivate func placed(at span: Span) -> Data {
    var copy = self
    copy.span = span
    switch value {
    case .string(let text): copy.value = .string(Text(text.value, at: span))
    case .list(let items): copy.value = .list(items.map { $0.placed(at: span) })
    case .map(let entries):
      copy.value = .map(entries.map { .init(key: $0.key.placed(at: span), value: $0.value.placed(at: span)) })
    default: break
    }
    return copy
  }
}
