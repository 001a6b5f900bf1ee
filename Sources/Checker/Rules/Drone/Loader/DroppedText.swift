import Diagnostics

/// Describes what the loader says as `dropped-text`.
enum DroppedText: Rule {
  static let info = RuleInfo(
    "dropped-text", .warning, "A part of the file is dropped before it is read.",
    why: """
      The file is cut into documents line by line. Text behind `---` on the same line is lost; a line that \
      begins with `...` ends the file, and so does a line of 64 KiB or more.
      """,
    flagged: [
      """
      --- # nothing here matters
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
      ...
      #@1-2 dropped-text: everything after the line that starts with `...` is thrown away
      ---
      kind: pipeline
      type: docker
      name: other
      steps:
      - name: build
        image: alpine
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
        commands: [make]
      """
    ])
}
