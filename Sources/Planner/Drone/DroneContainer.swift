import Expressions
import IR

/// What a step's keys mean for its container.
enum DroneContainer {
  /// The pull policy as a runner reads it: three words in any case, all else is the default.
  static func pullPolicy(_ text: String?, runner: DronePipeline.Runner) -> Plan.PullPolicy {
    switch text?.lowercased() ?? "" {
    case "always": .always
    case "never": .never
    case "if-not-exists": .ifNotExists
    // Kubernetes fetches an image only when the node has none, also for `latest`.
    default: runner == .kubernetes ? .ifNotExists : .automatic
    }
  }

  /// The failure policy as a runner reads it. Runners for containers know exact words; those for machines know `ignore`
  /// alone, in any case.
  static func failurePolicy(_ text: String?, runner: DronePipeline.Runner) -> Plan.FailurePolicy {
    guard let text else { return .fail }
    switch runner {
    case .docker, .kubernetes, .vm:
      switch text {
      case "ignore": return .ignore
      case "fast", "fast-fail", "fail-fast": return .failFast
      default: return .fail
      }
    case .exec, .ssh, .digitalocean, .macstadium:
      return text.lowercased() == "ignore" ? .ignore : .fail
    }
  }

  /// Whether a step runs privileged without asking: a known plugin that is used as nothing but a plugin.
  static func isPrivilegedByDefault(_ step: Step, runner: DronePipeline.Runner, _ context: Context) -> Bool {
    guard runner == .docker || runner == .kubernetes || runner == .vm, let image = step.image?.value else {
      return false
    }
    guard step.commands.isEmpty, step.command.isEmpty, step.entrypoint.isEmpty, step.mounts.isEmpty else {
      return false
    }
    guard !step.environment.contains(where: { PrivilegedPlugins.steeringVariables.contains($0.name.value) }) else {
      return false
    }
    let images = PrivilegedPlugins.images(of: runner) + context.runner.privilegedImages
    return images.contains { ImageName.isSameRepository(image, $0) }
  }

  /// A size in bytes; zero and less mean no limit.
  static func limit(_ value: Int64?) -> Int64? {
    guard let value, value > 0 else { return nil }
    return value
  }
}
