import Glibc

/// What to say when no engine answers: every place that was asked with its reason, and the commands that would help on
/// this system.
enum EngineAdvice {
  /// A place that was asked in vain.
  struct Attempt: Sendable {
    var address: EngineAddress
    var reason: String
    /// The `errno` of the connection, or 0.
    var systemError: Int32
  }

  static func message(for attempts: [Attempt], in surroundings: Surroundings) -> String {
    var lines: [String] = []
    if let attempt = attempts.first, attempts.count == 1, let origin = attempt.address.origin {
      lines.append("the engine that \(origin) names does not answer: \(attempt.address.text): \(attempt.reason)")
    } else {
      lines.append("no container engine answers; these were asked:")
      for attempt in attempts { lines.append("  \(attempt.address.text): \(attempt.reason)") }
    }
    let commands = commands(for: attempts, in: surroundings)
    if !commands.isEmpty {
      lines.append("this would help here:")
      for command in commands { lines.append("  \(command)") }
    }
    return lines.joined(separator: "\n")
  }

  /// The commands that would make an engine answer.
  static func commands(for attempts: [Attempt], in surroundings: Surroundings) -> [String] {
    if let attempt = attempts.first, let origin = attempt.address.origin {
      switch attempt.address.transport {
      case .dial(let command): return [shown(command), "docker --host \(attempt.address.text) version"]
      case .tcp: return ["docker --host \(attempt.address.text) version", forget(origin)]
      case .unix: break
      }
    }
    let root = surroundings.userID == 0 ? "" : "sudo "
    if attempts.contains(where: { $0.systemError == EACCES || $0.systemError == EPERM }) {
      return ["\(root)usermod -aG docker \(surroundings.variable("USER") ?? "$USER")", "newgrp docker"]
    }
    let start: String
    if surroundings.exists("/run/systemd/system") {
      start = "\(root)systemctl start docker"
    } else if surroundings.exists("/etc/init.d/docker") {
      start = "\(root)service docker start"
    } else {
      start = "\(root)dockerd"
    }
    if let origin = attempts.first?.address.origin, surroundings.hasProgram("dockerd") {
      return [start, forget(origin)]
    }
    if surroundings.hasProgram("dockerd") { return [start, "docker version"] }
    if surroundings.hasProgram("podman") {
      return surroundings.exists("/run/systemd/system")
        ? ["systemctl --user start podman.socket", "podman info"]
        : ["podman system service --time=0 unix:///run/podman/podman.sock", "podman info"]
    }
    return [install(with: root, in: surroundings), start.hasSuffix("dockerd") ? "\(root)service docker start" : start]
  }

  private static func install(with root: String, in surroundings: Surroundings) -> String {
    let tools = [
      ("apt-get", "apt-get install docker.io"), ("dnf", "dnf install moby-engine"), ("pacman", "pacman -S docker"),
      ("apk", "apk add docker"), ("zypper", "zypper install docker"),
    ]
    let command = tools.first { surroundings.hasProgram($0.0) }?.1
    return root + (command ?? "apt-get install docker.io")
  }

  private static func forget(_ origin: String) -> String {
    switch origin {
    case "DOCKER_HOST": "unset DOCKER_HOST"
    case "--host": "docker context ls"
    default: "docker context use default"
    }
  }

  private static func shown(_ command: [String]) -> String {
    command.joined(separator: " ")
  }
}
