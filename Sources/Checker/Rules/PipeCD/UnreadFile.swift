import Diagnostics
import IR

/// The file is named so that PipeCD passes it over.
enum UnreadFile: PipeCDRule {
  static let info = RuleInfo(
    "unread-file", .warning, "The file is named so that PipeCD passes it over.",
    why: """
      Configuration of applications is in `app.pipecd.yaml`, or in a file that ends in `.pipecd.yaml`; `.yml` is \
      not read.
      """,
    flagged: [

    ],
    accepted: [

    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard document.application != nil else { return }
    let parts = context.source.name.split(separator: "/")
    guard let name = parts.last.map(String.init) else { return }
    if name.hasSuffix(".pipecd.yml") || ["pipecd.yaml", "pipecd.yml", ".pipe.yml"].contains(name) {
      context.report(
        "PipeCD does not read files named \(name)", at: document.head, help: "rename it to app.pipecd.yaml")
    } else if name.hasSuffix(".pipecd.yaml"), parts.count == 2, parts[0].utf8.count == 1 {
      context.report(
        "an application cannot be registered from a folder with a name of one character", at: document.head,
        severity: .error, help: "rename the folder")
    }
  }
}
