import Diagnostics
import IR

/// An output is set where its value is lost.
enum SubshellOutput: HarnessNodeRule {
  static let info = RuleInfo(
    "subshell-output", .warning, "An output is set where its value is lost.",
    why: """
      What stands behind a `|` runs in a shell of its own, and so does a loop there. Variables that are set in it are \
      gone when it ends, and the output is empty.
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
                cat version | while read line; do
                  TAG=$line
        #         ^^^ subshell-output: `TAG` is set behind a `|`, where its value is lost
                done
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
                while read line; do
                  TAG=$line
                done < version
              outputVariables: [{name: TAG}]
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let (script, outputs) = ScriptOutputs.script(of: node) else { return }
    let bytes = Array(script.value.utf8)
    let text = ShellText(bytes)
    for output in outputs {
      guard let name = (output.value ?? output.name)?.value, !name.isEmpty else { continue }
      let places = text.occurrences(of: name).filter {
        $0.upperBound < bytes.count && bytes[$0.upperBound] == UInt8(ascii: "=")
      }
      guard let first = places.first else { continue }
      let loops = pipedLoops(bytes, text)
      guard places.allSatisfy({ place in loops.contains { $0.contains(place.lowerBound) } }) else { continue }
      context.report(
        "`\(name)` is set behind a `|`, where its value is lost", at: script.span(of: first),
        help: "let the loop read with `<`")
    }
  }

  /// From each `| while` to its `done`.
  private static func pipedLoops(_ bytes: [UInt8], _ text: ShellText) -> [Range<Int>] {
    let ends = text.occurrences(of: "done").map(\.upperBound)
    var result: [Range<Int>] = []
    for word in text.occurrences(of: "while") {
      var index = word.lowerBound - 1
      while index >= 0, bytes[index] == 0x20 || bytes[index] == 0x0A { index -= 1 }
      guard index >= 0, bytes[index] == UInt8(ascii: "|"), index == 0 || bytes[index - 1] != UInt8(ascii: "|") else {
        continue
      }
      if let end = ends.first(where: { $0 > word.upperBound }) { result.append(word.lowerBound..<end) }
    }
    return result
  }
}
