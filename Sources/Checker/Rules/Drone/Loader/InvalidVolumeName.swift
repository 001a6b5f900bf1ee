import Diagnostics

/// Describes what the loader says as `invalid-volume-name`.
enum InvalidVolumeName: Rule {
  static let info = RuleInfo(
    "invalid-volume-name", .error, "A volume has a name that Drone keeps for itself.",
    why: """
      The names `workspace`, `_workspace` and `_docker_socket` belong to the runner.
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
        - name: workspace
      #         ^^^^^^^^^ invalid-volume-name: `workspace` is a reserved name
          path: /src
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
        - name: source
          path: /src
      volumes:
      - name: source
        temp: {}
      """
    ])
}
