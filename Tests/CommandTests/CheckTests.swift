import Foundation
import TestSupport
import Testing

/// `pipec check --secrets`: which names a file of names has.
@Suite struct KnownSecretTests {
  @Test(
    arguments: [
      ("docker_password\n", ["slack"]), ("# names\n\nexport slack=\"x # y\"\r\n docker_password # the hub\n", []),
      ("SLACK: hook\n", ["docker_password"]), ("", ["docker_password", "slack"]),
    ] as [(String, [String])]) func names(_ file: String, _ missing: [String]) throws
  {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(
      ".drone.yml",
      "kind: pipeline\ntype: docker\nname: default\nsteps:\n- name: a\n  image: acme/x\n  settings:\n    p: {from_secret: docker_password}\n    s: {from_secret: slack}\n"
    )
    try runner.write("names", file)
    #expect(try runner.run("check").status == 0)
    let result = try runner.run("check", "--format", "concise", "--secrets", "names")
    #expect(result.status == (missing.isEmpty ? 0 : 1))
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == missing.count, "\(result.output)")
    for (line, name) in zip(lines, missing) {
      #expect(line.contains("warning: no secret is named `\(name)`") && line.hasSuffix("[unknown-secret]"))
    }
    #expect(try runner.run("check", "--secrets", "none").status == 2)
  }

  /// Names that nothing mentions are told to those who ask for advice.
  @Test func unusedNames() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(
      ".drone.yml",
      "kind: pipeline\ntype: docker\nname: default\nsteps:\n- name: a\n  image: acme/x:1\n  settings:\n    p: {from_secret: Docker_Password}\n"
    )
    try runner.write("names", "docker_password\nslack\naccount.npm\n")
    #expect(try runner.run("check", "--secrets", "names").error == "checked 1 file: nothing to report\n")
    let result = try runner.run("check", "--secrets", "names", "--select", "unused-secret")
    #expect(
      result.error == "pipec check: no file uses the secrets account.npm, slack\nchecked 1 file: nothing to report\n")
    #expect(result.status == 0)
    // Other files may use them where only some are looked at.
    let some = try runner.run("check", "--secrets", "names", "--select", "unused-secret", ".drone.yml")
    #expect(some.error == "checked 1 file: nothing to report\n")
  }
}

/// `pipec check` as people and scripts call it.
@Suite struct CheckTests {
  static let broken = """
    kind: pipeline
    type: docker
    name: default
    steps:
    - name: build
      image: alpine
      comands: [make]
    - name: test
      image: alpine
      commands: [make test]
      depends_on: [biuld]

    """
  static let clean = "kind: pipeline\ntype: docker\nname: default\nsteps:\n- name: a\n  image: b\n  commands: [c]\n"

