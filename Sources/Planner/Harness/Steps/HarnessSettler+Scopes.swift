import Expressions
import IR

/// Folders that every container of a stage or containerised group has.
public enum HarnessFolders {
  /// The working directory; all containers share it.
  public static let workspace = "/harness"
  /// Where steps leave their outputs for those that come after.
  public static let engine = "/tmp/engine"
  /// The volume at `engine`.
  public static let engineVolume = "engine"
}

extension HarnessSettler {
  /// Gives a stage the pod or machine of its own that its type brings.
  mutating func open(_ stage: HarnessStage, _ index: Int) {
    let spec = stage.data["spec"]
    let bringsOne = stage.ci != nil || ["Security", "IACM", "IDP"].contains(stage.type?.value ?? "")
    guard bringsOne else { return }
    let machine = machine(of: stage)
    let platform = Plan.Platform(
      os: Self.system(spec?["platform"]?["os"]?.name ?? machine?["spec"]?["os"]?.name),
      architecture: spec?["platform"]?["arch"]?.name == "Arm64" ? "arm64" : "amd64")
    let clones = flag(stage.ci?.clonesCodebase, at: index) ?? (stage.ci != nil)
    var scope = HarnessContainerScope(
      node: index, workspace: workspace(onCodebase: clones), volumes: volumes(spec?["sharedPaths"], machine, index),
      platform: platform)
    scope.clonesCodebase = clones
    let kind = machine?["type"]?.name
    scope.runsOnMachine = spec?["runtime"] != nil || ["VM", "HostedVm", "Docker"].contains(kind ?? "")
    add(scope, to: index)
    if clones { addClone(stage, index) }
    for service in stage.ci?.serviceDependencies ?? [] { add(service, besides: index) }
  }

  /// Gives a containerised group the pod of its own.
  mutating func open(_ group: HarnessStepGroup, _ index: Int) {
    guard let kind = group.infrastructure?.value, kind != "Delegate", kind != "Noop" else { return }
    let infrastructure = group.data["stepGroupInfra"]
    var scope = HarnessContainerScope(
      node: index, workspace: workspace(onCodebase: false),
      volumes: volumes(group.data["sharedPaths"], infrastructure, index),
      platform: Plan.Platform(os: Self.system(infrastructure?["spec"]?["os"]?.name)))
    scope.runsOnMachine = kind == "VM"
    add(scope, to: index)
  }

  /// A `Container` step is a pod of its own.
  mutating func open(_ step: HarnessStep, _ index: Int) {
    guard case .container = step.action else { return }
    let scope = HarnessContainerScope(
      node: index, workspace: workspace(onCodebase: false),
      volumes: volumes(nil, step.data["spec"]?["infrastructure"], index), platform: Plan.Platform())
    add(scope, to: index)
  }

  private mutating func add(_ scope: HarnessContainerScope, to index: Int) {
    plan.nodes[index].scope = plan.scopes.count
    plan.scopes.append(scope)
  }

  /// `infrastructure` of a stage, or that of the stage which it uses.
  private func machine(of stage: HarnessStage) -> Data? {
    let own = stage.data["spec"]?["infrastructure"]
    guard let other = stage.ci?.infrastructureFromStage?.value else { return own }
    for index in plan.nodes.indices where plan.nodes[index].kind == .stage {
      guard plan.nodes[index].origin.identifier == other else { continue }
      if case .stage(let source) = plan.nodes[index].origin { return source.data["spec"]?["infrastructure"] }
    }
    return own
  }

  private func workspace(onCodebase clones: Bool) -> Plan.Workspace {
    var hostPath: String?
    if clones, case .mounted(let path) = plan.facts.context.workspace { hostPath = path }
    return Plan.Workspace(
      base: HarnessFolders.workspace, path: "", full: HarnessFolders.workspace, hostPath: hostPath)
  }

  private static func system(_ name: String?) -> String {
    switch name {
    case "Windows"?: "windows"
    case "MacOS"?: "darwin"
    default: "linux"
    }
  }

  /// The folders of `sharedPaths` and the volumes of the pod; the path is the name.
  private func volumes(_ sharedPaths: Data?, _ infrastructure: Data?, _ index: Int) -> [Plan.Volume] {
    var volumes = [Plan.Volume(name: HarnessFolders.engineVolume, storage: .temporary)]
    var paths = sharedPaths?.items ?? []
    if let text = sharedPaths?.scalarText, !text.value.isEmpty { paths = [Data(.string(text), at: text.span)] }
    for path in paths {
      guard let text = path.scalarText, let literal = render(text.value, at: index, unresolved: .null).literal else {
        continue
      }
      add(Plan.Volume(name: literal, storage: .temporary), to: &volumes)
    }
    for volume in infrastructure?["spec"]?["volumes"]?.items ?? [] {
      guard let path = volume["mountPath"]?.name else { continue }
      let storage: Plan.Volume.Storage? =
        switch volume["type"]?.name {
        case "HostPath"?: volume["spec"]?["path"]?.name.map { .host(path: $0) }
        case "EmptyDir"? where volume["spec"]?["medium"]?.name == "Memory":
          .memory(limit: volume["spec"]?["size"]?.name.flatMap { HarnessQuantity.memoryBytes($0) })
        default: .temporary
        }
      if let storage { add(Plan.Volume(name: path, storage: storage), to: &volumes) }
    }
    return volumes
  }

  /// A path is mounted once, and only an absolute one below the root can be.
  private func add(_ volume: Plan.Volume, to volumes: inout [Plan.Volume]) {
    let isUsable = volume.name.hasPrefix("/") && volume.name != "/" && volume.name != HarnessFolders.workspace
    if isUsable, !volumes.contains(where: { $0.name == volume.name }) { volumes.append(volume) }
  }

  /// What containers of a scope mount.
  func mounts(of scope: HarnessContainerScope) -> [Plan.Mount] {
    [Plan.Mount(volume: "_workspace", path: HarnessFolders.workspace)]
      + scope.volumes.map { volume in
        Plan.Mount(
          volume: volume.name, path: volume.name == HarnessFolders.engineVolume ? HarnessFolders.engine : volume.name)
      }
  }
}
