import Diagnostics
import IR

/// An event does not say what it replaces.
enum EventReplacement: PipeCDRule {
  static let info = RuleInfo(
    "event-replacement", .error, "An event does not say what it replaces.",
    why: """
      A replacement needs a `file`, and one of `yamlField` and `regex`; the expression needs a group, whose text \
      is replaced, and something around the group. EventWatcher files without that are refused; in applications \
      nobody checks it.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: EventWatcher
      spec:
        events:
        - name: image
          replacements:
          - yamlField: $.image
          # ^^^^^^^^^^^^^^^^^^ event-replacement: this replacement names no `file`
      """,
      """
      apiVersion: pipecd.dev/v1beta1
      kind: EventWatcher
      spec:
        events:
        - name: image
          replacements:
          - file: values.txt
            regex: "(v[0-9.]+)"
                 # ^^^^^^^^^^^^ event-replacement: an expression that is only a group is refused
      """,
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: EventWatcher
      spec:
        events:
        - name: image
          replacements:
          - file: values.txt
            regex: "image: shop:(v[0-9.]+)"
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for replacement in document.replacements {
      let value = replacement.value
      if document.application != nil {
        let fields = [value.yamlField, value.jsonField, value.hclField, value.regex].filter { !$0.value.isEmpty }
        if value.file.value.isEmpty {
          context.report("this replacement names no `file`", at: replacement.place ?? document.head)
        } else if fields.isEmpty {
          context.report(
            "this replacement says not what is replaced", at: replacement.place ?? document.head,
            help: "write `yamlField` or `regex`")
        }
      }
      guard !value.regex.value.isEmpty, let span = value.regex.place else { continue }
      if let why = RegularExpression.fault(in: value.regex.value) {
        context.report("this regular expression \(why)", at: span)
      } else if !RegularExpression.hasGroup(value.regex.value) {
        context.report(
          "the expression needs a group, whose text is replaced", at: span, help: "put parentheses around what changes")
      } else if RegularExpression.isOneGroup(value.regex.value) {
        context.report(
          "an expression that is only a group is refused", at: span, help: "add what stands before or behind it")
      }
    }
  }
}
