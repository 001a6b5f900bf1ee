import Diagnostics
import IR

/// A chain deploys an application that chains do not start.
enum UnchainedApplication: PipeCDRule {
  static let info = RuleInfo(
    "unchained-application", .warning, "A chain deploys an application that chains do not start.",
    why: """
      Applications are started by chains only where they say `trigger.onChain.disabled: false`, which is not what they \
      say by default: the chain passes this one over.
      """,
    exceptions: "An application of the same name is in another repository.",
    flagged: [],
    accepted: [],
    yields: ["type-mismatch"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard let applications = context.neighbours?.applications else { return }
    for block in document.application?.postSync.value?.chain.value?.applications.value ?? [] {
      let name = block.value.name
      let named = applications.filter { $0.name == name.value }
      // Names need not be unique, and other repositories may have more of them.
      guard let place = name.place, let first = named.first, !named.contains(where: \.isStartedByChains) else {
        continue
      }
      context.report(
        "the application `\(name.value)` is not started by chains", at: place,
        related: [.init(first.place, "it does not allow it")],
        help: "write `trigger: {onChain: {disabled: false}}` in \(first.file)")
    }
  }
}
