import Diagnostics

extension IRWriter {
  /// The members of a step or service.
  mutating func write(_ step: Step) {
    json.member("role", step.role.rawValue)
    at(step.span)
    member("name", step.name)
    member("image", step.image)
    member("commands", step.commands)
    member("entrypoint", step.entrypoint)
    member("command", step.command)
    member("settings", objects: step.settings) { writer, setting in
      writer.member("name", setting.name)
      writer.at(setting.span)
      switch setting.value {
      case .data(let data): writer.member("value") { $0.write(data) }
      case .secret(let secret): writer.member("secret", secret.name)
      }
    }
    member("environment", step.environment)
    member("when", step.condition)
    member("dependsOn", step.dependsOn)
    member("detach", step.isDetached)
    member("failure", step.failure)
    member("pull", step.pull)
    member("privileged", step.isPrivileged)
    member("user", step.user)
    member("workingDirectory", step.workingDirectory)
    member("volumes", step.mounts)
    if let container = step.container { write(container) }
    member("keys", step.keys)
  }

  /// A key and variables in source order; nothing where there are none.
  mutating func member(_ key: String, _ variables: [Variable]) {
    member(key, objects: variables) { writer, variable in
      writer.member("name", variable.name)
      writer.at(variable.span)
      switch variable.value {
      case .text(let text): writer.member("value", text)
      case .secret(let secret): writer.member("secret", secret.name)
      case .unset: writer.json.member("unset", true)
      }
      writer.member("unknownKeys", variable.unknownKeys)
    }
  }

  private mutating func member(_ key: String, _ mounts: [Mount]) {
    member(key, objects: mounts) { writer, mount in
      writer.at(mount.span)
      writer.member("name", mount.name)
      writer.member("path", mount.path)
      writer.member("subPath", mount.subPath)
    }
  }

  private mutating func write(_ container: ContainerOptions) {
    member("devices", container.devices)
    member("dns", container.dns)
    member("dnsSearch", container.dnsSearch)
    member("extraHosts", container.extraHosts)
    member("networkMode", container.networkMode)
    member("memoryLimit", container.memoryLimit)
    member("memorySwapLimit", container.memorySwapLimit)
    member("sharedMemorySize", container.sharedMemorySize)
    member("portBindings", container.portBindings)
    member("shell", container.shell)
    member("group", container.group)
    member("limits", container.limits)
  }
}

extension Step {
  /// The step as JSON, in which places are those of `sources`.
  public func json(_ sources: SourceSet) -> String {
    var writer = IRWriter(sources)
    writer.object { $0.write(self) }
    return writer.json.text
  }
}
