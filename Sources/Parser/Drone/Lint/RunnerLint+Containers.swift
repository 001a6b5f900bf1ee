import Diagnostics
import Expressions
import IR

extension RunnerLint {
  /// Services, then steps, then volumes, as the docker runner's lint takes them; the kubernetes runner's knows less.
  mutating func checkContainers() {
    var declared: [String: Span] = [:]
    let hasClone = !drone.clone.isDisabled
    for index in pipeline.services.indices { check(pipeline.services[index], &declared, hasClone: hasClone) }
    for index in pipeline.steps.indices { check(pipeline.steps[index], &declared, hasClone: hasClone) }
    for volume in pipeline.volumes { check(volume) }
    if runner == .kubernetes, let limits = drone.kubernetes?.limits { refuse(limits) }
  }

  private mutating func refuse(_ limits: ResourceAmounts) {
    for (amount, name) in [(limits.processor, "cpu"), (limits.memory, "memory")] where (amount?.value ?? 0) != 0 {
      refuse(
        "stage-resource-limit", "limits of \(name) belong to steps, not to the pipeline",
        at: amount?.span ?? pipeline.keys[.resources] ?? pipeline.span,
        "linter: \(name) limit cannot be applied at stage level",
        help: "move `limits` into the `resources` of each step")
      return
    }
  }

  private mutating func check(_ step: Step, _ declared: inout [String: Span], hasClone: Bool) {
    checkUniqueness(step, &declared, hasClone)
    checkImage(step)
    checkTrust(step)
    checkMounts(step)
    checkDependencies(step, declared, hasClone: hasClone)
  }

  private mutating func checkUniqueness(_ step: Step, _ declared: inout [String: Span], _ hasClone: Bool) {
    let name = step.name?.value ?? ""
    if hasClone, name == "clone" {
      refuse(
        "duplicate-step-name", "`clone` is the name of the step that clones the repository", at: step.nameSpan,
        "linter: duplicate step names",
        help: "rename the step, or switch the other one off with `clone: {disable: true}`")
    } else if let earlier = declared[name] {
      // Two steps of one name are refused when the file is parsed already.
      if step.role == .service || serviceNames.contains(name) {
        let message = name.isEmpty ? "two services have no name" : "`\(name)` is the name of a service already"
        refuse(
          "duplicate-step-name", message, at: name.isEmpty ? start(of: step) : step.nameSpan,
          "linter: duplicate step names", help: "rename one of them", related: [.init(earlier, "first one here")])
      }
    } else {
      declared[name] = name.isEmpty ? start(of: step) : step.nameSpan
    }
  }

  private mutating func checkImage(_ step: Step) {
    guard runner != .vm, (step.image?.value ?? "").isEmpty else { return }
    let key = step.keys[.image]
    refuse(
      "missing-image", "the \(step.role.rawValue) has no image", at: key ?? step.name?.span ?? start(of: step),
      "linter: invalid or missing image", help: key == nil ? "add `image: …`" : "write the name of an image")
  }

  private mutating func checkTrust(_ step: Step) {
    if step.isPrivileged?.value == true, runner != .vm {
      needTrust(step, .privileged, "privileged", "enable privileged mode")
    }
    guard runner != .kubernetes, let container = step.container else { return }
    if !container.devices.isEmpty { needTrust(step, .devices, "devices", "mount devices") }
    if !container.dns.isEmpty { needTrust(step, .dns, "dns", "configure dns") }
    if !container.dnsSearch.isEmpty { needTrust(step, .dnsSearch, "dns_search", "configure dns_search") }
    if !container.extraHosts.isEmpty { needTrust(step, .extraHosts, "extra_hosts", "configure extra_hosts") }
    if !(container.networkMode?.value ?? "").isEmpty {
      needTrust(step, .networkMode, "network_mode", "configure network_mode")
    }
    if let size = container.sharedMemorySize?.value, size > 0 {
      needTrust(step, .sharedMemorySize, "shm_size", "configure shm_size")
    }
  }

  private mutating func needTrust(_ step: Step, _ key: Key, _ name: String, _ upstream: String) {
    refuse(
      "trusted-only", "`\(name)` works only in a repository that an administrator has marked as trusted",
      at: step.keys[key] ?? start(of: step), "linter: untrusted repositories cannot \(upstream)",
      help: "ask an administrator to mark the repository as trusted; `--trusted` says that it is", needsTrust: true)
  }

  private static let reservedNames: Set<String> = ["workspace", "_workspace", "_docker_socket"]

  private func isReserved(_ name: String) -> Bool {
    Self.reservedNames.contains(name)
      || runner == .kubernetes && (name == "_status" || name == "_addons")
  }

