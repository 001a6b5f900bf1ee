import Expressions
import IR

extension HarnessStepWriter {
  /// A text of the step; what has no value is `null`.
  func text(_ text: String) -> Plan.Value { settler.render(text, at: index, unresolved: .null) }

  /// A value whose texts may have expressions.
  func rendered(_ value: JexlValue) -> Plan.Value {
    if case .string(let text) = value { return settler.render(tokens: text, at: index, unresolved: .null) }
    return HarnessValue(value).scalar
  }

  // MARK: Environment

  /// Variables by name; all values become texts.
  func environment(_ entries: HarnessEntries?) -> [Plan.EnvironmentVariable] {
    values(entries).map { Plan.EnvironmentVariable($0.name, $0.value.scalar) }
  }

  /// `PLUGIN_*` of settings.
  func settings(_ entries: HarnessEntries?) -> [Plan.EnvironmentVariable] {
    values(entries).map { member in
      Plan.EnvironmentVariable(
        HarnessSettingText.variableName(for: member.name),
        HarnessSettingText.text(of: member.value, isCompact: settler.plan.facts.usesCompactJSON))
    }
  }

  /// Names and values with expressions worked out; an expression may give all of them.
  private func values(_ entries: HarnessEntries?) -> [HarnessValue.Member] {
    switch entries {
    case nil: return []
    case .entries(let list, _)?:
      return list.map { HarnessValue.Member($0.name.value, settler.data($0.value, at: index)) }
    case .expression(let text)?:
      guard case .map(let members) = settler.resolve(Data(.string(text), at: text.span), at: index) else { return [] }
      return members
    }
  }

  /// A mapping of the file as entries.
  func entries(_ data: Data) -> HarnessEntries? {
    guard let entries = data.entries else { return data.text.map { .expression($0) } }
    let list = entries.map { entry in
      HarnessEntry(name: Text(entry.key.name ?? "", at: entry.key.span), value: entry.value)
    }
    return .entries(list, at: data.span)
  }

  // MARK: The container

  /// Image, user, limits and mounts; what the image phase cannot work out stays as it is written.
  func container(_ container: HarnessContainer, _ step: inout Plan.Step) {
    if let image = container.image {
      let value = settler.render(image.value, at: index, unresolved: .original)
      if value.display != "null", !value.display.isEmpty {
        step.image = value.display
        if value.literal == nil { step.openTexts.image = value }
      }
    }
    step.performer = step.image == nil && isOnMachine ? .host : .container
    if let entrypoint = container.entrypoint { set(entrypoint: words(entrypoint), &step) }
    step.isPrivileged = settler.flag(container.isPrivileged, at: index) ?? false
    if let user = container.user {
      let value = text(user.value)
      step.user = value.display.isEmpty ? nil : value.display
      if value.literal == nil { step.openTexts.user = value }
    }
    switch container.pullPolicy.map({ text($0.value).display }) {
    case "Always"?: step.pull = .always
    case "Never"?: step.pull = .never
    case "IfNotPresent"?: step.pull = .ifNotExists
    default: step.pull = .automatic
    }
    if !isOnMachine || container.limits != nil { limit(container.limits, &step) }
    if let reports = container.reports?.paths { step.reports = words(reports).map(\.display) }
    step.workingDirectory = HarnessFolders.workspace
    if let scope { step.mounts = settler.mounts(of: scope) }
  }

  /// Memory and processors: 500Mi and 400m on Kubernetes where the file says nothing that can be read.
  private func limit(_ amounts: HarnessAmounts?, _ step: inout Plan.Step) {
    func amount(_ text: Text?) -> String? { text.flatMap { self.text($0.value).literal } }
    let memory = amount(amounts?.memory).flatMap { HarnessQuantity.memoryBytes($0) }
    let processors = amount(amounts?.cpu).flatMap { HarnessQuantity.milliCPU($0) }
    step.memoryLimit = memory ?? (isOnMachine ? nil : HarnessQuantity.defaultMemory)
    step.processorLimit = processors ?? (isOnMachine ? nil : HarnessQuantity.defaultMilliCPU)
  }

