import Diagnostics
import IR

/// A step declares an output that its script never sets.
enum UnassignedOutput: HarnessNodeRule {
  static let info = RuleInfo(
    "unassigned-output", .warning, "A step declares an output that its script never sets.",
    why: """
      When the step ends, the shell variable of that name is read. Where the script never gives it a value, the output \
      is empty.
      """,
    exceptions: """
      The variable is part of the environment of the machine or image.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec:
              shell: Sh
              command: |
                make
                export TGA=1
              outputVariables: [{name: TAG}]
        #                              ^^^ unassigned-output: the script never sets `TAG`
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec:
              shell: Sh
              command: |
                make
                export TAG=1
              outputVariables: [{name: TAG}]
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let (script, outputs) = ScriptOutputs.script(of: node) else { return }
    let text = ShellText(Array(script.value.utf8))
    // What another file or program sets cannot be seen.
    for word in ["source", "eval"] where text.contains(word: word) { return }
    for range in text.occurrences(of: ".") where text.isBlank(at: range.upperBound) { return }
    let given = given(node, environment)
    for output in outputs {
      // Other steps may hand over theirs as variables.
      guard let name = (output.value ?? output.name)?.value, !given.contains(name), !name.contains("<+"),
        environment.outputCounts[name, default: 0] < 2,
        name.utf8.allSatisfy({ HarnessExpressionPath.isWordByte($0) }), !text.mayAssign(name)
      else { continue }
      let span = (output.value ?? output.name)?.span ?? output.span
      context.report(
        "the script never sets `\(name)`", at: span, help: "write `export \(name)=…` in the script")
    }
  }

  /// Variables that are there without the script.
  private static func given(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment) -> Set<String> {
    var names: Set<String> = []
    for index in environment.chain(from: node.index) { names.formUnion(environment.nodes[index].variables) }
    for entry in node.data["spec"]?["envVariables"]?.entries ?? [] {
      if let name = entry.key.name { names.insert(name) }
    }
    for item in node.data["spec"]?["environmentVariables"]?.items ?? [] {
      if let name = item["name"]?.name { names.insert(name) }
    }
    return names
  }
}
