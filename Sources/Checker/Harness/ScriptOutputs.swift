import IR

/// The script of a step and the variables that it shall leave behind.
enum ScriptOutputs {
  /// nil: the step has no script of a Unix shell, or nothing that is taken from it.
  static func script(of node: HarnessNodeRecord) -> (script: Text, outputs: [HarnessOutputVariable])? {
    guard let step = node.step else { return nil }
    switch step.action {
    case .run(let run): return pair(run.command, run.shell, run.outputs)
    case .test(let test): return test.tool == nil ? pair(test.command, test.shell, test.outputs) : nil
    case .container(let container): return pair(container.command, container.shell, container.outputs)
    case .shellScript(let script): return pair(script.script, script.shell, script.outputs)
    default: return nil
    }
  }

  private static func pair(
    _ script: Text?, _ shell: Text?, _ outputs: HarnessOutputs?
  ) -> (script: Text, outputs: [HarnessOutputVariable])? {
    guard let script, let outputs, !outputs.variables.isEmpty, !script.value.hasPrefix("<+input>") else { return nil }
    switch shell?.value {
    case nil, "Sh", "Bash":
      // Another interpreter reads a script that says so.
      if script.value.hasPrefix("#!"), !script.value.prefix(40).contains("sh\n") { return nil }
      return (script, outputs.variables)
    default: return nil
    }
  }
}
