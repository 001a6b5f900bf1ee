import Diagnostics

/// Describes what the loader says as `several-documents`.
enum SeveralDocuments: Rule {
  static let info = RuleInfo(
    "several-documents", .error, "A Harness file holds more than one YAML document.",
    why: """
      Harness reads one document from a file and refuses a file with a second one. Each pipeline, input set, template and \
      trigger has a file of its own.
      """,
    flagged: [
      """
      trigger:
        identifier: nightly
        name: nightly
        orgIdentifier: default
        projectIdentifier: app
        pipelineIdentifier: app
        source: {type: Scheduled, spec: {type: Cron, spec: {expression: 0 3 * * *}}}
      ---
      #^^ several-documents: a Harness file holds one document, and a second one begins here
      trigger:
        identifier: weekly
        name: weekly
        orgIdentifier: default
        projectIdentifier: app
        pipelineIdentifier: app
        source: {type: Scheduled, spec: {type: Cron, spec: {expression: 0 3 * * 0}}}
      """
    ],
    accepted: [
      """
      ---
      trigger:
        identifier: nightly
        name: nightly
        orgIdentifier: default
        projectIdentifier: app
        pipelineIdentifier: app
        source: {type: Scheduled, spec: {type: Cron, spec: {expression: 0 3 * * *}}}
      """
    ])
}
