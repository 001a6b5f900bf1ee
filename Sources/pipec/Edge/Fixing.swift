import Diagnostics
import Parser

/// Mends a text as far as the findings about it know how to, and checks it again after each change.
struct Fixing {
  /// Which fixes are made.
  var safeties: Set<Fix.Safety>
  /// All findings about a text.
  var findings: (Source) -> [Diagnostic]

  /// What became of a text.
  struct Outcome {
    /// The mended text under the name and identifier of the one before.
    var source: Source
    /// What is still found in it.
    var findings: [Diagnostic]
    /// How many findings were mended.
    var count: Int
    /// How many fixes were not made because they would have changed something else.
    var refusedCount: Int
  }

  /// One fix may make room for another; more rounds than these are a fix that undoes another.
  private static let roundLimit = 8
  /// Where all fixes together are refused, so many are tried alone.
  private static let singleLimit = 200

  func mend(_ source: Source) -> Outcome {
    var outcome = Outcome(source: source, findings: findings(source), count: 0, refusedCount: 0)
    for _ in 0..<Self.roundLimit {
      let fixable = outcome.findings.filter { finding in finding.fixes.contains { safeties.contains($0.safety) } }
      guard !fixable.isEmpty else { break }
      if take(fixable, in: &outcome) { continue }
      // Something in it would go wrong: each fix by itself then. A fix that is made moves the others, so that they are
      // looked for anew.
      var refused = 0
      let isChanged = fixable.prefix(Self.singleLimit).contains { finding in
        if take([finding], in: &outcome) { return true }
        refused += 1
        return false
      }
      outcome.refusedCount = refused
      if !isChanged { break }
    }
    return outcome
  }

  private func take(_ chosen: [Diagnostic], in outcome: inout Outcome) -> Bool {
    let result = FixApplication.apply(chosen, to: outcome.source, allowing: safeties)
    guard !result.edits.isEmpty, result.bytes != outcome.source.bytes,
      FixVerification.keepsTheRest(of: outcome.source.bytes, edits: result.edits, after: result.bytes)
    else { return false }
    let source = Source(id: outcome.source.id, name: outcome.source.name, bytes: result.bytes)
    let left = findings(source)
    guard left.count(where: { $0.severity == .error }) <= outcome.findings.count(where: { $0.severity == .error })
    else { return false }
    outcome.source = source
    outcome.findings = left
    outcome.count += result.mended.count
    return true
  }
}
