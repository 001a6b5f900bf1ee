// Tables keep their own layout, several keys a line.
// swift-format-ignore-file

import IR

/// The structures that the Drone server and its runners decode, as tables.
///
/// The server decodes every pipeline into one structure, whatever its type; each runner has a structure of its own. A
/// key that only one of them has is type-checked by that one alone.
public enum DroneSchema {
  // MARK: Parts

  static let clone = MappingSchema(
    .clone, .init(server: "yaml.Clone", runner: "manifest.Clone"),
    [
      .both("disable", .bool), .both("depth", .integer), .runner("retries", .integer), .both("skip_verify", .bool),
      .runner("trace", .bool),
    ])

  static let concurrency = MappingSchema(
    .concurrency, .init(server: "yaml.Concurrency", runner: "manifest.Concurrency"), [.both("limit", .integer)])

  static let platform = MappingSchema(
    .platform, .init(server: "yaml.Platform", runner: "manifest.Platform"),
    [
      .both("os", .string), .both("arch", .string), .both("variant", .string), .both("version", .string),
    ])

  static let workspace = MappingSchema(
    .workspace, .init(server: "yaml.Workspace", runner: "resource.Workspace"),
    [
      .both("base", .string), .both("path", .string),
    ])

  static let conditions = MappingSchema(
    .conditions, .init(server: "yaml.Conditions", runner: "manifest.Conditions"),
    [
      .both("action", .condition), .both("branch", .condition), .both("cron", .condition), .both("event", .condition),
      .both("instance", .condition), .both("paths", .condition), .both("ref", .condition), .both("repo", .condition),
      .both("status", .condition), .both("target", .condition), .server("matrix", .stringMap),
    ])

  static let mount = MappingSchema(
    .mount, .init(server: "yaml.VolumeMount", runner: "resource.VolumeMount"),
    [
      .both("name", .string), .both("path", .string),
    ])

  static let subPathMount = MappingSchema(
    .mount, .init(server: "yaml.VolumeMount", runner: "resource.VolumeMount"),
    [
      .both("name", .string), .both("path", .string), .runner("sub_path", .string),
    ])

  static let device = MappingSchema(
    .device, .init(server: "yaml.VolumeDevice", runner: "resource.VolumeDevice"),
    [
      .both("name", .string), .both("path", .string),
    ])

  private static let port = MappingSchema(
    .other, "yaml.Port",
    [
      .server("port", .integer), .server("host", .integer), .server("protocol", .string),
    ])

  private static let build = MappingSchema(
    .build, "yaml.Build",
    [
      .server("args", .stringMap), .server("cache_from", .strings), .server("context", .string),
      .server("dockerfile", .string), .server("image", .string), .server("labels", .stringMap),
    ])

  private static let push = MappingSchema(.other, "yaml.Push", [.server("image", .string)])

  private static let serverResource = MappingSchema(
    .resources, "yaml.ResourceObject",
    [
      .server("cpu", .float), .server("memory", .size),
    ])

  private static let serverResources = MappingSchema(
    .resources, "yaml.Resources",
    [
      .server("limits", .mapping(serverResource)), .server("requests", .mapping(serverResource)),
    ])

  private static let kubernetesResource = MappingSchema(
    .resources, .init(server: "yaml.ResourceObject", runner: "resource.ResourceObject"),
    [.both("cpu", .integer, server: .float), .both("memory", .size)])

  private static let kubernetesResources = MappingSchema(
    .resources, .init(server: "yaml.Resources", runner: "resource.Resources"),
    [.both("limits", .mapping(kubernetesResource)), .both("requests", .mapping(kubernetesResource))])

  private static func list(_ schema: MappingSchema) -> Shape {
    .list(
      .mapping(schema),
      goType: .init(server: "[]*" + schema.goType.server, runner: "[]*" + schema.goType.runner))
  }

  // MARK: Volumes

  private static let temporary = MappingSchema(
    .volume, .init(server: "yaml.VolumeEmptyDir", runner: "resource.VolumeEmptyDir"),
    [.both("medium", .string), .both("size_limit", .size)])

  private static let hostPath = MappingSchema(
    .volume, .init(server: "yaml.VolumeHostPath", runner: "resource.VolumeHostPath"), [.both("path", .string)])

  static let volume = MappingSchema(
    .volume, .init(server: "yaml.Volume", runner: "resource.Volume"),
    [
      .both("name", .string), .both("temp", .mapping(temporary)), .both("host", .mapping(hostPath)),
    ])

  private static let claim = MappingSchema(
    .volume, "resource.VolumeClaim",
    [
      .runner("name", .string), .runner("read_only", .bool),
    ])

  private static let namedVolume = MappingSchema(
    .volume, "resource.VolumeConfigMap",
    [
      .runner("name", .string), .runner("default_mode", .integer), .runner("optional", .bool),
    ])

  static let kubernetesVolume = MappingSchema(
    .volume, .init(server: "yaml.Volume", runner: "resource.Volume"),
    [
      .both("name", .string), .both("temp", .mapping(temporary)), .both("host", .mapping(hostPath)),
      .runner("claim", .mapping(claim)), .runner("config_map", .mapping(namedVolume)),
      .runner("secret", .mapping(namedVolume)),
    ])

  // MARK: Steps

