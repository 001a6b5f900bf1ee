import Planner

extension ContainerSpecification {
  /// The container of a step, as Drone's Docker runner makes it: no terminal, no input, output and error attached.
  ///
  /// The engine keeps no log of its own, because the output is read while it is written: it may be large, and secrets
  /// are masked only on this side. `defaultUser` is for steps that name no user.
  init(_ step: BackendStep, in run: BackendRun, defaultUser: String?) {
    let plan = step.plan
    image = plan.image ?? ""
    entrypoint = plan.entrypoint
    cmd = plan.command
    env = step.environment.map { "\($0.name)=\($0.value)" }
    workingDir = plan.workingDirectory
    user = plan.user ?? defaultUser
    labels = run.resourceLabels
    labels[DockerBackend.stepLabel] = plan.name

    hostConfig.privileged = plan.isPrivileged
    hostConfig.dns = plan.dns.isEmpty ? nil : plan.dns
    hostConfig.dnsSearch = plan.dnsSearch.isEmpty ? nil : plan.dnsSearch
    hostConfig.extraHosts = plan.extraHosts.isEmpty ? nil : plan.extraHosts
    hostConfig.memory = plan.memoryLimit
    hostConfig.memorySwap = plan.memorySwapLimit
    // A processor is a thousand thousandths, and a thousand million of the engine's.
    hostConfig.nanoCpus = plan.processorLimit.map { $0.multipliedReportingOverflow(by: 1_000_000).partialValue }
    for port in plan.ports where !port.container.isEmpty {
      let name = port.container.contains("/") ? port.container : port.container + "/tcp"
      exposedPorts = (exposedPorts ?? [:]).merging([name: [:]]) { $1 }
      hostConfig.portBindings = (hostConfig.portBindings ?? [:]).merging([name: [.init(hostPort: port.host)]]) {
        $0 + $1
      }
    }
    hostConfig.shmSize = plan.sharedMemorySize
    hostConfig.logConfig = Host.Log(type: "none")
    let devices = plan.devices.map {
      Host.Device(pathOnHost: $0.hostPath, pathInContainer: $0.path, cgroupPermissions: "rwm")
    }
    hostConfig.devices = devices.isEmpty ? nil : devices
    for mount in plan.mounts { add(mount, in: run) }

    if let mode = plan.networkMode, !mode.isEmpty {
      hostConfig.networkMode = mode
    } else if run.pipeline.hasNetwork {
      hostConfig.networkMode = run.networkName
      networkingConfig = Networking(endpointsConfig: [run.networkName: .init(aliases: plan.networkAliases)])
    }
  }

  /// A mount of a volume that the pipeline does not declare is dropped, as Drone does.
  private mutating func add(_ mount: Plan.Mount, in run: BackendRun) {
    if mount.volume == "_workspace" {
      if let folder = run.pipeline.workspace.hostPath {
        addHost(folder, at: mount.path)
      } else {
        add(Host.Mount(type: "volume", source: run.workspaceVolumeName, target: mount.path))
      }
      return
    }
    guard let index = run.pipeline.volumes.firstIndex(where: { $0.name == mount.volume }) else { return }
    switch run.pipeline.volumes[index].storage {
    case .temporary:
      add(Host.Mount(type: "volume", source: run.volumeName(at: index), target: mount.path))
    case .memory(let limit):
      let options = Host.Mount.Tmpfs(sizeBytes: limit.flatMap { $0 > 0 ? $0 : nil }, mode: 0o700)
      add(Host.Mount(type: "tmpfs", target: mount.path, tmpfsOptions: options))
    case .host(let path):
      addHost(path, at: mount.path)
    }
  }

  /// A bind creates a folder that does not exist; for devices, and for paths with a colon, there is only the mount.
  private mutating func addHost(_ path: String, at target: String) {
    if path.hasPrefix("/dev/") || path.contains(":") || target.contains(":") {
      add(Host.Mount(type: "bind", source: path, target: target))
    } else {
      hostConfig.binds = (hostConfig.binds ?? []) + ["\(path):\(target)"]
    }
  }

  private mutating func add(_ mount: Host.Mount) {
    hostConfig.mounts = (hostConfig.mounts ?? []) + [mount]
  }
}