  private mutating func checkMounts(_ step: Step) {
    for mount in step.mounts {
      if let name = mount.name, isReserved(name.value) {
        refuse(
          "invalid-volume-name", "`\(name.value)` is a reserved name", at: name.span,
          "linter: invalid volume name: \(name.value)", help: "rename the volume")
      }
      if let path = mount.path, CleanPath.of(path.value).hasPrefix("/run/drone") {
        refuse(
          "reserved-mount-path", "nothing can be mounted at `/run/drone`", at: path.span,
          "linter: cannot mount volume at /run/drone")
      }
    }
  }

  private mutating func checkDependencies(_ step: Step, _ declared: [String: Span], hasClone: Bool) {
    guard !step.dependsOn.isEmpty else { return }
    let name = step.name?.value ?? ""
    for dependency in step.dependsOn {
      if dependency.value == "clone", hasClone { continue }
      if dependency.value == name {
        refuse(
          "self-dependency", "the step depends on itself", at: dependency.span,
          "linter: cyclical step dependency detected: \(name)", help: "delete this entry")
      } else if declared[dependency.value] == nil {
        refuseUnknown(dependency, of: step, declared)
      }
    }
  }

  private mutating func refuseUnknown(_ dependency: Text, of step: Step, _ declared: [String: Span]) {
    let name = step.name?.value ?? ""
    let upstream = "linter: unknown step dependency detected: \(name) references \(dependency.value)"
    // Past some errors, only their places matter, and looking for near names would take its time.
    unknownDependencies += 1
    guard unknownDependencies <= 50 else {
      refuse("unknown-step-dependency", "no earlier step is named `\(dependency.value)`", at: dependency.span, upstream)
      return
    }
    let all = pipeline.allSteps
    if let later = all.first(where: { $0.name?.value == dependency.value }) {
      let isCycle = later.dependsOn.contains { $0.value == name }
      let message: String
      let help: String
      if step.role == .service, later.role == .step {
        message = "a service cannot depend on the step `\(dependency.value)`"
        help = "services start before all steps; make it a step with `detach: true` if it must come later"
      } else if isCycle {
        message = "`\(name)` and `\(dependency.value)` wait for each other"
        help = "take one of the two dependencies away"
      } else {
        message = "`\(dependency.value)` is declared after the step that depends on it"
        help = "move the step `\(dependency.value)` further up"
      }
      refuse(
        "unknown-step-dependency", message, at: dependency.span, upstream, help: help,
        related: [.init(later.nameSpan, "declared here")])
      return
    }
    if dependency.value == "clone" {
      refuse(
        "unknown-step-dependency", "there is no step `clone`, because cloning is switched off",
        at: dependency.span, upstream, help: "delete this entry",
        related: drone.clone.span.map { [.init($0, "switched off here")] } ?? [])
      return
    }
    let names = all.compactMap { $0.name?.value }.filter { $0 != name }
    let free = names.filter { name in !step.dependsOn.contains { $0.value == name } }
    let nearest = Suggestion.nearest(to: dependency.value, among: free)
    let known = names.prefix(8).joined(separator: ", ")
    refuse(
      "unknown-step-dependency", "no step is named `\(dependency.value)`", at: dependency.span, upstream,
      help: nearest.map { "did you mean `\($0)`?" } ?? (known.isEmpty ? nil : "steps of this pipeline: \(known)"),
      fixes: nearest.map { [Fix("depend on `\($0)`", safety: .unsafe, edits: [.init(dependency.span, $0)])] } ?? [])
  }

  private mutating func check(_ volume: Volume) {
    switch volume.storage {
    case .temporary(let medium?, _) where medium.value == "memory":
      needTrust(volume, "in-memory volumes work", "mount in-memory volumes")
    case .host:
      needTrust(volume, "host volumes work", "mount host volumes")
    case .claim:
      needTrust(volume, "claims work", "mount PVC")
    case .configMap:
      needTrust(volume, "config map volumes work", "mount configMap volumes")
    case .secret:
      needTrust(volume, "secret volumes work", "mount secret volumes")
    default:
      break
    }
    guard let name = volume.name, !name.value.isEmpty else {
      let span = Span(volume.span.source, volume.span.start, min(volume.span.start + 1, volume.span.end))
      refuse(
        "missing-volume-name", "the volume has no name", at: span, "linter: missing volume name",
        help: "add `name: …`")
      return
    }
    if isReserved(name.value) {
      refuse(
        "invalid-volume-name", "`\(name.value)` is a reserved name", at: name.span,
        "linter: invalid volume name: \(name.value)", help: "rename the volume")
    }
  }

  private mutating func needTrust(_ volume: Volume, _ what: String, _ upstream: String) {
    refuse(
      "trusted-only", "\(what) only in a repository that an administrator has marked as trusted",
      at: volume.name?.span ?? volume.span, "linter: untrusted repositories cannot \(upstream)",
      help: "ask an administrator to mark the repository as trusted; `--trusted` says that it is", needsTrust: true)
  }
}
