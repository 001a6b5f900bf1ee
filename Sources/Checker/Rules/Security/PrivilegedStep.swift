import Diagnostics
import IR

/// A step has all privileges on its machine.
enum PrivilegedStep: StepRule, HarnessNodeRule {
  static let info = RuleInfo(
    "privileged-step", .info, group: .security, persona: .pedantic, "A step runs in privileged mode.",
    why: """
      A privileged container can do to its machine what the machine's administrator can: read the secrets of other builds, \
      and stay there when the build is over. Whoever can change the step, or the image, has the machine.
      """,
    exceptions: "The step needs it, as a Docker daemon does, and the machine is thrown away after the build.",
    flagged: [
      .steps(
        """
        - step:
            identifier: images
            name: images
            type: Run
            spec:
              shell: Sh
              command: make images
              privileged: true
        #                 ^^^^ privileged-step: the step can do everything on its machine
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: images
            name: images
            type: Run
            spec:
              shell: Sh
              command: make images
        """)
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let privileged = step.isPrivileged, privileged.value else { return }
    report(privileged.span, in: &context)
  }

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard case .literal(let privileged)? = node.step?.action.container?.isPrivileged, privileged.value else { return }
    report(privileged.span, in: &context)
  }

  private static func report(_ span: Span, in context: inout RuleContext) {
    context.report(
      "the step can do everything on its machine", at: span,
      help: "do without it; images can be built by kaniko or buildah, which need no privileges")
  }
}
