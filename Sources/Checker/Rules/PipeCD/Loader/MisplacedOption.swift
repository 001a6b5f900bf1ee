import Diagnostics

/// Describes what the loader says as `misplaced-option`.
enum MisplacedOption: Rule {
  static let info = RuleInfo(
    "misplaced-option", .warning, "An option stands where only the other generation of PipeCD reads it.",
    why: """
      v0 and v1 read some options at different places: `skipOn` inside or beside `with`, options of platforms \
      below `spec` or below `plugins`. At the other place they are ignored without a word.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: WAIT
            skipOn:
          # ^^^^^^ misplaced-option: `skipOn` has no effect in `spec.pipeline.stages[0]`
              paths: ["**/*.md"]
            with:
              duration: 5m
      """,
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        name: shop
        plugins:
          terraform:
            input:
          # ^^^^^ misplaced-option: `input` has no effect in `spec.plugins.terraform`
              workspace: dev
      """,
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: WAIT
            with:
              duration: 5m
              skipOn:
                paths: ["**/*.md"]
      """,
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        name: shop
        plugins:
          terraform:
            workspace: dev
      """,
    ])
}
