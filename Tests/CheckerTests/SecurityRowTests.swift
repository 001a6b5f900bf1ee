import Checker
import Diagnostics
import Foundation
import Parser
import Testing

/// Commands of a Drone step, and what rules about security and secrets say of them to an auditor.
@Suite struct SecurityRows {
  struct Row: Sendable, CustomTestStringConvertible {
    var text: String
    var rules: [String]
    var testDescription: String { text.split(separator: "\n").joined(separator: "⏎") }

    init(_ text: String, _ rules: String...) {
      self.text = text
      self.rules = rules
    }
  }

  /// The step has the secret `TOKEN`, and runs in builds of pull requests.
  static func drone(_ command: String) -> String {
    let lines = command.split(separator: "\n").map { "      \($0)\n" }.joined()
    return """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: one
        image: alpine@sha256:c5b1261d6d3e43071626931fc004f70149baeba2c8ec672bd4f27761f8e1ad6b
        environment: {TOKEN: {from_secret: token}}
        commands:
        - |

      """ + lines
  }

  static let ignored: Set<String> = [
    "pull-request-secret", "unknown-variable", "shell-substitution", "backtick-command",
  ]

  static func found(_ file: String) -> [Diagnostic] {
    let source = Source(name: "row.yml", text: file)
    var options = Checker.Options()
    options.persona = .auditor
    return Checker.check(ProgramLoader.load(source, lookup: Checker.assumedValue), of: source, options: options)
      .filter { !ignored.contains($0.rule.text) }
  }

  /// A program of the network that is run: which forms there are is the shell's own grammar.
  static let downloads: [Row] = [
    Row("curl -sSf https://a.io/x | sh", "piped-download"),
    Row("curl -sSf https://a.io/x | sudo -E bash -s -- --yes", "piped-download"),
    Row("wget -qO- https://a.io/x | gunzip | /bin/bash", "piped-download"),
    Row("wget -qO- https://a.io/x |\n  python3 -", "piped-download"),
    Row("curl https://a.io/x 2>&1 | A=1 sh -x", "piped-download"),
    Row("bash <(curl -s https://a.io/x) -Z", "piped-download"),
    Row("bash -e <(curl -s https://a.io/x)", "piped-download"),
    Row(". <(curl -s https://a.io/x)", "piped-download"),
    Row("sh -c \"$(curl -fsSL https://a.io/x)\"", "piped-download"),
    Row("eval \"$(curl -fsSL https://a.io/x)\"", "piped-download"),
    Row("curl -s http://a.io/x | sh", "insecure-download"),
    Row("curl -fsSLk https://a.io/x | sh", "insecure-download"),
    Row("wget --no-check-certificate -O - https://a.io/x | sh", "insecure-download"),
    Row("curl -s http://registry/x | sh", "piped-download"),
    Row("curl -s https://a.io/x -o x && sh x"),
    Row("curl -s https://a.io/x | tar xz"),
    Row("curl -s https://a.io/x | sh -c 'cat'"),
    Row("curl -s https://a.io/x | bash script.sh"),
    Row("curl -s https://a.io/x | python3 -m json.tool"),
    Row("curl -s https://a.io/x || sh fallback"),
    Row("curl -s 'https://a.io/x | sh'"),
    Row("curl -s https://a.io/x | grep sh"),
    Row("# curl -s https://a.io/x | sh"),
    Row("VERSION=\"$(curl -s https://a.io/x)\""),
    Row("libcurl-config | sh"),
  ]

  /// What is printed, and in which form (reference of Drone, 4.7: each occurrence of a value is masked).
  static let printing: [Row] = [
    Row("echo $TOKEN", "printed-secret"),
    Row("echo \"token ${DRONE_BRANCH} $TOKEN\"", "name-injection", "printed-secret"),
    Row("true && printf '%s' \"$TOKEN\"", "printed-secret"),
    Row("if true; then echo $TOKEN; fi", "printed-secret"),
    Row("echo $TOKEN >&2", "printed-secret"),
    Row("env", "printed-secret"),
    Row("printenv TOKEN", "printed-secret"),
    Row("export -p", "printed-secret"),
    Row("echo \"$TOKEN\" | base64", "secret-leak"),
    Row("echo -n $TOKEN | base64 -w0 | rev", "secret-leak"),
    Row("echo '$TOKEN'"),
    Row("echo \\$TOKEN"),
    Row("echo $TOKENS $OTHER"),
    Row("echo $TOKEN > file"),
    Row("echo $TOKEN | docker login --password-stdin"),
    Row("echo $TOKEN | base64 -d"),
    Row("AUTH=$(echo $TOKEN | base64)"),
    Row("echo \"$(curl -H \"X: $TOKEN\" https://a.io)\""),
    Row("printf '%s' $(aws --role \"$TOKEN\" $(echo a | sed s/a/b/)) > file"),
    Row("env A=1 make"),
    Row("env | sort > file"),
    Row("set -eu"),
    Row("export A=1"),
  ]

