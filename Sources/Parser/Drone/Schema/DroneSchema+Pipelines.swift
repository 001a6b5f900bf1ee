// Tables keep their own layout, several keys a line.
// swift-format-ignore-file

import IR
import Synchronization

extension DroneSchema {
  /// The keys of a pipeline of one type; nil stands for a type that no runner has.
  static func pipeline(for runner: DronePipeline.Runner?) -> MappingSchema {
    let runner = runner ?? .docker
    if let known = pipelineSchemas.withLock({ schemas in schemas.first { $0.runner == runner } }) { return known.schema }
    let made = makePipeline(for: runner)
    return pipelineSchemas.withLock { schemas in
      if let known = schemas.first(where: { $0.runner == runner }) { return known.schema }
      schemas.append((runner, made))
      return made
    }
  }

  /// Made when first needed: a small file has one type of pipeline, and all of them take longer than reading it. A list, because
  /// the first use of a dictionary of this kind costs the search for how its keys are hashed.
  private static let pipelineSchemas = Mutex<[(runner: DronePipeline.Runner, schema: MappingSchema)]>([])

  private static func list(_ schema: MappingSchema) -> Shape {
    .list(
      .mapping(schema), goType: .init(server: "[]*" + schema.goType.server, runner: "[]*" + schema.goType.runner))
  }

  private static func makePipeline(for runner: DronePipeline.Runner) -> MappingSchema {
    let volumes = runner == .kubernetes ? kubernetesVolume : volume
    var fields: [MappingSchema.Field] = [
      .both("version", .string), .both("kind", .string), .both("type", .string), .both("name", .string),
      .both("depends_on", .strings), .both("clone", .mapping(clone)), .both("platform", .mapping(platform)),
      .both("trigger", .mapping(conditions)), .scheduled("node", .stringMap),
      .scheduled("concurrency", .mapping(concurrency)), .both("steps", list(steps(for: runner, level: .step))),
      .both("workspace", .mapping(workspace)),
    ]
    let hasContainers = runner == .docker || runner == .kubernetes || runner == .vm
    let views: Views = hasContainers ? .both : .server
    for (name, shape) in [
      ("services", list(steps(for: hasContainers ? runner : .docker, level: .service))),
      ("volumes", list(volumes)), ("image_pull_secrets", Shape.strings),
    ] {
      fields.append(.init(name: name, shape: shape, views: views, serverShape: nil))
    }
    fields += ownFields(of: runner)
    return MappingSchema(.pipeline, .init(server: "yaml.Pipeline", runner: "resource.Pipeline"), fields)
  }

  private static func ownFields(of runner: DronePipeline.Runner) -> [MappingSchema.Field] {
    switch runner {
    case .docker:
      [.runner("environment", .stringMap)]
    case .exec:
      []
    case .ssh:
      [
        .runner(
          "server",
          .mapping(
            MappingSchema(
              .server, "resource.Server",
              [
                .runner("host", .variable), .runner("user", .variable), .runner("password", .variable),
                .runner("ssh_key", .variable),
              ])))
      ]
    case .digitalocean:
      [
        .runner("token", .variable),
        .runner(
          "server",
          .mapping(
            MappingSchema(
              .server, "resource.Server",
              [
                .runner("image", .string), .runner("region", .string), .runner("size", .string),
                .runner("user", .string),
              ]))),
      ]
    case .macstadium:
      [
        .runner("environment", .stringMap),
        .runner(
          "settings",
          .mapping(
            MappingSchema(
              .server, "resource.Settings",
              [
                .runner("image", .string), .runner("cpu", .integer),
              ]))),
      ]
    case .vm:
      [
        .runner("environment", .stringMap),
        .runner("pool", .mapping(MappingSchema(.server, "resource.Pool", [.runner("use", .string)]))),
      ]
    case .kubernetes:
      kubernetesFields
    }
  }

  private static let kubernetesFields: [MappingSchema.Field] = [
    .runner("environment", .stringMap),
    .runner(
      "metadata",
      .mapping(
        MappingSchema(
          .metadata, "resource.Metadata",
          [
            .runner("namespace", .string), .runner("annotations", .stringMap), .runner("labels", .stringMap),
          ]))),
    .runner("node_name", .string), .runner("node_selector", .stringMap), .runner("service_account_name", .string),
    .runner(
      "tolerations",
      list(
        MappingSchema(
          .other, "resource.Toleration",
          [
            .runner("key", .string), .runner("operator", .string), .runner("effect", .string),
            .runner("value", .string),
            .runner("tolerationseconds", .integer),
          ]))),
    .runner(
      "dns_config",
      .mapping(
        MappingSchema(
          .other, "resource.DnsConfig",
          [
            .runner("nameservers", .strings), .runner("searches", .strings),
            .runner(
              "options",
              list(
                MappingSchema(
                  .other, "resource.DNSConfigOptions",
                  [
                    .runner("name", .string), .runner("value", .string),
                  ]))),
          ]))),
    .runner(
      "host_aliases",
      list(
        MappingSchema(
          .other, "resource.HostAlias",
          [
            .runner("ip", .string), .runner("hostnames", .strings),
          ]))),
    .runner(
      "resources",
      .mapping(
        MappingSchema(
          .resources, "resource.Resources",
          [
            .runner(
              "requests",
              .mapping(
                MappingSchema(
                  .resources, "resource.ResourceObject",
                  [
                    .runner("cpu", .integer), .runner("memory", .size),
                  ]))),
            .runner(
              "limits",
              .mapping(
                MappingSchema(
                  .resources, "resource.ResourceObject",
                  [
                    .runner("cpu", .integer), .runner("memory", .size),
                  ]))),
          ]))),
  ]
}
