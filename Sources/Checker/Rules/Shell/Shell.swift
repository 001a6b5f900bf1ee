import Diagnostics

/// Describes what shellcheck says.
enum Shell: Rule {
  static let info = RuleInfo(
    "shell", .warning, group: .commands, "A command has a mistake that shellcheck knows.",
    why: """
      The commands of a step are a script, and shells forgive much: a misplaced quote or a test that compares nothing is \
      found when the build has passed for the wrong reason. Where [shellcheck](https://www.shellcheck.net) is installed, the \
      commands of Drone, the scripts of Harness's steps for `Sh` and `Bash`, and those of PipeCD's SCRIPT_RUN are given to it; \
      what it says stands at the place in the file, with its number, which leads to an explanation. `${…}` and `<+…>` are \
      hidden from it, and nothing is said that comes from that.

      What is a bug is a warning, and what the shell cannot read an error; what is wrong only where a name has a blank in it, \
      and style, is shown to those who ask for advice. What `sh` cannot do is said where the image's shell is known.
      """,
    exceptions: """
      shellcheck takes the script for one that it is not. `# shellcheck disable=SC2016` above the command silences one \
      number, also for others who run shellcheck.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang:1.22
        commands:
        - if [ "$DRONE_BRANCH"=main ]; then make release; fi
      #        ^^^^^^^^^^^^^^^^^^^^ shell: SC2077: …
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang:1.22
        commands:
        - if [ "$DRONE_BRANCH" = main ]; then make release; fi
      """
    ],
    yields: ["substitution-syntax"])
}
