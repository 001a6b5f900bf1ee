import Diagnostics

/// Describes what the loader says as `missing-script`.
enum MissingScript: Rule {
  static let info = RuleInfo(
    "missing-script", .error, "A stage that runs a script has none.",
    why: """
      CUSTOM_SYNC without `run` is refused by piped v0; SCRIPT_RUN without `run` fails when the plugin of v1 \
      plans it.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: LambdaApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: CUSTOM_SYNC
                # ^^^^^^^^^^^ missing-script: CUSTOM_SYNC needs a script in `run`
            with:
              timeout: 5m
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: LambdaApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: CUSTOM_SYNC
            with:
              run: make deploy
      """
    ])
}
