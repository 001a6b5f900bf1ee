import Foundation
import Testing

@testable import Interpreter

@Suite struct PolicyTests {
  /// The answers of `opa eval --format json data`: `deny` of any package counts, in each of the forms people write.
  @Test(
    arguments: [
      (#"{"result":[{"expressions":[{"value":{"pipeline":{"deny":[]}}}]}]}"#, .passes),
      (#"{"result":[{"expressions":[{"value":{"pipeline":{"deny":["no latest"]}}}]}]}"#, .denies(["no latest"])),
      (
        #"{"result":[{"expressions":[{"value":{"a":{"b":{"deny":[{"msg":"two"},"one"]}}}}]}]}"#,
        .denies(["one", "two"])
      ), (#"{"result":[{"expressions":[{"value":{"p":{"deny":true,"allow":false}}}]}]}"#, .denies([])),
      (#"{"result":[{"expressions":[{"value":{"p":{"deny":false}}}]}]}"#, .passes),
      (#"{"result":[{"expressions":[{"value":{"p":{"deny":"why"}}}]}]}"#, .denies(["why"])), (#"{}"#, .passes),
      (#"{"errors":[{"message":"rego_parse_error"}]}"#, .failed("rego_parse_error")),
      ("no json", .failed("the answer of the policy program is no JSON")),
    ] as [(String, PolicyEvaluator.Verdict)])
  func answers(_ json: String, _ expected: PolicyEvaluator.Verdict) {
    #expect(PolicyAnswer.verdict(Array(json.utf8)) == expected)
  }

  /// `account.x` is `account/x.rego`; no name leads out of the folder.
  @Test(
    arguments: [
      ("plugins", "/policies/plugins.rego"), ("account.plugins", "/policies/account/plugins.rego"), ("a..b", nil),
      ("", nil), ("../x", nil), ("a/b", nil),
    ] as [(String, String?)])
  func paths(_ set: String, _ expected: String?) {
    #expect(PolicyEvaluator(folder: "/policies", program: "opa").path(of: set) == expected)
  }

  /// The program is given the set and the input and is believed; a set that is not there is not evaluated.
  @Test func runsTheProgram() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-policy-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = folder.appendingPathComponent("opa")
    // Denies what its input says is bad, as a policy would.
    let script = """
      #!/bin/sh
      test "$1 $2 $3 $4 $6 $8" = "eval --format json --data --input data" || exit 2
      if grep -q bad "$7"; then deny='"bad"'; fi
      echo "{\\"result\\":[{\\"expressions\\":[{\\"value\\":{\\"p\\":{\\"deny\\":[$deny]}}}]}]}"
      """
    try Data(script.utf8).write(to: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    try Data("package p".utf8).write(to: folder.appendingPathComponent("set.rego"))
    let evaluator = PolicyEvaluator(folder: folder.path, program: program.path)
    #expect(await evaluator.evaluate("set", input: Array("[\"good\"]".utf8)) == .passes)
    #expect(await evaluator.evaluate("set", input: Array("[\"bad\"]".utf8)) == .denies(["bad"]))
    #expect(await evaluator.evaluate("other", input: []) == .unknown)
  }
}
