import IR

extension Pipeline {
  /// The pipeline without what its runner does not read: rules speak of what has an effect, and that the rest has none
  /// is said already.
  var asRead: Pipeline {
    guard let runner = drone?.runner else { return self }
    switch runner {
    case .docker, .kubernetes: return self
    case .vm:
      return withSteps { step in
        step.command = []
        step.isPrivileged = nil
      }
    case .exec, .ssh, .digitalocean, .macstadium:
      var pipeline = withSteps { step in
        step.image = nil
        step.command = []
        step.entrypoint = []
        step.settings = []
        step.pull = nil
        step.isPrivileged = nil
        step.user = nil
        step.mounts = []
        step.container = nil
      }
      pipeline.services = []
      pipeline.volumes = []
      return pipeline
    }
  }

  private func withSteps(_ change: (inout Step) -> Void) -> Pipeline {
    var pipeline = self
    for index in pipeline.steps.indices { change(&pipeline.steps[index]) }
    return pipeline
  }
}