  @Test(arguments: ["text", "concise", "json"]) func formatIsStable(_ format: String) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", Self.broken)
    let result = try runner.run("check", "--format", format)
    #expect(result.status == 1)
    #expect(result.error == "checked 1 file: 1 error, 1 warning\n")
    #expect(Golden.difference(result.output, from: "check/\(format).txt") == nil)
    #expect(result.output == (try runner.run("check", ".", "--format=\(format)").output))
    #expect(result.output == (try runner.run("check", "-q", "./.drone.yml", "--format", format).output))
    let absolute = runner.folder.appendingPathComponent(".drone.yml").path
    #expect(result.output == (try runner.run("check", "--format", format, "--", absolute).output))
    let named = ["check", "--format", format, "--stdin-filename", ".drone.yml", "-"]
    #expect(result.output == (try runner.run(arguments: named, input: Array(Self.broken.utf8)).output))
  }

  @Test func jsonHasTheKeysOfTheContractInOrder() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let result = try runner.run("check", "--format", "json", "-q", "-", input: Self.broken)
    let findings = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    #expect(findings.count == 2)
    #expect(findings.allSatisfy { $0["file"] as? String == "<stdin>" })
    let keys = ["file", "line", "column", "endLine", "endColumn", "rule", "severity", "message", "help", "fixes"]
    let found = result.output.split(separator: "\n").filter { $0.hasPrefix("    \"") }.prefix(keys.count)
    #expect(found.map { String($0.dropFirst(5).prefix { $0 != "\"" }) } == keys)
  }

  @Test func exitStatusFollowsFailOn() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("warning.yml", Self.broken.replacingOccurrences(of: "  depends_on: [biuld]\n", with: ""))
    try runner.write("clean.yml", Self.clean)
    #expect(try runner.run("check", "clean.yml").status == 0)
    #expect(try runner.run("check", "warning.yml").status == 1)
    let lenient = try runner.run("check", "--fail-on", "error", "warning.yml")
    #expect(lenient.status == 0)
    #expect(lenient.error == "checked 1 file: 1 warning\n")
    #expect(try runner.run("check", "--ignore", "unknown-key", "warning.yml").status == 0)
    #expect(try runner.run("check", "--select", "unknown-key", "warning.yml").status == 1)
    #expect(try runner.run("check", "--select", "duplicate-key,missing-image", "warning.yml").status == 0)
    let unknown = try runner.run("check", "--select", "unknwn-key", "warning.yml")
    #expect(unknown.status == 2)
    #expect(
      unknown.error.hasPrefix("pipec check: --select: no rule is named 'unknwn-key'; did you mean 'unknown-key'?\n"))
  }

  @Test func unreadableFilesDoNotHideTheOthers() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("a.yml", Self.broken)
    try runner.write("empty-folder/x", "")
    let result = try runner.run("check", "--format", "concise", "missing.yml", "a.yml", "empty-folder", "a.yml")
    #expect(result.status == 2)
    #expect(result.output.split(separator: "\n").count == 2)
    #expect(
      result.error == """
        pipec check: no .drone.yml, .drone.yaml, .harness folder or *.pipecd.yaml in empty-folder or below
        pipec check: cannot read missing.yml: No such file or directory
        checked 1 file: 1 error, 1 warning

        """)
  }

  @Test func findsThePipelineFilesOfATree() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    for path in ["b/.drone.yaml", ".drone.yml", "a/.drone.yml", "node_modules/x/.drone.yml", ".git/.drone.yml"] {
      try runner.write(path, Self.broken)
    }
    try runner.write("a/.drone.jsonnet", "{}")
    try runner.write("c/.drone.jsonnet", "{}\n")
    try runner.write("c/other.yml", "{}\n")
    let result = try runner.run("check", "--format", "concise", "--select", "unknown-key,generated-pipeline")
    let places = result.output.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
    #expect(places == [".drone.yml:7:3:", "a/.drone.yml:7:3:", "b/.drone.yaml:7:3:", "c/.drone.jsonnet:1:1:"])
    #expect(result.error.hasSuffix("checked 4 files: 4 warnings\n"))
    #expect(try runner.run("check", "--ignore", "generated-pipeline", "c").status == 0)
    let nothing = try ProgramRunner()
    defer { nothing.remove() }
    #expect(
      try nothing.run("check")
        == .init(
          2,
          error:
            "pipec check: no .drone.yml, .drone.yaml, .harness folder or *.pipecd.yaml in the current folder or below\n"
        ))
  }

  /// What hooks name lies where pipelines do, and need not be one.
  @Test func namedFilesCanBeTakenAsFound() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".harness/values.yaml", "replicas: 1\n")
    try runner.write("values.yaml", "replicas: 1\n")
    #expect(try runner.run("check", ".harness/values.yaml").status == 1)
    #expect(try runner.run("check", "--as-found", ".harness/values.yaml") == .init(0))
    // Only where a search would have looked.
    #expect(try runner.run("check", "--as-found", "values.yaml").status == 1)
    #expect(try runner.run("check", "--as-found", "missing.yaml").status == 2)
  }

  @Test func orderIsThatOfTheFilesHoweverManyThreads() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let names = (0..<60).map { "f\($0).yml" }
    for (index, name) in names.enumerated() {
      try runner.write(name, index % 3 == 0 ? Self.clean : Self.broken + String(repeating: "# x\n", count: index * 50))
    }
    let result = try runner.run(arguments: ["check", "-q", "--format", "concise"] + names)
    var seen: [String] = []
    for line in result.output.split(separator: "\n") {
      let name = String(line.prefix { $0 != ":" })
      if seen.last != name { seen.append(name) }
    }
    #expect(seen == names.enumerated().filter { $0.offset % 3 != 0 }.map(\.element))
  }

  static let strangeFiles: [(name: String, bytes: [UInt8])] = [
    ("empty", []), ("one line break", [0x0A]), ("NUL", [0, 0, 0, 0]), ("byte order mark", [0xEF, 0xBB, 0xBF]),
    ("program", [0x7F, 0x45, 0x4C, 0x46] + (0...255).map { UInt8($0) }),
    ("UTF-16", [0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00]),
    ("half a character", Array("kind: pip".utf8) + [0xC3]),
    ("huge line", Array("kind: \"".utf8) + Array(repeating: 0x61, count: 3_000_000) + Array("\"\n".utf8)),
    (
      "huge flow line",
      Array("steps: [".utf8) + Array(repeatElement(Array("{name: a, imgae: é},".utf8), count: 20_000).joined())
        + Array("]\n".utf8)
    ),
    ("deep", Array(repeating: 0x5B, count: 100_000)),
    ("no line break", Array("kind: pipeline".utf8)), ("tabs", Array("\tkind:\tpipeline\n".utf8)),
    ("carriage returns", Array("kind: pipeline\r\nsteps:\r\n- name: a\r\n  imgae: b\r\n".utf8)),
  ]

  @Test(arguments: strangeFiles.indices) func strangeFilesAreSurvived(_ index: Int) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let file = Self.strangeFiles[index]
    try runner.write("f.yml", file.bytes)
    let calls = [["check"], ["check", "--format", "json"], ["check", "--format", "concise"], ["ir"]]
    for call in calls {
      let result = try runner.run(arguments: call + ["f.yml"])
      #expect(!result.wasKilled, "\(file.name): \(call)")
      #expect([0, 1].contains(result.status), "\(file.name): \(call)")
      let safe = result.output.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" }
      #expect(safe, "\(file.name): \(call)")
      if call == ["check"] {
        let columns = result.output.split(separator: "\n").filter { $0.contains(" | ") }.map(\.count).max() ?? 0
        #expect(columns <= 80, "\(file.name)")
      }
      if call.contains("json") || call == ["ir"] {
        _ = try JSONSerialization.jsonObject(with: Data(result.output.utf8), options: .fragmentsAllowed)
      }
    }
  }

  @Test func everyFileOfTheCorpusIsSurvived() throws {
    guard let files = Corpus.files(in: "drone") else { return }
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let result = try runner.run(arguments: ["check", "--format", "json"] + files.map(\.url.path))
    #expect(!result.wasKilled)
    #expect(result.status == 1)
    #expect(result.error.hasPrefix("checked \(files.count) files: "))
    let findings = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    #expect(findings.count > 100)
    for finding in findings {
      let line = try #require(finding["line"] as? Int)
      let endLine = try #require(finding["endLine"] as? Int)
      #expect(line >= 1 && endLine >= line)
    }
  }
}
