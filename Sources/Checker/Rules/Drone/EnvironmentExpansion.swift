import Diagnostics
import IR

/// Flags `$NAME` in values of `environment`, which nobody expands.
enum EnvironmentExpansion: StepRule {
  static let info = RuleInfo(
    "environment-expansion", .warning, "A value of `environment` contains `$NAME`, which is not expanded.",
    why: """
      Values are handed to the container as they are. `PATH: $PATH:/opt/bin` sets the variable to exactly these \
      characters, and the shell finds no program any more.
      """,
    exceptions: "The program that reads the variable expands it itself.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        environment:
          PATH: $PATH:/opt/bin
      #         ^^^^^ environment-expansion: `$PATH` is not expanded in `environment`
        commands: [make]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands:
        - export PATH=$PATH:/opt/bin
        - make
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    for variable in step.environment {
      guard case .text(let text) = variable.value, let range = reference(in: text.value) else { continue }
      if variable.name.value == "PATH", pipeline.drone?.runner != .docker, pipeline.drone?.runner != .kubernetes {
        continue
      }
      context.report(
        "`\(text.value.slice(range))` is not expanded in `environment`", at: text.span(of: range),
        help: step.commands.isEmpty
          ? "write the value itself" : "write `export \(variable.name.value)=…` as the first command")
    }
  }

  /// The first `$NAME` or `${NAME}` in upper case that stands by itself or as a part of a path; a `$` in a password is
  /// none.
  static func reference(in text: String) -> Range<Int>? {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return nil }
    let bytes = Array(text.utf8)
    for index in bytes.indices where bytes[index] == UInt8(ascii: "$") {
      guard index == 0 || isDelimiter(bytes[index - 1]) else { continue }
      var end = index + 1
      let isBraced = end < bytes.count && bytes[end] == UInt8(ascii: "{")
      if isBraced { end += 1 }
      let nameStart = end
      while end < bytes.count, isName(bytes[end]) { end += 1 }
      guard end > nameStart + 1, !(0x30...0x39).contains(bytes[nameStart]) else { continue }
      if isBraced {
        guard end < bytes.count, bytes[end] == UInt8(ascii: "}") else { continue }
        end += 1
      }
      guard end == bytes.count || isDelimiter(bytes[end]) else { continue }
      return index..<end
    }
    return nil
  }

  private static func isDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: ","),
      UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: ";"), UInt8(ascii: "\n"):
      true
    default: false
    }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
  }
}
