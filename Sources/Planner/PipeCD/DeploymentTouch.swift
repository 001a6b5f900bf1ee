import Diagnostics
import Expressions
import IR

/// Whether what happened starts a deployment of an application.
struct DeploymentTouch {
  var decision: Plan.Decision
  var reason: Plan.Reason

  private init(_ decision: Plan.Decision, _ text: String, at span: Span? = nil) {
    self.decision = decision
    reason = Plan.Reason(text, at: span)
  }

  init(_ application: PipeCD.GenericApplication, _ request: DeploymentRequest) {
    let trigger = application.trigger.value
    switch request.trigger {
    case .commit:
      self =
        trigger.onCommit.value.disabled.value
        ? Self(
          .skip, "commits start no deployment: trigger.onCommit.disabled", at: trigger.onCommit.value.disabled.span)
        : Self(commits: trigger.onCommit.value, request)
    case .command:
      self =
        trigger.onCommand.value.disabled.value
        ? Self(.skip, "nobody can start it: trigger.onCommand.disabled", at: trigger.onCommand.value.disabled.span)
        : Self(.run, "started by a command")
    case .outOfSync:
      let disabled = trigger.onOutOfSync.value.disabled
      self =
        disabled.value ?? true
        ? Self(
          .skip,
          "drift starts no deployment: trigger.onOutOfSync.disabled is \(disabled.span == nil ? "true by default" : "true")",
          at: disabled.span)
        : Self(
          .run,
          "started by drift, at least \(trigger.onOutOfSync.value.minimumWindow.value.text) after the last deployment")
    case .chain:
      let disabled = trigger.onChain.value.disabled
      self =
        disabled.value ?? true
        ? Self(
          .skip,
          "no chain reaches it: trigger.onChain.disabled is \(disabled.span == nil ? "true by default" : "true")",
          at: disabled.span)
        : Self(.run, "started by the chain of another application")
    }
  }

  /// One file that is ignored outweighs all others; `paths` adds places and narrows nothing.
  private init(commits trigger: PipeCD.CommitTrigger, _ request: DeploymentRequest) {
    guard let changed = request.changed else {
      self.init(.run, "a commit is taken to touch the application, since --changed names no file")
      return
    }
    let lists = [(trigger.ignores, "ignores"), (trigger.paths, "paths")]
    for (list, name) in lists {
      let patterns: PathPatterns
      do throws(PathPatterns.Failure) {
        patterns = try PathPatterns(list.value.map(\.value))
      } catch {
        let item = list.value[error.index]
        self.init(.skip, "nothing starts it, because \(name) cannot be read: \(error.message)", at: item.place)
        return
      }
      guard let file = patterns.first(of: changed) else { continue }
      let isIgnored = name == "ignores"
      let text =
        isIgnored ? "\(file) is ignored, and then no other file counts" : "\(file) matches trigger.onCommit.paths"
      self.init(isIgnored ? .skip : .run, text, at: list.place)
      return
    }
    let folder = request.directory
    if let file = changed.first(where: { folder.isEmpty || $0.hasPrefix(folder + "/") }) {
      self.init(.run, "\(file) is in the folder of the application")
    } else {
      let others = trigger.paths.value.isEmpty ? "" : " or matches trigger.onCommit.paths"
      self.init(.skip, "no changed file is in the folder \(folder.isEmpty ? "." : folder)\(others)")
    }
  }
}
