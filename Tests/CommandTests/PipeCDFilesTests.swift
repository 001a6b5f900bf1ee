import Foundation
import TestSupport
import Testing

/// Secrets and attachments in the copies that stages see (§4.6, §4.7).
@Suite struct PipeCDFilesTests {
  private static func runner(_ head: String, run: String) throws -> ProgramRunner {
    let runner = try PipeCDRunTests.runner()
    try runner.write(
      "shop/app.pipecd.yaml",
      "apiVersion: pipecd.dev/v1beta1\nkind: Application\nspec:\n  name: shop\n  planner: {alwaysUsePipeline: true}\n"
        + head + "  pipeline:\n    stages:\n    - {name: SCRIPT_RUN, with: {run: '\(run)'}}\n")
    return runner
  }

  private static func output(_ runner: ProgramRunner, _ words: String...) throws -> ProgramRunner.Result {
    try runner.run(arguments: ["run", "--backend", "host", "--format", "drone"] + words + ["shop/app.pipecd.yaml"])
  }

  private static let attachment = "  attachment: {sources: {notes: notes.txt}, targets: [page.txt]}\n"

  @Test func attachesFiles() throws {
    let runner = try Self.runner(Self.attachment, run: "cat page.txt")
    defer { runner.remove() }
    try runner.write("shop/notes.txt", "read this")
    try runner.write("shop/page.txt", "{{ .attachment.notes | upper }}\n")
    #expect(try Self.output(runner).output == "[SCRIPT_RUN:1] READ THIS\n")
    #expect(try runner.shell("cat shop/page.txt").output == "{{ .attachment.notes | upper }}\n")
    try runner.write("shop/page.txt", "{{ .attachment.nots }}")
    let failure = try runner.run("run", "--backend", "host", "shop/app.pipecd.yaml")
    #expect(failure.status == 1)
    #expect(failure.output.contains("failed to render target file page.txt"), "\(failure.output)")
    #expect(failure.output.contains("map has no entry for key \"nots\""))
  }

  /// A target that leads out of the copy is not written.
  @Test func staysInTheCopy() throws {
    let runner = try Self.runner(Self.attachment, run: "cat page.txt")
    defer { runner.remove() }
    try runner.write("shop/notes.txt", "n")
    try runner.write("outside", "{{ .attachment.notes }}")
    #expect(try runner.shell("ln -s \"$PWD/outside\" shop/page.txt").status == 0)
    let result = try runner.run("run", "--backend", "host", "shop/app.pipecd.yaml")
    #expect(result.status == 1)
    #expect(try runner.shell("cat outside").output == "{{ .attachment.notes }}")
  }

  @Test func opensSecretsWithTheKeyOfPiped() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl") else {
      return Skipped.because("secrets of PipeCD: apt-get install openssl")
    }
    let sealing = try ProgramRunner()
    defer { sealing.remove() }
    // The key 00 01 … 1f, and what it seals (the vector of the reference).
    let key = (0..<32).map { "\\0" + String($0, radix: 8) }.joined()
    let sealed = "66d9d9b2da0e0c4679f3a82524f5e0499271e16f30"
    let octal = stride(from: 0, to: sealed.count, by: 2).map { offset in
      "\\0" + String(UInt8(sealed.dropFirst(offset).prefix(2), radix: 16) ?? 0, radix: 8)
    }.joined()
    let options =
      "-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256"
    let value = try sealing.shell(
      """
      openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem 2>/dev/null &&
      printf '%b' '\(key)' | openssl pkeyutl -encrypt -inkey key.pem \(options) -out sealed &&
      (printf '\\001\\000'; cat sealed; printf '%b' '\(octal)') | base64 -w 0
      """)
    #expect(value.output.hasPrefix("AQ"), "\(value)")
    let runner = try Self.runner(
      "  encryption: {encryptedSecrets: {word: \(value.output)}, decryptionTargets: [config]}\n",
      run: "tr a-z A-Z <config; cat config")
    defer { runner.remove() }
    try runner.write("shop/config", "word={{ .encryptedSecrets.word }}\n")
    try runner.write(
      "piped.yaml",
      "apiVersion: pipecd.dev/v1beta1\nkind: Piped\nspec:\n  projectID: p\n  pipedID: i\n  pipedKeyFile: /k\n"
        + "  apiAddress: a:443\n  secretManagement:\n    type: KEY_PAIR\n"
        + "    config: {privateKeyFile: \(sealing.folder.path)/key.pem, publicKeyFile: /p}\n")
    let opened = try Self.output(runner, "--piped", "piped.yaml")
    // What was secret does not reach the output.
    #expect(opened.output == "[SCRIPT_RUN:1] WORD=HELLO\n[SCRIPT_RUN:2] word=******\n", "\(opened.error)")

    // Who has no key can say what the secret is; without either it stays as it is, and people are told.
    try runner.write("secrets", "word=other\n")
    #expect(try Self.output(runner, "--secret-file", "secrets").output.contains("WORD=OTHER"))
    let closed = try runner.run("run", "--backend", "host", "shop/app.pipecd.yaml")
    #expect(closed.output.contains("secrets stay encrypted"))
    #expect(closed.output.contains("word={{ .encryptedSecrets.word }}"))
    #expect(try runner.shell("ls tmp").output == "")
  }
}
