import Diagnostics
import IR

/// An event empties the file that it shall change.
enum UnimplementedReplacement: PipeCDRule {
  static let info = RuleInfo(
    "unimplemented-replacement", .error, "An event empties the file that it shall change.",
    why: """
      `jsonField` and `HCLField` are in the schema and not implemented: the file is written anew, with nothing \
      in it.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: EventWatcher
      spec:
        events:
        - name: image
          replacements:
          - file: values.json
            jsonField: $.image
          # ^^^^^^^^^ unimplemented-replacement: `jsonField` is not implemented: the file would be emptied
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: EventWatcher
      spec:
        events:
        - name: image
          replacements:
          - file: values.yaml
            yamlField: $.image
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for replacement in document.replacements {
      for (name, option) in [("jsonField", replacement.value.jsonField), ("HCLField", replacement.value.hclField)] {
        guard !option.value.isEmpty, let span = option.key?.span else { continue }
        context.report(
          "`\(name)` is not implemented: the file would be emptied", at: span, help: "use `yamlField` or `regex`")
      }
    }
  }
}
