import Diagnostics

/// Describes what the loader says as `missing-volume-name`.
enum MissingVolumeName: Rule {
  static let info = RuleInfo(
    "missing-volume-name", .error, "A volume has no name.",
    why: """
      Steps mount a volume by its name; the runner refuses one without.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
      volumes:
      - temp: {}
      # ^ missing-volume-name: the volume has no name
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
      volumes:
      - name: cache
        temp: {}
      """
    ], yields: ["type-mismatch"])
}
