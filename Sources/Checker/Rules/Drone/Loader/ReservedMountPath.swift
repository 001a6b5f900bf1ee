import Diagnostics

/// Describes what the loader says as `reserved-mount-path`.
enum ReservedMountPath: Rule {
  static let info = RuleInfo(
    "reserved-mount-path", .error, "A volume is mounted where Drone keeps its own files.",
    why: """
      Nothing can be mounted at a path that begins with `/run/drone`.
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
        - name: data
          path: /run/drone
      #         ^^^^^^^^^^ reserved-mount-path: nothing can be mounted at `/run/drone`
      volumes:
      - name: data
        temp: {}
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
        - name: data
          path: /data
      volumes:
      - name: data
        temp: {}
      """
    ])
}
