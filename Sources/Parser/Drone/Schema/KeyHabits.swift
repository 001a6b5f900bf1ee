import Diagnostics
import IR

/// What people write where Drone reads nothing, and what they mean by it.
enum KeyHabits {
  /// Where a key belongs that stands at the wrong level.
  struct Owner {
    var place: String
    var help: String?
  }

  private static let conditionKeys: Set<String> = [
    "branch", "event", "ref", "status", "target", "cron", "repo", "instance", "action", "paths",
  ]

  /// Parameters of common plugins that are also names of conditions.
  static let pluginParameters: Set<String> = ["repo", "target", "branch"]

  private static let stepKeys: Set<String> = [
    "commands", "image", "settings", "detach", "failure", "privileged", "pull", "entrypoint", "command",
    "working_dir", "user", "devices", "dns", "extra_hosts", "network_mode",
  ]

  private static let pipelineKeys: Set<String> = [
    "steps", "services", "clone", "workspace", "platform", "node", "concurrency", "image_pull_secrets", "kind", "type",
  ]

  static func owner(of name: String, at level: Level) -> Owner? {
    switch level {
    case .step, .service:
      if name == "trigger" { return Owner(place: "to a pipeline", help: "a step's conditions go under `when`") }
      if conditionKeys.contains(name) {
        return Owner(place: "under `when`", help: "write `when: {\(name): …}`; as it is, the step always runs")
      }
      if pipelineKeys.contains(name) { return Owner(place: "to the pipeline", help: nil) }
    case .pipeline:
      if name == "when" { return Owner(place: "to a step", help: "a pipeline's conditions go under `trigger`") }
      if conditionKeys.contains(name) {
        return Owner(place: "under `trigger`", help: "write `trigger: {\(name): …}`; as it is, it holds back nothing")
      }
      if stepKeys.contains(name) { return Owner(place: "to a step", help: nil) }
    default:
      break
    }
    return nil
  }

  /// Keys of Drone 0.8 and of other systems that people put on steps, with what to do instead.
  static let removed: [String: String] = [
    "secrets": "map each secret to a variable: `environment: {NAME: {from_secret: name}}`",
    "group": "steps run in parallel through `depends_on`",
    "tmpfs": "declare a volume with `temp: {medium: memory}` and mount it",
    "mount": "declare the volume under the pipeline's `volumes` and mount it with `volumes: [{name, path}]`",
    "mounts": "declare the volume under the pipeline's `volumes` and mount it with `volumes: [{name, path}]`",
    "networks": "every step is on the pipeline's network and reachable by its name",
    "network": "every step is on the pipeline's network and reachable by its name",
    "links": "every step is on the pipeline's network and reachable by its name",
    "cap_add": "capabilities cannot be set; a trusted repository may use `privileged: true`",
    "cap_drop": "capabilities cannot be set",
    "labels": "container labels cannot be set",
    "timeout": "the time limit is a setting of the repository; limit a command with `timeout 5m COMMAND`",
    "retries": "retry in the commands: `for i in 1 2 3; do COMMAND && break; done`",
    "matrix": "write one pipeline for each combination, or generate them with Jsonnet or Starlark",
    "include": "write the steps out, or generate them with Jsonnet or Starlark",
    "needs": "use `depends_on`",
    "if": "use `when`",
    "only": "use `when`",
    "env": "use `environment`",
    "script": "use `commands`",
    "run": "use `commands`",
    "args": "use `command` with `entrypoint`, or `commands`",
    "healthcheck": "wait in a command until the service answers",
    "restart": "a service is started once",
    "hostname": "a step is reachable by its name",
    "ulimits": "resource limits other than `mem_limit` and `shm_size` cannot be set",
    "sysctls": "kernel parameters cannot be set",
    "allow_failure": "use `failure: ignore`",
    "when_status": "use `when: {status: …}`",
  ]

  /// What to say of a key that the server checks and the runner ignores.
  static func help(for name: String, runner: DronePipeline.Runner?) -> String? {
    switch name {
    case "ports": "ports need not be declared: steps reach a service by its name"
    case "resources": runner == .docker ? "use `mem_limit`" : nil
    case "build", "push": "build images with a plugin, such as `plugins/docker`"
    case "image" where runner == .exec: "an exec pipeline runs its commands on the host"
    case "shell": "no runner reads it"
    default: nil
    }
  }

  /// The right condition for a name that is none.
  static func condition(_ name: String) -> (help: String, replacement: String?) {
    switch name.lowercased() {
    case "branches": ("did you mean `branch`?", "branch")
    case "events": ("did you mean `event`?", "event")
    case "tag", "tags": ("use `ref: refs/tags/…`, such as `ref: [refs/tags/v*]`", nil)
    case "environment", "deployment", "deploy", "deploy_to", "env": ("did you mean `target`?", "target")
    case "path", "changes", "files": ("Drone itself cannot look at changed paths", nil)
    case "local": ("Drone 1.x has no such condition; it is a leftover of 0.8", nil)
    case "matrix": ("matrices are a leftover of 0.8", nil)
    case "not", "exclude", "include":
      ("`include` and `exclude` go below a condition, such as `branch: {exclude: […]}`", nil)
    default:
      if let nearest = Suggestion.nearest(to: name, among: Condition.Subject.allCases.map(\.rawValue)) {
        ("did you mean `\(nearest)`?", nearest)
      } else {
        ("known conditions: \(Condition.Subject.allCases.map(\.rawValue).joined(separator: ", "))", nil)
      }
    }
  }
}
