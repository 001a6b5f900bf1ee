import Diagnostics
import Foundation
import IR
import Planner
import TestSupport
import Testing

/// Whole plans, as every output shows them. `UPDATE_GOLDEN=1 swift test --filter RenderTests` rewrites the expected ones.
@Suite struct RenderTests {
  private static let source = Source(name: "kitchen-sink.yml", text: fixture("kitchen-sink.yml"))

  private static func build(_ event: String) -> Context {
    context(event: event) {
      $0.commit.sha = "8f51ad7884c5e0a7b3f1"
      $0.commit.ref = event == "tag" ? "refs/tags/v1.2.3" : "refs/heads/main"
      if event == "tag" { $0.commit.branch = "" }
      $0.repository.slug = "octocat/hello-world"
      $0.now = 1_700_000_000
      if event == "push" { $0.workspace = .mounted(path: "/home/octocat/hello-world") }
    }
  }

  @Test(arguments: ["tag", "push"]) func text(_ event: String) {
    let plan = plan(RenderTests.source, in: RenderTests.build(event))
    let text = PlanRenderer.text(plan, source: RenderTests.source)
    #expect(text == golden("kitchen-sink-\(event).txt", text))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(!text.contains("\u{1B}"))
  }

  @Test func verboseText() {
    let plan = plan(RenderTests.source, in: RenderTests.build("push"))
    let text = PlanRenderer.text(plan, source: RenderTests.source, isVerbose: true)
    #expect(text == golden("kitchen-sink-verbose.txt", text))
  }

  @Test(arguments: ["tag", "push"]) func json(_ event: String) throws {
    let plan = plan(RenderTests.source, in: RenderTests.build(event))
    let text = PlanJSON.text(plan, source: RenderTests.source)
    #expect(text == golden("kitchen-sink-\(event).json", text))
    struct Contract: Decodable {
      struct Pipeline: Decodable {
        var name, dialect, decision, reason: String
        var steps: [Step]
      }
      struct Step: Decodable {
        var id, name, decision, reason: String
        var needs: [String]
      }
      var pipelines: [Pipeline]
    }
    let decoded = try JSONDecoder().decode(Contract.self, from: Foundation.Data(text.utf8))
    #expect(decoded.pipelines.map(\.name) == plan.pipelines.map(\.name))
  }

  @Test func graphs() {
    let plan = plan(RenderTests.source, in: RenderTests.build("push"))
    #expect(PlanGraph.dot(plan) == golden("kitchen-sink.dot", PlanGraph.dot(plan)))
    #expect(PlanGraph.mermaid(plan) == golden("kitchen-sink.mermaid", PlanGraph.mermaid(plan)))
  }

  /// The page on the format names every key that is written.
  @Test func everyKeyIsDocumented() throws {
    let page = try Repository.text("docs/plan.md")
    let code =
      try Repository.text("Sources/Planner/Render/PlanJSON.swift")
      + Repository.text("Sources/Planner/Render/HarnessPlanJSON.swift")
    let keys = code.matches(of: /member\("(\w+)"/).map { String($0.1) }
    #expect(keys.count > 40)
    for key in Set(keys).subtracting(["secret", "pieces"]) {
      #expect(page.contains("`\(key)`"), "docs/plan.md says nothing of \(key)")
    }
  }

  /// What the real runner makes of the fixture for a tag.
  @Test func facts() throws {
    let plan = plan(RenderTests.source, in: RenderTests.build("tag"))
    let pipeline = try #require(plan.pipelines.first)
    let rows = pipeline.steps.map { step in
      "\(step.name) \(step.runPolicy.rawValue) \(step.failurePolicy.rawValue) \(step.needs.joined(separator: ","))"
    }
    #expect(
      rows == [
        "clone always fail ", "db on-success fail clone", "test on-success fail clone", "lint on-success ignore clone",
        "publish on-success fail test,lint", "notify always fail publish",
      ])
    let publish = try #require(pipeline.step("publish"))
    #expect(publish.isPrivileged)
    #expect(publish[variable: "PLUGIN_BUILD_ARGS"] == "{\"DEBUG\":false,\"VERSION\":\"1.10\"}")
    #expect(publish[variable: "PLUGIN_TAGS"] == "1.2.3,8f51ad78")
    #expect(publish[variable: "PLUGIN_PASSWORD"] == "secret:hub")
    #expect(publish.registryCredentialSecrets == ["second_login", "first_login"])
    #expect(plan.secrets.map { $0.name?.value } == ["hub"])
    #expect(plan.pipelines.map(\.decision) == [.run, .deferred, .skip])
  }

  /// Names and values from a file cannot move the cursor, break a line, or leave the quotes of a graph.
  @Test func hostileTexts() {
    let text = """
      kind: pipeline
      name: "a\\"]\\e[2J\\nb"
      steps:
      - name: "x\\e]0;t\\a\\"; y"
        image: "alpine\\e[1m"
        environment: {V: "\\e[31m", "N\\r": w}
        commands: ["echo \\e[2J"]
      """
    let source = Source(name: "t.yml", text: text)
    let plan = plan(source, in: context())
    for shown in [PlanRenderer.text(plan, source: source), PlanJSON.text(plan, source: source)] {
      #expect(!shown.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }
    #expect(PlanGraph.dot(plan).contains("label=\"a\\\"]"))
    #expect(PlanGraph.mermaid(plan).contains("a#34;]"))
  }
}

/// A file of `Fixtures/`.
func fixture(_ name: String, file: String = #filePath) -> String {
  let url = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Fixtures/\(name)")
  return (try? String(contentsOf: url, encoding: .utf8)) ?? ""
}
