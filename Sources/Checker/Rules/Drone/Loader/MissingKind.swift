import Diagnostics

/// Describes what the loader says as `missing-kind`.
enum MissingKind: Rule {
  static let info = RuleInfo(
    "missing-kind", .error, "A document has no `kind`, which the server refuses.",
    why: """
      Every document of a file needs a `kind`, and a comment or a blank line before the first `---`, or nothing \
      behind the last one, is a document too. The runner skips such documents; the server refuses the whole \
      file.
      """,
    flagged: [
      """
      type: docker
      #^^^ missing-kind: the document has no `kind`
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
      """,
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
      ---
      #^^ missing-kind: the document after this `---` is empty, and the server wants a `kind` in each
      """,
    ],
    accepted: [
      """
      ---
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
