import Diagnostics
import IR

/// A script with outputs ends itself.
enum EarlyExit: HarnessNodeRule {
  static let info = RuleInfo(
    "early-exit", .warning, "A script with outputs ends itself.",
    why: """
      Harness appends commands to the script that write the outputs. `exit 0` ends the shell before they run, and the \
      outputs are lost.
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
                export TAG=1
                exit 0
        #       ^^^^^^ early-exit: `exit 0` ends the script before its outputs are written
              outputVariables: [{name: TAG}]
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
                export TAG=1
              outputVariables: [{name: TAG}]
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let (script, outputs) = ScriptOutputs.script(of: node), !outputs.isEmpty else { return }
    let bytes = Array(script.value.utf8)
    let text = ShellText(bytes)
    for place in text.occurrences(of: "exit") {
      var index = place.upperBound
      while index < bytes.count, bytes[index] == 0x20 { index += 1 }
      guard index < bytes.count, bytes[index] == UInt8(ascii: "0"),
        index + 1 == bytes.count || bytes[index + 1] <= 0x20 || bytes[index + 1] == UInt8(ascii: ";"),
        isCommand(bytes, at: place.lowerBound)
      else { continue }
      context.report(
        "`exit 0` ends the script before its outputs are written", at: script.span(of: place.lowerBound..<index + 1),
        help: "let the script run to its end")
    }
  }

  /// Whether a command begins there: only blanks, or the end of another command, come before on the line.
  private static func isCommand(_ bytes: [UInt8], at offset: Int) -> Bool {
    var index = offset - 1
    while index >= 0, bytes[index] == 0x20 || bytes[index] == 0x09 { index -= 1 }
    return index < 0 || bytes[index] == 0x0A || bytes[index] == UInt8(ascii: ";") || bytes[index] == UInt8(ascii: "&")
  }
}
