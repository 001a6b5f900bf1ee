import Diagnostics
import IR

/// A script that a step hands to a Unix shell, with what is known of the shell.
public struct StepScript: Sendable {
  /// The language that the script is in.
  public enum Shell: String, Hashable, Sendable {
    case sh, bash
  }

  /// The commands in their order; but in Drone there is only one. One shell reads all of them.
  public var commands: [Text]
  /// What reads them.
  public var shell: Shell
  /// Whether the shell stops at a command that fails.
  public var stopsAtErrors: Bool
  /// The image whose shell it is, as written; nil where that is not known.
  public var image: String?
  /// The variables that hold secrets.
  public var secrets: Set<String>
  /// Whether what the script sets is looked at when it is done.
  public var hasOutputs: Bool

  init(
    _ commands: [Text], _ shell: Shell, stopsAtErrors: Bool, image: String? = nil, secrets: Set<String> = [],
    hasOutputs: Bool = false
  ) {
    self.commands = commands
    self.shell = shell
    self.stopsAtErrors = stopsAtErrors
    self.image = image
    self.secrets = secrets
    self.hasOutputs = hasOutputs
  }
}

/// A rule that looks at each script, whatever the dialect.
public protocol ScriptRule: Rule {
  static func check(_ script: StepScript, in context: inout RuleContext)
}

// MARK: Drone

extension StepScript {
  /// The script of a step; nil where it has none, or one for PowerShell.
  init?(_ step: Step, of pipeline: Pipeline) {
    guard !step.commands.isEmpty, let drone = pipeline.drone, drone.platform.os?.value != "windows" else { return nil }
    var shell = Shell.sh
    if let name = step.container?.shell?.value {
      guard let known = Shell(path: name) else { return nil }
      shell = known
    }
    var secrets: Set<String> = []
    for variable in step.environment {
      if case .secret = variable.value { secrets.insert(variable.name.value) }
    }
    for setting in step.settings {
      if case .secret = setting.value { secrets.insert("PLUGIN_" + setting.name.value.uppercased()) }
    }
    let hasContainer = drone.runner == .docker || drone.runner == .kubernetes
    self.init(
      step.commands, shell, stopsAtErrors: true, image: hasContainer ? step.image?.value : nil, secrets: secrets)
  }
}

// MARK: Harness

extension StepScript {
  /// The scripts of a step.
  static func all(of node: HarnessNodeRecord) -> [StepScript] {
    guard let step = node.step else { return [] }
    switch step.action {
    case .run(let run):
      return script(run.command, run.shell, run.container, hasOutputs: run.outputs != nil)
    case .background(let background):
      return background.container.entrypoint == nil
        ? script(background.command, background.shell, background.container, hasOutputs: false) : []
    case .test(let test):
      guard let tool = test.tool else {
        return script(test.command, test.shell, test.container, hasOutputs: test.outputs != nil)
      }
      return script(tool.preCommand, test.shell, test.container, hasOutputs: true)
        + script(tool.postCommand, test.shell, test.container, hasOutputs: test.outputs != nil)
    case .container(let container):
      return script(container.command, container.shell, container.container, hasOutputs: container.outputs != nil)
    case .shellScript(let script): return self.script(script)
    case .approval(let approval): return approval.script.map { script($0) } ?? []
    default: return []
    }
  }

  private static func script(
    _ command: Text?, _ shell: Text?, _ container: HarnessContainer, hasOutputs: Bool
  ) -> [StepScript] {
    guard let command, let shell = language(of: command, shell?.value ?? "Sh") else { return [] }
    var secrets: Set<String> = []
    for entry in container.environment?.entries ?? [] where isSecret(entry.value) { secrets.insert(entry.name.value) }
    return [
      StepScript(
        [command], shell, stopsAtErrors: true, image: container.image?.value, secrets: secrets, hasOutputs: hasOutputs)
    ]
  }

  private static func script(_ action: HarnessShellScript) -> [StepScript] {
    guard let text = action.script, action.shell?.value != "PowerShell" else { return [] }
    // What is called Bash there is sh, unless the script says otherwise.
    guard let shell = language(of: text, "Sh") else { return [] }
    var secrets: Set<String> = []
    for input in action.inputs {
      guard let name = input.name?.value else { continue }
      if input.type?.value == "Secret" || input.value.map(isSecret) == true { secrets.insert(name) }
    }
    return [StepScript([text], shell, stopsAtErrors: false, secrets: secrets, hasOutputs: action.outputs != nil)]
  }

  private static func isSecret(_ value: Data) -> Bool {
    value.text.map { $0.value.hasPrefix("<+secrets.getValue(") } ?? false
  }

  /// nil: another interpreter reads it, or there is nothing yet.
  private static func language(of text: Text, _ name: String) -> Shell? {
    if text.value.hasPrefix("<+input>") { return nil }
    if text.value.hasPrefix("#!") {
      return Shell(path: String(text.value.prefix { !$0.isNewline }))
    }
    switch name {
    case "Sh", "sh": return .sh
    case "Bash", "bash": return .bash
    default: return nil
    }
  }
}

// MARK: PipeCD

extension StepScript {
  /// The scripts of a file's stages.
  static func all(in document: PipeCDDocument) -> [StepScript] {
    document.stagePlaces.flatMap { place -> [StepScript] in
      let texts: [Text?] =
        switch place.stage.options {
        case .scriptRun(let options): [options.run.text, options.onRollback.text]
        case .customSync(let options): [options.run.text]
        default: []
        }
      return texts.compactMap { text in
        guard let text, !text.value.isEmpty else { return nil }
        return StepScript([text], .sh, stopsAtErrors: false)
      }
    }
  }
}

extension StepScript.Shell {
  /// The shell of a path, or of the first line of a script: `/bin/bash`, `#!/usr/bin/env sh`; nil for other programs.
  init?(path: String) {
    let words = path.split { $0 == " " || $0 == "/" || $0 == "!" || $0 == "#" }
    if words.contains("bash") {
      self = .bash
    } else if words.contains(where: { $0 == "sh" || $0 == "dash" || $0 == "ash" }) {
      self = .sh
    } else {
      return nil
    }
  }
}
