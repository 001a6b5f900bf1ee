/// The plugins that Drone's runners start privileged on their own, and what makes them not do so.
public enum PrivilegedPlugins {
  /// Images without a tag, as people write them.
  public static func images(of runner: DronePipeline.Runner) -> [String] {
    switch runner {
    case .docker, .vm: common + ["plugins/gar"]
    case .kubernetes: common
    case .exec, .ssh, .digitalocean, .macstadium: []
    }
  }

  /// Variables that would let a step steer the daemon inside such a plugin; one of them takes the privilege away.
  public static let steeringVariables: Set<String> = ["XDG_RUNTIME_DIR", "DOCKER_OPTS", "DOCKER_HOST", "PATH", "HOME"]

  private static let common = ["plugins/docker", "plugins/acr", "plugins/ecr", "plugins/gcr", "plugins/heroku"]
}
