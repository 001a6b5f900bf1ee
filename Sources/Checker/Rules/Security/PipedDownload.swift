import Diagnostics
import IR

/// A program of the network is run without a look at it.
enum PipedDownload: ScriptRule {
  static let info = RuleInfo(
    "piped-download", .info, group: .security, persona: .pedantic,
    "A script is taken from the network and run at once.",
    why: """
      Whoever controls the server, or its account, controls what the step does, with all that the step can reach. What ran \
      yesterday cannot be told, and half a script runs, too, where the connection breaks.
      """,
    exceptions: "The server is your own, and nothing that matters can be reached from the step.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang:1.22
        commands:
        - curl -sSf https://example.com/install.sh | sh
      #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ piped-download: `sh` runs whatever the server sends
      """,
      .steps(
        """
        - step:
            identifier: cover
            name: cover
            type: Run
            spec:
              shell: Bash
              command: |
                bash <(curl -s https://example.com/upload) -Z
        #       ^^^^^^^^^^^ piped-download: `bash` runs whatever the server sends
        """),
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
        - curl -sSfo install.sh https://example.com/install-1.2.sh
        - echo "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03  install.sh" | sha256sum -c
        - sh install.sh
      """
    ])

  static func check(_ script: StepScript, in context: inout RuleContext) {
    for command in script.commands {
      for download in Download.all(in: command.value) where download.weakness == nil {
        context.report(
          "`\(download.interpreter)` runs whatever the server sends", at: command.span(of: download.range),
          help: "fetch a version into a file, compare its checksum, and run that")
      }
    }
  }
}
