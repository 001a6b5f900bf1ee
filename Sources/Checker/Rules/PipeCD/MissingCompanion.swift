import Diagnostics
import IR

/// A file that secrets or attachments need is not there.
enum MissingCompanion: PipeCDRule {
  static let info = RuleInfo(
    "missing-companion", .error, "A file that secrets or attachments need is not there.",
    why: """
      piped looks for targets and sources in the folder of the application, in the commit that it deploys. Where one is \
      missing no deployment can be planned.
      """,
    exceptions: "The file is made before the commit that PipeCD deploys.",
    flagged: [],
    accepted: [],
    yields: ["type-mismatch"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    // A copy of a file, in no repository or with nothing to deploy beside it, says nothing of what the original has.
    guard let neighbours = context.neighbours, neighbours.directory != nil, let companions = neighbours.companions,
      let application = document.application,
      companions.contains(where: { !PipeCDNeighbours.isConfiguration($0.path) })
    else { return }
    let attachment = application.attachment.value
    let files =
      (application.encryption.value?.targets.value ?? []) + (attachment?.targets.value ?? [])
      + (attachment?.sources.value.entries.map(\.option) ?? [])
    for file in files {
      let path = PipeCDNeighbours.cleaned(file.value)
      // What lies outside is said by another rule.
      guard let place = file.place, !path.isEmpty, !path.hasPrefix("/"), !path.hasPrefix("../"), path != ".." else {
        continue
      }
      guard !companions.contains(where: { $0.path == path }) else { continue }
      context.report(
        "there is no file `\(path)` in the folder of the application", at: place,
        help: Suggestion.nearest(to: path, among: companions.map(\.path)).map { "did you mean `\($0)`?" })
    }
  }
}
