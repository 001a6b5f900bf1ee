import Diagnostics

/// Describes what the loader says as `unsupported-key`.
enum UnsupportedKey: Rule {
  static let info = RuleInfo(
    "unsupported-key", .warning, "A key exists, but not for this type of pipeline or stage.",
    why: """
      Each runner of Drone reads its own set of keys and ignores the rest. Keys of Drone 0.8 (`secrets`, `group`) mean \
      nothing in the present format. Harness takes a plugin by its name, `uses`, where the stage runs in its cloud, and \
      refuses the pipeline elsewhere.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        secrets: [token]
      # ^^^^^^^ unsupported-key: `secrets` does nothing in a step: Drone 1.x and later do not have it
        commands: [make]
      """,
      """
      pipeline:
        identifier: app
        name: app
        stages:
          - stage:
              identifier: build
              name: build
              type: CI
              spec:
                cloneCodebase: false
                infrastructure:
                  type: KubernetesDirect
                  spec: {connectorRef: cluster, namespace: builds}
                execution:
                  steps:
                    - step:
                        identifier: image
                        name: image
                        type: Plugin
                        spec:
                          uses: docker
      #                         ^^^^^^ unsupported-key: `uses` needs a stage that runs in Harness Cloud, and this one runs on Kubernetes
                          settings: {repo: octocat/app}
      """,
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        environment:
          TOKEN: {from_secret: token}
        commands: [make]
      """
    ])
}