  /// What others than the authors of the file choose (reference of Drone, 5 and 10.31).
  static let injections: [Row] = [
    Row("echo ${DRONE_COMMIT_MESSAGE}", "injection"),
    Row("echo ${DRONE_PULL_REQUEST_TITLE}", "injection"),
    Row("echo ${DRONE_SOURCE_BRANCH}", "injection"),
    Row("echo ${DRONE_TAG}", "name-injection"),
    Row("echo ${DRONE_COMMIT_SHA} ${DRONE_BUILD_NUMBER} ${DRONE_COMMIT_AUTHOR}"),
    Row("echo \"$DRONE_COMMIT_MESSAGE\" $DRONE_TAG"),
    Row("# ${DRONE_COMMIT_MESSAGE}"),
  ]

  @Test(arguments: downloads + printing + injections) func row(_ row: Row) {
    #expect(Self.found(Self.drone(row.text)).map(\.rule.text).sorted() == row.rules.sorted())
  }

  /// Pipelines that no pull request starts: by the event, by the name of a cron job, by a target, by the ref.
  @Test(arguments: [
    "event: [push]", "cron: [nightly]", "event: [promote]\n  target: [live]", "ref: [refs/heads/*]",
  ]) func withoutPullRequests(_ trigger: String) {
    let file = Self.drone("echo ${DRONE_SOURCE_BRANCH}")
      .replacingOccurrences(of: "steps:", with: "trigger:\n  \(trigger)\nsteps:")
    #expect(Self.found(file).map(\.rule.text).filter { $0.hasSuffix("injection") } == ["name-injection"])
  }

  /// What the fix makes of a command; nil: there is none.
  static let fixes: [(String, String?)] = [
    ("echo ${DRONE_COMMIT_MESSAGE}", "echo \"$DRONE_COMMIT_MESSAGE\""),
    ("echo \"a ${DRONE_COMMIT_MESSAGE} b\"", "echo \"a $DRONE_COMMIT_MESSAGE b\""),
    ("echo \"${DRONE_COMMIT_MESSAGE}_x\"", "echo \"$${DRONE_COMMIT_MESSAGE}_x\""),
    ("echo \"${DRONE_COMMIT_MESSAGE}-x\"", "echo \"$DRONE_COMMIT_MESSAGE-x\""),
    ("echo '${DRONE_COMMIT_MESSAGE}'", nil),
    ("echo ${DRONE_COMMIT_MESSAGE:0:9}", nil),
    ("cat <<END\n${DRONE_COMMIT_MESSAGE}\nEND", nil),
    ("echo \"$(echo \"${DRONE_COMMIT_MESSAGE}\")\"", nil),
  ]

  @Test(arguments: fixes) func fix(_ command: String, _ mended: String?) throws {
    let file = Self.drone(command)
    let finding = try #require(Self.found(file).first { $0.rule == "injection" })
    #expect((finding.fixes.first == nil) == (mended == nil))
    guard let fix = finding.fixes.first, let mended else { return }
    var bytes = Array(file.utf8)
    for edit in fix.edits.reversed() {
      bytes.replaceSubrange(Int(edit.span.start)..<Int(edit.span.end), with: edit.replacement.utf8)
    }
    #expect(String(decoding: bytes, as: UTF8.self) == Self.drone(mended))
    #expect(fix.safety == .safe)
  }
}

/// Texts of others in scripts of Harness (reference of Harness, 4.6.5 and 4.6.6).
@Suite struct HarnessSecurityRows {
  static let rows: [HarnessRow] = [
    HarnessRow("title", .command, "echo <+trigger.prTitle>", "injection"),
    HarnessRow("branch of a fork", .command, "git checkout \"<+trigger.sourceBranch>\"", "injection"),
    HarnessRow("payload", .command, "echo <+trigger.payload.pull_request.title>", "injection"),
    HarnessRow("head of a payload", .command, "echo <+eventPayload.comment.body>", "injection"),
    HarnessRow("changed title", .command, "echo <+trigger.prTitle.replace(\"a\", \"b\")>", "injection"),
    HarnessRow("question", .command, "echo <+trigger.prTitle.contains(\"a\")>"),
    HarnessRow("number", .command, "echo <+trigger.prNumber> <+trigger.payload.number> <+trigger.commitSha>"),
    HarnessRow("pushed branch", .command, "echo <+trigger.branch>"),
    HarnessRow("no script", .deploy, "https://example.com/<+trigger.prTitle>"),
    HarnessRow("secret in a condition", .condition, "<+secrets.getValue(\"t\")> == \"x\"", "misplaced-secret"),
    HarnessRow(
      "secret variable in a condition", .condition, "<+pipeline.variables.token> == \"x\"", "misplaced-secret"),
    HarnessRow("download", .command, "curl -s http://a.io/x | sh", "insecure-download"),
  ]

  @Test(arguments: rows) func row(_ row: HarnessRow) {
    #expect(row.found() == row.expected.sorted())
  }
}
