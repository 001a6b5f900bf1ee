import Diagnostics
import Glibc
import IR

/// Flags NUL characters in what a container is given.
enum NulCharacter: ProgramRule {
  static let info = RuleInfo(
    "nul-character", .error, "A command or variable contains a NUL character, so that its container cannot start.",
    why: """
      Commands reach a container as a variable of its environment. There, as in arguments of programs, NUL ends a text; \
      the engine refuses to start the container. In YAML, `\\0` in double quotes is a NUL.
      """,
    flagged: [
      #"""
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands:
        - "tr '\0' '\n' </proc/1/environ"
      #        ^^ nul-character: `\0` is a NUL character here, which no container can be given
      """#
    ],
    accepted: [
      #"""
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands:
        - tr '\0' '\n' </proc/1/environ
      """#
    ])

  static func check(_ program: Program, in context: inout RuleContext) {
    guard hasEscape(context.source) else { return }
    for pipeline in program.pipelines {
      check(pipeline.environment, in: &context)
      for step in pipeline.allSteps {
        for text in step.commands + step.command + step.entrypoint { check(text, in: &context) }
        for text in [step.image, step.user, step.workingDirectory] { if let text { check(text, in: &context) } }
        check(step.environment, in: &context)
        for setting in step.settings {
          if case .data(let data) = setting.value { data.forEachText { check($0, in: &context) } }
        }
      }
    }
  }

  private static func check(_ variables: [Variable], in context: inout RuleContext) {
    for variable in variables {
      check(variable.name, in: &context)
      if case .text(let text) = variable.value { check(text, in: &context) }
    }
  }

  private static func check(_ text: Text, in context: inout RuleContext) {
    guard let offset = text.value.utf8Offset(of: 0) else { return }
    let span = text.span(of: offset..<offset + 1)
    context.report(
      "`\(context.source.text(of: span))` is a NUL character here, which no container can be given", at: span,
      help: "leave the double quotes out: in a text without them, or in a block after `|`, it is a backslash and a zero"
    )
  }

  /// Only an escape in double quotes can make a NUL; hardly any file has one, and those without cost one look.
  private static func hasEscape(_ source: Source) -> Bool {
    source.bytes.withUnsafeBytes { bytes in
      guard var next = bytes.baseAddress else { return false }
      let end = next + bytes.count
      while let found = memchr(next, 0x5C, end - next) {
        next = UnsafeRawPointer(found) + 1
        guard next < end else { return false }
        switch next.load(as: UInt8.self) {
        case UInt8(ascii: "0"), UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"): return true
        default: continue
        }
      }
      return false
    }
  }
}
