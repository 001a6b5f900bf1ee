import Diagnostics
import IR

/// A path of a trigger adds nothing.
enum TriggerPath: PipeCDRule {
  static let info = RuleInfo(
    "trigger-path", .warning, "A path of a trigger adds nothing.",
    why: """
      A commit that changes a file in the folder of the application always deploys it. `paths` adds other places to it \
      and takes none away; all paths begin at the root of the repository.
      """,
    flagged: [],
    accepted: [],
    yields: ["type-mismatch"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard let neighbours = context.neighbours, let directory = neighbours.directory,
      let trigger = document.application?.trigger.onCommit
    else { return }
    for (pattern, isIgnore) in trigger.paths.value.map({ ($0, false) }) + trigger.ignores.value.map({ ($0, true) }) {
      let text = PipeCDNeighbours.cleaned(pattern.value)
      guard let place = pattern.place, !text.isEmpty, !text.hasPrefix("!"), !text.hasPrefix("/") else { continue }
      let literal = Self.literal(text)
      if !isIgnore, directory.isEmpty || literal == directory || literal.hasPrefix(directory + "/") {
        let folder = directory.isEmpty ? "the repository" : "`\(directory)`"
        context.report(
          "every change in \(folder), the folder of the application, deploys it anyway", at: place,
          help: "`paths` adds places and takes none away; name what is not to deploy it under `ignores`")
        continue
      }
      let first = literal.prefix { $0 != "/" }
      guard !directory.isEmpty, !first.isEmpty, !neighbours.exists(String(first)),
        neighbours.exists("\(directory)/\(first)")
      else { continue }
      context.report(
        "paths begin at the root of the repository, where there is no `\(first)`", at: place,
        help: isIgnore ? "write `\(directory)/\(text)`" : "a change of `\(directory)/\(first)` deploys it anyway")
    }
  }

  /// What stands before the first sign with a meaning, in whole folders.
  private static func literal(_ pattern: String) -> String {
    guard let sign = pattern.firstIndex(where: { "*?[\\".contains($0) }) else { return pattern }
    guard let slash = pattern[..<sign].lastIndex(of: "/") else { return "" }
    return String(pattern[..<slash])
  }
}
