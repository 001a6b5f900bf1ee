import Diagnostics
import IR

/// The volumes of a pipeline and who mounts them. What names no declared volume is dropped, as Drone does in silence.
struct DroneVolumes {
  /// In file order, then those that the runner adds.
  private(set) var planned: [Plan.Volume] = []
  private let positions: [String: Int]
  private let runnerMounts: [Plan.Mount]

  init(_ volumes: [Volume], runnerMounts: [Context.HostMount]) {
    var positions: [String: Int] = [:]
    for volume in volumes {
      guard let name = volume.name?.value, !name.isEmpty, let storage = DroneVolumes.storage(volume.storage) else {
        continue
      }
      guard positions[name] == nil else { continue }
      positions[name] = planned.count
      planned.append(Plan.Volume(name: name, storage: storage))
    }
    var mounts: [Plan.Mount] = []
    for (index, mount) in runnerMounts.enumerated() {
      let name = "_host\(index + 1)"
      planned.append(Plan.Volume(name: name, storage: .host(path: mount.hostPath)))
      mounts.append(Plan.Mount(volume: name, path: mount.path))
    }
    self.positions = positions
    self.runnerMounts = mounts
  }

  private static func storage(_ storage: Volume.Storage?) -> Plan.Volume.Storage? {
    switch storage {
    case .temporary(let medium, let limit):
      medium?.value == "memory" ? .memory(limit: DroneContainer.limit(limit?.value)) : .temporary
    case .host(let path): .host(path: path?.value ?? "")
    // Of Kubernetes, which mounts them itself.
    case .claim, .configMap, .secret, nil: nil
    }
  }

  /// The step's own mounts, then the workspace, then the runner's.
  func mounts(for own: [Mount], _ workspace: Plan.Workspace) -> [Plan.Mount] {
    var result: [Plan.Mount] = []
    for mount in own {
      guard let name = mount.name?.value, positions[name] != nil else { continue }
      result.append(Plan.Mount(volume: name, path: mount.path?.value ?? ""))
    }
    result.append(Plan.Mount(volume: "_workspace", path: workspace.base))
    return result + runnerMounts
  }

  /// Devices are host volumes below `/dev/`.
  func devices(for own: [Mount]) -> [Plan.Device] {
    own.compactMap { device in
      guard let name = device.name?.value, let position = positions[name],
        case .host(let hostPath) = planned[position].storage, hostPath.hasPrefix("/dev/")
      else { return nil }
      return Plan.Device(hostPath: hostPath, path: device.path?.value ?? "")
    }
  }
}
