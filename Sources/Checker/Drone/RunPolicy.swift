import IR

/// When a step runs, as far as its `status` condition says.
struct RunPolicy: Hashable {
  var includesSuccess: Bool
  var includesFailure: Bool

  init(of step: Step) {
    self.init(step.condition?[.status])
  }

  /// A clause that matches neither counts as success only.
  init(_ clause: Condition.Clause?) {
    includesSuccess = true
    includesFailure = false
    guard let clause, !(clause.include.isEmpty && clause.exclude.isEmpty) else { return }
    includesFailure = clause.accepts("failure")
    includesSuccess = clause.accepts("success") || !includesFailure
  }
}
