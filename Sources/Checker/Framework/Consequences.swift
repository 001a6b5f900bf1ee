import Diagnostics
import IR

/// Leaves out what only follows from another finding: a misspelt `image` is one mistake, not a step without an image as well.
///
/// Where a real system refuses the file for what is left out, the finding that explains it becomes an error in its place.
enum Consequences {
  /// - Parameters:
  ///   - problems: what the real systems refuse.
  ///   - findings: everything else; what explains a problem is found here.
  /// - Returns: all that is to be said, in no particular order.
  static func merge(_ problems: [Diagnostic], _ findings: [Diagnostic], of program: Program) -> [Diagnostic] {
    guard program.dialect == .drone else { return problems + findings }
    var findings = findings
    var kept: [Diagnostic] = []
    kept.reserveCapacity(problems.count + findings.count)
    lazy var causes = Causes(findings, program)
    let isBroken = problems.contains { $0.rule == "yaml-syntax" }
    for problem in problems {
      // A document that cannot be read has a name all the same.
      if isBroken, problem.rule == "unknown-pipeline-dependency", problem.related.isEmpty { continue }
      if let key = requiredKeys[problem.rule], let cause = causes.cause(of: key, at: problem.primary.span) {
        findings[cause].severity = .error
        continue
      }
      kept.append(problem)
    }
    return kept + withoutEmptyVolumes(findings, program)
  }

  /// A volume whose storage is misspelt has no storage.
  private static func withoutEmptyVolumes(_ findings: [Diagnostic], _ program: Program) -> [Diagnostic] {
    guard findings.contains(where: { $0.rule == "empty-volume" }),
      findings.contains(where: { $0.rule == "unknown-key" })
    else { return findings }
    let unknown = findings.filter { $0.rule == "unknown-key" }.map(\.primary.span.start).sorted()
    let explained = program.pipelines.flatMap(\.volumes).map(\.span).filter { volume in
      unknown.contains { volume.start <= $0 && $0 < volume.end }
    }
    return findings.filter { finding in
      finding.rule != "empty-volume"
        || !explained.contains { $0.start <= finding.primary.span.start && finding.primary.span.start < $0.end }
    }
  }

  /// The keys whose absence a rule reports.
  private static let requiredKeys: [RuleName: String] = ["missing-image": "image", "missing-step-name": "name"]

  /// Keys that nobody knows, by the steps they stand in.
  private struct Causes {
    /// In ascending order of their starts.
    private let steps: [Span]
    /// The indices of findings about unknown keys, by the start of their step.
    private var keys: [UInt32: [(index: Int, renamed: String?, start: UInt32, isWholeStep: Bool)]] = [:]

    init(_ findings: [Diagnostic], _ program: Program) {
      let unknown = findings.indices.filter { ["unknown-key", "unsupported-key"].contains(findings[$0].rule) }
      guard !unknown.isEmpty else {
        steps = []
        return
      }
      let all = program.pipelines.flatMap(\.allSteps)
      let bare = Set(
        all.filter { step in step.keys.entries.allSatisfy { $0.span.start == step.span.start } }.map(\.span.start))
      steps = all.map(\.span).sorted { $0.start < $1.start }
      for index in unknown {
        let start = findings[index].primary.span.start
        guard let step = step(at: start) else { continue }
        let renamed = findings[index].fixes.first?.edits.first?.replacement
        keys[step.start, default: []].append((index, renamed, start, bare.contains(step.start) && start == step.start))
      }
    }

    /// The finding that says why a step has no such key: it is misspelt, or the step is named by its only key.
    func cause(of key: String, at place: Span) -> Int? {
      guard let step = step(at: place.start), let keys = keys[step.start] else { return nil }
      return keys.first { $0.renamed == key || $0.isWholeStep }?.index
    }

    private func step(at offset: UInt32) -> Span? {
      var low = 0
      var high = steps.count
      while low < high {
        let middle = (low + high) / 2
        if steps[middle].start <= offset { low = middle + 1 } else { high = middle }
      }
      guard low > 0, offset < steps[low - 1].end else { return nil }
      return steps[low - 1]
    }
  }
}
