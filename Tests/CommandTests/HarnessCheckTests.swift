import Foundation
import TestSupport
import Testing

/// `pipec check` and `pipec ir` over projects with Harness files.
@Suite struct HarnessCheckTests {
  private static let pipeline = """
    pipeline:
      identifier: app
      name: app
      stages:
        - stage:
            identifier: wait
            name: wait
            type: Custom
            spec:
              execution:
                steps:
                  - step:
                      identifier: pause
                      name: pause
                      template:
                        templateRef: pause
                        versionLabel: v1
                        templateInputs: {type: Http, spec: {url: a, method: GET}}

    """
  private static let template = """
    template:
      identifier: pause
      name: pause
      type: Step
      versionLabel: v1
      orgIdentifier: default
      projectIdentifier: app
      spec: {type: Http, spec: {url: <+input>, method: PUT}}

    """

  @Test func templatesBesideTheFileAreLookedAt() throws {
    let place = ".harness/pipelines/app.yaml:18:73:"
    for folder in [".harness/templates", ".harness"] {
      let runner = try ProgramRunner()
      defer { runner.remove() }
      try runner.write(".harness/pipelines/app.yaml", Self.pipeline)
      // Alone, the file links to what may be on the server.
      #expect(try runner.run("check", ".harness/pipelines/app.yaml").status == 0)
      try runner.write(folder + "/pause.yaml", Self.template)
      let result = try runner.run("check", "--format", "concise", ".harness/pipelines/app.yaml")
      #expect(result.status == 1)
      #expect(result.output.hasPrefix(place), "\(result.output)")
      #expect(result.output.contains("fixed-field") && result.output.split(separator: "\n").count == 1)
      #expect(result.error == "checked 1 file: 1 error\n")
      // The same where all files are found, the template among them.
      let all = try runner.run("check", "--format", "concise")
      #expect(all.output == result.output)
      #expect(all.error == "checked 2 files: 1 error\n")
    }
  }

  @Test func foldersOfHarnessHoldOtherFilesToo() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".harness/snyk.yaml", "oss: {enabled: true}\n")
    try runner.write(".harness/values.yaml", "{{ .x }}: [\n")
    #expect(try runner.run("check").status == 2)
    try runner.write(".harness/slip.yaml", "pipline:\n  identifier: a\n")
    try runner.write(".harness/drone.yaml", CheckTests.clean)
    let result = try runner.run("check", "--format", "concise")
    #expect(result.error == "checked 2 files: 1 error\n")
    #expect(result.output.contains("slip.yaml:1:1:") && result.output.contains("unknown-document-kind"))
    // A file that somebody names is checked whatever it is.
    #expect(try runner.run("check", "--dialect", "harness", ".harness/snyk.yaml").status == 1)
  }

  @Test func typedFilesAreShown() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("app.yaml", Self.pipeline)
    let result = try runner.run("ir", "app.yaml")
    #expect(result.status == 0)
    let object = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(object["dialect"] as? String == "harness")
    #expect(result.output.contains("\"reference\""))
  }

  @Test func theOnlyPipelineIsMeantWhereNoneIsNamed() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".harness/pipelines/app.yaml", Self.pipeline)
    try runner.write(".harness/templates/pause.yaml", Self.template)
    #expect(try runner.run("ir").output.contains("\"file\": \".harness/pipelines/app.yaml\""))
    try runner.write(".harness/pipelines/other.yaml", Self.pipeline)
    let result = try runner.run("ir")
    #expect(result.status == 2)
    #expect(
      result.error.hasPrefix(
        "pipec ir: no file is named, and there are several pipelines: .harness/pipelines/app.yaml, "
          + ".harness/pipelines/other.yaml\n"))
    try runner.write(".drone.yml", CheckTests.clean)
    #expect(try runner.run("ir").output.contains("\"file\": \".drone.yml\""))
  }

  @Test func everyFileOfTheCorpusIsSurvived() throws {
    guard let files = Corpus.files(in: "harness") else { return }
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let result = try runner.run(
      arguments: ["check", "--format", "json", "--dialect", "harness"] + files.map(\.url.path))
    #expect(!result.wasKilled)
    #expect(result.status == 1)
    #expect(result.error.hasPrefix("checked \(files.count) files: "), "\(result.error)")
    _ = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
  }
}
