import Diagnostics
import Expressions
import IR

/// Whether a stage is passed over: every changed file matches one of the paths, or the message of the commit begins with
/// one of the prefixes.
struct StageSkip {
  var decision = Plan.Decision.run
  var reason = Plan.Reason("no conditions")

  init(_ option: PipeCD.Option<PipeCD.SkipOptions>?, _ request: DeploymentRequest) {
    guard let option, !option.value.paths.value.isEmpty || !option.value.prefixes.value.isEmpty else { return }
    let paths = option.value.paths
    var unmet: String?
    if !paths.value.isEmpty {
      do throws(PathPatterns.Failure) {
        let patterns = try PathPatterns(paths.value.map(\.value))
        if let changed = request.changed {
          guard let other = changed.first(where: { !patterns.matches($0) }) else {
            decision = .skip
            let text = changed.isEmpty ? "no file has changed" : "all changed files match skipOn.paths"
            reason = Plan.Reason(text, at: paths.place)
            return
          }
          unmet = "\(other) does not match skipOn.paths"
        } else {
          decision = .deferred
          unmet = "passed over if all changed files match skipOn.paths"
        }
      } catch {
        reason = Plan.Reason("the stage fails, because skipOn.paths cannot be read: \(error.message)", at: paths.place)
        return
      }
    }
    let message = request.context.commit.message
    for prefix in option.value.prefixes.value where message.utf8.starts(with: prefix.value.utf8) {
      decision = .skip
      reason = Plan.Reason("the commit message begins with \(GoQuote.quote(prefix.value))", at: prefix.place)
      return
    }
    let text = unmet ?? "the commit message begins with none of skipOn.commitMessagePrefixes"
    reason = Plan.Reason(text, at: option.place)
  }
}
