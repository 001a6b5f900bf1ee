import Expressions
import IR

/// The shells of `Run` steps and their kin: how a command becomes one argument, and how it publishes its variables.
enum HarnessShell: String, Hashable, CaseIterable {
  case sh = "Sh"
  case bash = "Bash"
  case powershell = "Powershell"
  case pwsh = "Pwsh"
  case python = "Python"

  /// The program and the option before the script.
  var entrypoint: [String] {
    switch self {
    case .sh: ["sh", "-c"]
    case .bash: ["bash", "-c"]
    case .powershell: ["powershell", "-Command"]
    case .pwsh: ["pwsh", "-Command"]
    case .python: ["python3", "-c"]
    }
  }

  /// What stands before the command.
  ///
  /// - Parameter isOnMachine: machines of the cloud, virtual machines and Docker make the first failure end the script;
  ///   Kubernetes does not, and tells git instead that the workspace belongs to whoever asks.
  func prefix(isOnMachine: Bool) -> String {
    switch self {
    case .sh, .bash:
      isOnMachine
        ? "set -e; "
        : "if command -v git >/dev/null 2>&1; then git config --global --add safe.directory '*' >/dev/null 2>&1; fi\n"
    case .powershell, .pwsh: isOnMachine ? "$ErrorActionPreference = 'Stop' \n" : ""
    case .python: ""
    }
  }

  /// What stands after the command: each variable goes to the output file, encoded so that it may have lines.
  ///
  /// - Parameter keepsStatus: whether the script ends as the command did; without `set -e` that would be lost.
  func export(_ variables: [(name: String, variable: String)], keepsStatus: Bool) -> String {
    guard !variables.isEmpty else { return "" }
    switch self {
    case .sh, .bash:
      let lines = variables.map { name, variable in
        "echo \"\(name)=__B64__$(printf '%s' \"$\(variable)\" | base64 | tr -d '\\n')\" >> \"$DRONE_OUTPUT\""
      }
      guard keepsStatus else { return "\n" + lines.joined(separator: "\n") }
      return "\nstatus_of_step=$?\n" + lines.joined(separator: "\n") + "\nexit $status_of_step"
    case .powershell, .pwsh:
      let lines = variables.map { name, variable in
        "$value = if ($null -ne $Env:\(variable)) { $Env:\(variable) } else { '' }\n"
          + "$encoded = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($value))\n"
          + "Add-Content -Path $Env:DRONE_OUTPUT -Value \"\(name)=__B64__$encoded\""
      }
      return "\n" + lines.joined(separator: "\n")
    case .python:
      let lines = variables.map { name, variable in
        "    outputs.write('\(name)=__B64__' + base64.b64encode(os.environ['\(variable)'].encode()).decode() + '\\n')"
      }
      return "\nimport base64, os\nwith open(os.environ['DRONE_OUTPUT'], 'a') as outputs:\n"
        + lines.joined(separator: "\n") + "\n"
    }
  }
}

/// A variable that a step publishes, as it is declared.
public struct HarnessDeclaredOutput: Hashable, Sendable {
  /// The name under which others read it.
  public var name: String
  /// The shell variable that it is taken from, or the expression that gives it.
  public var source: String
  /// Whether its value is a secret.
  public var isSecret: Bool
}

extension HarnessSettler {
  /// The outputs that a step declares; nil where its program decides what it publishes.
  public func declaredOutputs(of node: Int) -> [HarnessDeclaredOutput]? {
    guard case .step(let step) = plan.nodes[node].origin, let outputs = step.declaredOutputs else { return nil }
    return outputs.variables.compactMap { variable in
      guard let name = variable.name?.value, !name.isEmpty else { return nil }
      let written = variable.value.map { render($0.value, at: node, unresolved: .null).display } ?? ""
      return HarnessDeclaredOutput(
        name: name, source: written.isEmpty ? name : written, isSecret: variable.type?.value == "Secret")
    }
  }
}
