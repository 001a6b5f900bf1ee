import Planner

extension ContainerSpecification {
  /// The container of a step, as Drone's Docker runner makes it: no terminal, no input, output and error attached.
  ///
  /// The engine keeps no log of its own, because the output is read while it is written: it may be large, and secrets
  /// are masked only on this side. `defaultUser` is for steps that name no user.
  init(_ step: BackendStep, in run: BackendRun, defaultUser: String?) {
    let plan = step.plan
    Image = plan.image ?? ""
    Entrypoint = plan.entrypoint
    Cmd = plan.command
    Env = step.environment.map { "\($0.name)=\($0.value)" }
    WorkingDir = plan.workingDirectory
    User = plan.user ?? defaultUser
    Labels = run.resourceLabels
    Labels[DockerBackend.stepLabel] = plan.name

    HostConfig.Privileged = plan.isPrivileged
    HostConfig.Dns = plan.dns.isEmpty ? nil : plan.dns
    HostConfig.DnsSearch = plan.dnsSearch.isEmpty ? nil : plan.dnsSearch
    HostConfig.ExtraHosts = plan.extraHosts.isEmpty ? nil : plan.extraHosts
    HostConfig.Memory = plan.memoryLimit
    HostConfig.MemorySwap = plan.memorySwapLimit
    HostConfig.ShmSize = plan.sharedMemorySize
    HostConfig.LogConfig = Host.Log(kind: "none")
    let devices = plan.devices.map {
      Host.Device(PathOnHost: $0.hostPath, PathInContainer: $0.path, CgroupPermissions: "rwm")
    }
    HostConfig.Devices = devices.isEmpty ? nil : devices
    for mount in plan.mounts { add(mount, in: run) }

    if let mode = plan.networkMode, !mode.isEmpty {
      HostConfig.NetworkMode = mode
    } else if run.pipeline.hasNetwork {
      HostConfig.NetworkMode = run.networkName
      NetworkingConfig = Networking(EndpointsConfig: [run.networkName: .init(Aliases: plan.networkAliases)])
    }
  }

  /// A mount of a volume that the pipeline does not declare is dropped, as Drone does.
  private mutating func add(_ mount: Plan.Mount, in run: BackendRun) {
    if mount.volume == "_workspace" {
      if let folder = run.pipeline.workspace.hostPath {
        addHost(folder, at: mount.path)
      } else {
        add(Host.Mount(kind: "volume", Source: run.workspaceVolumeName, Target: mount.path))
      }
      return
    }
    guard let index = run.pipeline.volumes.firstIndex(where: { $0.name == mount.volume }) else { return }
    switch run.pipeline.volumes[index].storage {
    case .temporary:
      add(Host.Mount(kind: "volume", Source: run.volumeName(at: index), Target: mount.path))
    case .memory(let limit):
      let options = Host.Mount.Tmpfs(SizeBytes: limit.flatMap { $0 > 0 ? $0 : nil }, Mode: 0o700)
      add(Host.Mount(kind: "tmpfs", Target: mount.path, TmpfsOptions: options))
    case .host(let path):
      addHost(path, at: mount.path)
    }
  }

  /// A bind creates a folder that does not exist; for devices, and for paths with a colon, there is only the mount.
  private mutating func addHost(_ path: String, at target: String) {
    if path.hasPrefix("/dev/") || path.contains(":") || target.contains(":") {
      add(Host.Mount(kind: "bind", Source: path, Target: target))
    } else {
      HostConfig.Binds = (HostConfig.Binds ?? []) + ["\(path):\(target)"]
    }
  }

  private mutating func add(_ mount: Host.Mount) {
    HostConfig.Mounts = (HostConfig.Mounts ?? []) + [mount]
  }
}
