import Diagnostics
import IR

/// SCRIPT_RUN of v1 has no script.
enum MissingRun: PipeCDRule {
  static let info = RuleInfo(
    "missing-run", .error, "SCRIPT_RUN of v1 has no script.",
    why: """
      The plugin refuses the stage when it plans, so that no deployment begins.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        plugins: {kubernetes: {}}
        name: shop
        pipeline:
          stages:
          - name: SCRIPT_RUN
                # ^^^^^^^^^^ missing-run: SCRIPT_RUN needs a script in `run`
            with:
              onRollback: make undo
          - name: K8S_SYNC
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        plugins: {kubernetes: {}}
        name: shop
        pipeline:
          stages:
          - name: SCRIPT_RUN
            with:
              run: make
          - name: K8S_SYNC
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for place in document.stagePlaces {
      guard case .scriptRun(let options) = place.stage.options, options.run.value.isEmpty else { continue }
      let isRefused = document.generation == .v1
      context.report(
        isRefused ? "SCRIPT_RUN needs a script in `run`" : "SCRIPT_RUN without `run` does nothing",
        at: options.run.place ?? place.span, severity: isRefused ? .error : .warning,
        help: "write `run: |` and the script")
    }
  }
}
