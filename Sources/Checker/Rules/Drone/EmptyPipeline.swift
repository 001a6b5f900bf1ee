import Diagnostics
import IR

/// Flags pipelines without steps.
enum EmptyPipeline: ProgramRule {
  static let info = RuleInfo(
    "empty-pipeline", .warning, "A pipeline has no steps, so that it does nothing and succeeds.",
    why: """
      Drone accepts a pipeline without steps: it clones the repository and is green. Mostly `steps` is misspelt or \
      indented wrongly, or the dash of an item is not followed by a space (`-name:`).
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      #     ^^^^^^^ empty-pipeline: this pipeline has no steps
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
      """
    ],
    yields: ["type-mismatch", "unknown-key", "empty-step", "legacy-format"])

  static func check(_ program: Program, in context: inout RuleContext) {
    var causes: Causes?
    for pipeline in program.pipelines {
      guard pipeline.steps.isEmpty, pipeline.services.isEmpty, let drone = pipeline.drone, drone.runner != nil,
        drone.kind?.value == "pipeline", !isDeliberate(pipeline, in: context)
      else { continue }
      let known = causes ?? Causes(of: program, in: context.source)
      causes = known
      guard !known.explain(pipeline.span) else { continue }
      let place = pipeline.keys[.steps] ?? pipeline.name?.span ?? drone.kind?.span ?? pipeline.span
      context.report("this pipeline has no steps", at: place, help: "write `steps:` and below it `- name: …`")
    }
  }

  /// `steps: []` says that nothing is to be done; such a pipeline gathers others.
  private static func isDeliberate(_ pipeline: Pipeline, in context: RuleContext) -> Bool {
    guard let key = pipeline.keys[.steps] else { return false }
    return context.source.text(of: context.wholeLines(of: key)).contains("[]")
  }

  /// Findings that say already why a pipeline has no steps: the file is no YAML, `steps` is misspelt, or a dash has no
  /// space behind it.
  private struct Causes {
    /// In ascending order.
    private let places: [UInt32]

    init(of program: Program, in source: Source) {
      var places = program.problems.compactMap {
        $0.diagnostic.rule == "yaml-syntax" ? $0.diagnostic.primary.span.start : nil
      }
      for finding in program.findings where finding.rule == "unknown-key" {
        let span = finding.primary.span
        let isDash = Int(span.start) < source.bytes.count && source.bytes[Int(span.start)] == UInt8(ascii: "-")
        if isDash || finding.fixes.first?.edits.first?.replacement == "steps" { places.append(span.start) }
      }
      self.places = places.sorted()
    }

    /// Whether one of them is in the document.
    func explain(_ document: Span) -> Bool {
      var low = 0
      var high = places.count
      while low < high {
        let middle = (low + high) / 2
        if places[middle] < document.start { low = middle + 1 } else { high = middle }
      }
      return low < places.count && places[low] <= document.end
    }
  }
}