  private static let variables = Shape.map(
    .variable, goType: .init(server: "map[string]*yaml.Variable", runner: "map[string]*manifest.Variable"))

  private static let settings = Shape.map(
    .parameter, goType: .init(server: "map[string]*yaml.Parameter", runner: "map[string]*manifest.Parameter"))

  /// Keys that the server's structure of a step has, whatever the type of the pipeline.
  private static let serverStepFields: [MappingSchema.Field] = [
    .server("name", .string), .server("image", .string), .server("commands", .strings), .server("command", .strings),
    .server("entrypoint", .strings), .server("environment", variables), .server("settings", settings),
    .server("when", .mapping(conditions)), .server("depends_on", .strings), .server("detach", .bool),
    .server("failure", .string), .server("pull", .string), .server("privileged", .bool), .server("user", .string),
    .server("working_dir", .string), .server("volumes", list(mount)), .server("devices", list(device)),
    .server("dns", .strings), .server("dns_search", .strings), .server("extra_hosts", .strings),
    .server("network_mode", .string), .server("shell", .string), .server("build", .stringOr(build)),
    .server("push", .stringOr(push)), .server("ports", .ports(port)),
    .server("resources", .mapping(serverResources)),
  ]

  /// The server's step with what a runner adds: keys that both have become common ones.
  private static func step(
    _ level: Level, _ runnerType: String, common: [String], own: [MappingSchema.Field] = []
  ) -> MappingSchema {
    let names = Set(common)
    let ownNames = Set(own.map(\.name))
    var fields = serverStepFields.filter { !ownNames.contains($0.name) }.map { field in
      var field = field
      if names.contains(field.name) { field.views = .both }
      return field
    }
    fields += own
    return MappingSchema(level, .init(server: "yaml.Container", runner: runnerType), fields)
  }

  private static let dockerKeys = [
    "name", "image", "commands", "command", "entrypoint", "environment", "settings", "when", "depends_on", "detach",
    "failure", "pull", "privileged", "user", "working_dir", "volumes", "devices", "dns", "dns_search", "extra_hosts",
    "network_mode",
  ]

  private static let limits: [MappingSchema.Field] = [
    .runner("mem_limit", .size), .runner("memswap_limit", .size), .runner("shm_size", .size),
  ]

  private static let hostKeys = [
    "name", "depends_on", "detach", "environment", "failure", "commands", "when",
  ]

  private static let kubernetesKeys = [
    "name", "image", "commands", "command", "entrypoint", "environment", "settings", "when", "depends_on", "detach",
    "failure", "pull", "privileged", "working_dir",
  ]

  private static let machineKeys = [
    "name", "image", "commands", "entrypoint", "environment", "settings", "when", "depends_on", "detach", "failure",
    "pull", "user", "working_dir", "volumes", "devices", "dns", "dns_search", "extra_hosts", "network_mode",
  ]

  static func steps(for runner: DronePipeline.Runner, level: Level) -> MappingSchema {
    makeSteps(for: runner, level: level)
  }

  private static func makeSteps(for runner: DronePipeline.Runner, level: Level) -> MappingSchema {
    switch runner {
    case .docker:
      step(level, "resource.Step", common: dockerKeys, own: limits)
    case .exec:
      step(level, "resource.Step", common: hostKeys + ["image"])
    case .ssh, .digitalocean:
      step(level, "resource.Step", common: hostKeys)
    case .macstadium:
      step(level, "resource.Step", common: hostKeys + ["working_dir"])
    case .vm:
      step(
        level, "resource.Step", common: machineKeys,
        own: [
          .runner("port_bindings", .stringMap), .runner("shm_size", .size),
        ])
    case .kubernetes:
      step(
        level, "resource.Step", common: kubernetesKeys,
        own: [
          .both("volumes", list(subPathMount)),
          .both("resources", .mapping(kubernetesResources)),
          .both("user", .integer, server: .string), .runner("group", .integer),
        ])
    }
  }

  // MARK: Documents

  static let external = MappingSchema(
    .secret, .init(server: "yaml.SecretGet", runner: "manifest.SecretGet"),
    [
      .both("path", .string), .both("name", .string), .both("key", .string),
    ])

  static let secret = MappingSchema(
    .secret, .init(server: "yaml.Secret", runner: "manifest.Secret"),
    [
      .both("version", .string), .both("kind", .string), .both("type", .string), .both("name", .string),
      .both("data", .string), .both("get", .mapping(external)),
    ])

  static let signature = MappingSchema(
    .signature, .init(server: "yaml.Signature", runner: "manifest.Signature"),
    [
      .both("version", .string), .both("kind", .string), .both("hmac", .string),
    ])

  static let cron = MappingSchema(
    .cron, "yaml.Cron",
    [
      .server("version", .string), .server("kind", .string), .server("name", .string),
      .server(
        "spec",
        .mapping(
          MappingSchema(
            .cron, "yaml.CronSpec",
            [
              .server("schedule", .string), .server("branch", .string),
              .server(
                "deployment",
                .mapping(
                  MappingSchema(.cron, "yaml.CronDeployment", [.server("target", .string)]))),
            ]))),
    ])

  static let registry = MappingSchema(
    .registry, "yaml.Registry",
    [
      .server("version", .string), .server("kind", .string), .server("type", .string), .server("name", .string),
      .server("data", .any),
    ])
}
