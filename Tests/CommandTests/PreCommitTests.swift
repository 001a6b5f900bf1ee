import Foundation
import TestSupport
import Testing

/// The hooks in a real repository, with the real pre-commit and without any network.
@Suite struct PreCommitTests {
  static let clean = "kind: pipeline\ntype: docker\nname: default\nsteps:\n- name: a\n  image: b\n  commands: [c]\n"
  static let broken = clean.replacingOccurrences(of: "commands", with: "comands")

  /// A repository with the hook installed and one commit; nil where there is no pre-commit.
  static func repository(hook: String) throws -> WheelTests.Published? {
    guard let published = try WheelTests.Published() else { return nil }
    try published.wheel()
    let runner = published.runner
    try runner.write(
      "work/.pre-commit-config.yaml",
      "repos:\n- repo: \(runner.folder.path)/clone\n  rev: v0.1.0\n  hooks:\n  - id: \(hook)\n")
    try runner.write("work/.drone.yml", clean)
    let installed = try runner.shell(
      """
      cd work && git init -q && git add -A && "$python" -m pre_commit install --install-hooks && git commit -qm first
      """)
    #expect(installed.status == 0, "\(installed.output)\(installed.error)")
    return published
  }

  @Test func onlyWhatIsStagedIsChecked() throws {
    guard let published = try Self.repository(hook: "pipec") else { return }
    let runner = published.runner
    defer { runner.remove() }
    // Broken, but not to be committed.
    try runner.write("work/later/.drone.yml", Self.broken)
    try runner.write("work/README", "x\n")
    #expect(try runner.shell("cd work && git add README && git commit -qm passes").status == 0)
    // Staged as it was, changed since.
    try runner.write("work/other/.drone.yml", Self.clean)
    _ = try runner.shell("cd work && git add other")
    try runner.write("work/other/.drone.yml", Self.broken)
    #expect(try runner.shell("cd work && git commit -qm passes").status == 0)
    // Broken and staged; of the Harness folder only what is a pipeline counts.
    try runner.write("work/.harness/values.yaml", "replicas: 1\n")
    try runner.write("work/.harness/ci.yaml", "pipeline:\n  identifier: p\n  name: p\n  stagse: []\n")
    let refused = try runner.shell("cd work && git add later .harness && git commit -qm fails")
    #expect(refused.status == 1)
    let shown = refused.output + refused.error
    #expect(shown.contains("later/.drone.yml:7:3"), "\(shown)")
    #expect(shown.contains(".harness/ci.yaml:4:3"))
    #expect(shown.contains("checked 2 files: "))
    #expect(!shown.contains("other/.drone.yml"))
    // Mended, and so accepted.
    try runner.write("work/later/.drone.yml", Self.clean)
    try runner.write("work/.harness/ci.yaml", "# nothing yet\n")
    let accepted = try runner.shell(
      "cd work && git rm -qf --cached .harness/ci.yaml; git add later && git commit -qm passes")
    #expect(accepted.status == 0, "\(accepted.output)\(accepted.error)")
  }

  @Test func programOfTheSystemServesAsWell() throws {
    guard let published = try WheelTests.Published() else { return }
    var runner = published.runner
    defer { runner.remove() }
    _ = try runner.shell("mkdir bin && ln -s \"$pipec\" bin/pipec")
    runner.environment["PATH"] = runner.folder.path + "/bin:" + (runner.environment["PATH"] ?? "")
    try runner.write(
      "work/.pre-commit-config.yaml",
      "repos:\n- repo: \(runner.folder.path)/clone\n  rev: v0.1.0\n  hooks:\n  - id: pipec-system\n")
    try runner.write("work/app.pipecd.yaml", "apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\nspce: {}\n")
    let refused = try runner.shell("cd work && git init -q && git add -A && \"$python\" -m pre_commit run 2>&1")
    #expect(refused.status == 1)
    #expect(refused.output.contains("app.pipecd.yaml:3:1"), "\(refused.output)")
  }

  @Test func mendingHookChangesTheFile() throws {
    guard let published = try Self.repository(hook: "pipec-fix") else { return }
    let runner = published.runner
    defer { runner.remove() }
    try runner.write("work/.drone.yml", "# ours\n# pipec: ignore[unknown-key] nothing here\n" + Self.clean)
    let refused = try runner.shell("cd work && git commit -qam fails")
    #expect(refused.status == 1)
    #expect((refused.output + refused.error).contains("files were modified by this hook"))
    let file = runner.folder.appendingPathComponent("work/.drone.yml")
    #expect(try String(contentsOf: file, encoding: .utf8) == "# ours\n" + Self.clean)
    #expect(try runner.shell("cd work && git add -A && git commit -qm passes").status == 0)
  }
}
