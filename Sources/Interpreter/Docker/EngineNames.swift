import Planner

/// The names that an engine knows the resources of a run by.
extension BackendRun {
  /// The pipeline's network, which a step can read as `DRONE_DOCKER_NETWORK_ID`.
  public var networkName: String { "pipec-\(engineName(id))" }

  /// The volume that holds the workspace, which a step can read as `DRONE_DOCKER_VOLUME_ID`.
  public var workspaceVolumeName: String { "\(networkName)-workspace" }

  /// The volume behind the pipeline's volume at that position.
  func volumeName(at index: Int) -> String {
    "\(networkName)-volume-\(index)-\(engineName(pipeline.volumes[index].name))"
  }

  func containerName(of step: Plan.Step) -> String {
    let safe = engineName(step.id)
    // Two steps may differ only in what a name cannot hold.
    return "\(networkName)-\(safe)" + (safe == step.id ? "" : "-\(fingerprint(of: step.id))")
  }

  /// The labels of every resource of the run; the run's own win over the pipeline's.
  var resourceLabels: [String: String] {
    var result: [String: String] = [:]
    for label in pipeline.labels {
      if case .literal(let text) = label.value { result[label.name] = text }
    }
    for label in labels { result[label.name] = label.value }
    result[DockerBackend.runLabel] = id
    return result
  }
}

/// The text with everything that engines refuse in names replaced by `-`, and at most 60 characters long.
private func engineName(_ text: String) -> String {
  let kept = text.utf8.prefix(60).map { byte -> UInt8 in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
      byte
    default: UInt8(ascii: "-")
    }
  }
  return String(decoding: kept, as: UTF8.self)
}

/// Eight hexadecimal digits that tell texts apart (FNV-1a).
private func fingerprint(of text: String) -> String {
  var hash: UInt32 = 0x811c_9dc5
  for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 8 - digits.count) + digits
}
