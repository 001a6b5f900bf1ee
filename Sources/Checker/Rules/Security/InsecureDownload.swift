import Diagnostics
import IR

/// A program of the network is run that anybody on the way can have changed.
enum InsecureDownload: ScriptRule {
  static let info = RuleInfo(
    "insecure-download", .warning, group: .security,
    "A script is run that comes over a connection which nothing protects.",
    why: """
      Without TLS, or without a look at the certificate, whoever sits between the step and the server can put commands of \
      their own in. They run with all that the step can reach: its secrets, the source, the network.
      """,
    exceptions: "Nobody but you can reach the network between the two.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang:1.22
        commands:
        - curl -s http://example.com/install.sh | sh
      #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ insecure-download: with `http://`, anybody on the way decides what `sh` runs
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang:1.22
        commands:
        - curl -sSf https://example.com/install.sh | sh
      """
    ])

  static func check(_ script: StepScript, in context: inout RuleContext) {
    for command in script.commands {
      for download in Download.all(in: command.value) {
        guard let weakness = download.weakness else { continue }
        context.report(
          "with `\(weakness)`, anybody on the way decides what `\(download.interpreter)` runs",
          at: command.span(of: download.range),
          help: weakness == "http://" ? "write `https://`" : "leave out `\(weakness)`")
      }
    }
  }
}