  /// The words of a list; an expression gives a list, or one word.
  func words(_ texts: HarnessTexts) -> [Plan.Value] {
    switch texts {
    case .list(let list, _): return list.map { text($0.value) }
    case .expression(let text):
      switch settler.resolve(Data(.string(text), at: text.span), at: index) {
      case .list(let items): return items.map(\.scalar)
      case .null: return []
      case let value: return value.scalar == .literal("") ? [] : [value.scalar]
      }
    }
  }

  // MARK: What is started

  func set(entrypoint: [Plan.Value], _ step: inout Plan.Step) {
    guard !entrypoint.isEmpty else { return }
    step.entrypoint = entrypoint.map(\.display)
    if entrypoint.contains(where: { $0.literal == nil }) { step.openTexts.entrypoint = entrypoint }
  }

  func set(command: [Plan.Value], _ step: inout Plan.Step) {
    step.command = command.map(\.display)
    if command.contains(where: { $0.literal == nil }) { step.openTexts.command = command }
  }

  /// A program with fixed words before the last.
  func set(_ words: [String], _ last: Plan.Value, _ step: inout Plan.Step) {
    set(entrypoint: words.map { .literal($0) } + [last], &step)
  }

  /// A command in its shell, as one argument; without one the image's own program runs.
  func script(_ command: Text?, _ shell: Text?, _ container: HarnessContainer, _ step: inout Plan.Step) {
    guard let command, !command.value.isEmpty, container.entrypoint == nil else { return }
    let kind = shell.flatMap { HarnessShell(rawValue: text($0.value).display) } ?? .sh
    let program = text(command.value)
    step.commands = [program.display]
    step.entrypoint = kind.entrypoint
    var script = TextPieces()
    script.append(kind.prefix(isOnMachine: isOnMachine))
    script.append(program)
    let outputs = (settler.declaredOutputs(of: index) ?? []).map { (name: $0.name, variable: $0.source) }
    script.append(kind.export(outputs, keepsStatus: !isOnMachine))
    set(command: [script.value], &step)
  }

  /// The environment, once everything else is known.
  func finish(
    _ step: inout Plan.Step, own: [Plan.EnvironmentVariable], settings: [Plan.EnvironmentVariable] = [],
    isService: Bool = false
  ) {
    step.environment = HarnessEnvironment(settler, index).variables(own: own, settings: settings, isService: isService)
  }
}

extension HarnessBackground {
  /// A step that is started and not awaited; others find it under the name of its container.
  func write(_ writer: HarnessStepWriter, _ step: inout Plan.Step) {
    step.role = .service
    step.isDetached = true
    writer.container(container, &step)
    writer.script(command, shell, container, &step)
    step.networkAliases = [writer.settler.containerName(of: writer.index)]
    step.ports = (ports?.entries ?? []).map { entry in
      Plan.Port(host: entry.name.value, container: writer.settler.data(entry.value, at: writer.index).scalar.display)
    }
    writer.finish(&step, own: writer.environment(container.environment))
  }
}

extension HarnessTest.Tool {
  /// What a `RunTests` step runs: its commands before and after, and the build tool with its arguments.
  var command: Text? {
    guard let arguments else { return preCommand ?? postCommand }
    let program: String? =
      switch buildTool?.value {
      case "Maven"?: "mvn"
      case "Bazel"?: "bazel"
      case "Gradle"?: "gradle"
      case "Dotnet"?: "dotnet"
      case "Nunitconsole"?: "nunit3-console"
      case "SBT"?: "sbt"
      case "Pytest"?: "pytest"
      case "Unittest"?: "python3 -m unittest"
      case "Rspec"?: "rspec"
      default: nil
      }
    let words = [program, arguments.value].compactMap { $0 }.joined(separator: " ")
    let lines = [preCommand?.value, words, postCommand?.value].compactMap { $0 }
    return Text(lines.joined(separator: "\n"), at: arguments.span)
  }
}
