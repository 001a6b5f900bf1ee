import Diagnostics

/// Describes what is said as `invalid-overlay` of overlays of input sets.
enum InvalidOverlay: Rule {
  static let info = RuleInfo(
    "invalid-overlay", .error, "An overlay names no input sets, or something that is none.",
    why: """
      An overlay is a list of input sets that are put one over the other. Harness refuses an empty list, other overlays \
      in it, and input sets without values. Names of which nothing is known here may be on the server, and are not \
      spoken of.
      """,
    flagged: [
      """
      overlayInputSet:
        identifier: both
        name: both
        orgIdentifier: default
        projectIdentifier: app
        pipelineIdentifier: app
        inputSetReferences: []
      #                     ^^ invalid-overlay: the overlay names no input sets
      """
    ],
    accepted: [
      """
      overlayInputSet:
        identifier: both
        name: both
        orgIdentifier: default
        projectIdentifier: app
        pipelineIdentifier: app
        inputSetReferences: [nightly, europe]
      """
    ])
}
