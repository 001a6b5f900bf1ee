import Foundation
import REPL
import TestSupport
import Testing

/// `docs/repl.md` says what the commands' tables say. `UPDATE_GOLDEN=1` writes it.
@Suite struct ManualTests {
  private static let head = """
    # A conversation about a pipeline

    `pipec repl [FILE]` answers questions about a pipeline: what is this expression here and now, why does this step not run, what
    would be different on another branch. It knows all three languages, and runs nothing unless `:run` is asked for and confirmed.

    A line that begins with `:` is a command. Any other is evaluated where the conversation stands, and answered with its value, its type
    and where its parts came from:

    ```
    ci.yaml> <+stage.variables.image>
    alpine:staging
      string
      stage.variables.image  alpine:staging  string, stage build, ci.yaml:21:16
    ```

    The form of a text shows its language: `<+…>` is Harness's, `${…}` is Drone's and `{{…}}` PipeCD's. What has no form is taken as the
    file's dialect writes it: `pipeline.name` in a Harness pipeline, `DRONE_BRANCH` with a Drone file, `.App.Name` with an application of
    PipeCD. Operators between `<+…>` make a condition of the whole. `pipec eval` asks the same evaluator for scripts.

    ## At the keyboard

    - Tab completes commands, settings, names of steps, paths, variables, methods and files, and shows the type of each.
    - The arrow keys bring back earlier lines, also of earlier conversations. They are kept in `$XDG_STATE_HOME/pipec/history`
      (`~/.local/state/pipec/history`), which only you can read; lines that hold values of secrets are not kept.
    - What is not closed (`<+`, `${`, `{{`) or ends in a backslash goes on with the next line, until an empty one.
    - Ctrl-C forgets the line, or stops what is being worked out or run. Ctrl-D leaves.
    - The file is read again when it has changed; what was set stays.
    - Lines are edited by libreadline (Debian: `libreadline8`), with the settings of `~/.inputrc` for `pipec`. Without it, and where input
      comes from a pipe or file, lines are read plainly; from a pipe the exit status is 1 where a line failed.

    ## The commands

    """

  @Test func thePageIsFresh() throws {
    var page = Self.head
    for info in SessionCommands.infos {
      page += "\n### `\(info.spelling)`\n\n"
      page += info.summary.prefix(1).uppercased() + info.summary.dropFirst() + "."
      if info.names.count > 1 {
        page += " Short: " + info.names.dropFirst().map { "`:\($0)`" }.joined(separator: ", ") + "."
      }
      page += "\n\n"
      for paragraph in info.details.split(separator: "\n", omittingEmptySubsequences: false) {
        page +=
          paragraph.hasPrefix("  ") ? "- " + paragraph.trimmingCharacters(in: .whitespaces) + "\n" : "\(paragraph)\n"
      }
      if !info.examples.isEmpty { page += "\n```\n" + info.examples.joined(separator: "\n") + "\n```\n" }
    }
    let path = Repository.url("docs/repl.md")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try Data(page.utf8).write(to: path) }
    #expect((try? Repository.text("docs/repl.md")) == page, "UPDATE_GOLDEN=1 swift test writes it")
  }
}
