import Diagnostics
import Foundation
import IR
import Parser
import TestSupport
import Testing

@testable import Planner

/// Plans as pictures for terminals. `UPDATE_GOLDEN=1 swift test --filter PictureTests` rewrites the expected ones.
@Suite struct PictureTests {
  /// The plan of a fixture of any dialect.
  static func planned(_ name: String) throws -> (plan: Plan, source: Source) {
    let file = try #require(["yml", "yaml"].map { "\(name).\($0)" }.first { !fixture($0).isEmpty })
    let source = Source(name: file, text: fixture(file))
    if name.hasPrefix("harness") { return (HarnessPlanning.plan(fixture(file)), source) }
    if name.hasPrefix("pipecd") {
      let request = try #require(PipeCDRenderTests.requests.first { $0.0 == name }?.1)
      return (PipeCDPlanner.plan(PipeCDLoader.load(source), for: request), source)
    }
    return (plan(source, in: context()), source)
  }

  static let names = [
    "kitchen-sink", "graph", "harness-shop", "harness-loops", "harness-groups", "pipecd-canary", "pipecd-quick",
    "pipecd-plugins", "pipecd-terraform",
  ]

  @Test(arguments: names) func pictures(_ name: String) throws {
    let (plan, source) = try Self.planned(name)
    let text = PlanPicture.text(plan, source: source)
    #expect(text == golden("\(name).picture", text))
    #expect(text.split(separator: "\n").allSatisfy { String($0).columns <= 80 && $0.last != " " })
    let ascii = PlanPicture.text(plan, source: source, isASCII: true)
    // PipeCD's own words are what they are.
    #expect(ascii.replacing("…", with: "").utf8.allSatisfy { $0 < 0x80 }, "\(ascii)")
    #expect(ascii.split(separator: "\n").allSatisfy { String($0).columns <= 80 })
  }

  @Test("forty steps take a line each at 80 columns") func fortySteps() throws {
    var text = "kind: pipeline\nname: forty\nsteps:\n"
    for stage in 0..<8 {
      let before = stage == 0 ? ["clone"] : (0..<5).map { "stage-\(stage - 1)-task-\($0)" }
      for task in 0..<5 {
        text +=
          "- {name: stage-\(stage)-task-\(task), image: i, commands: [c], depends_on: [\(before.joined(separator: ", "))]}\n"
      }
    }
    let source = Source(name: ".drone.yml", text: text)
    let lines = PlanPicture.text(plan(source, in: context()), source: source).split(separator: "\n")
    #expect(lines.allSatisfy { String($0).columns <= 80 })
    // The heading, the clone, the steps with what leads from stage to stage, the summary.
    #expect(lines.count == 1 + 1 + 40 + 7 + 1)
    #expect(lines[2] == "  ├─●─╮  stage-0-task-0  run   i:latest")
    #expect(lines[7] == "  ╭───╯")
  }

  @Test("wide characters take two columns") func wideCharacters() {
    let source = Source(
      name: ".drone.yml",
      text: """
        kind: pipeline
        name: 宽
        steps:
        - {name: 测试, image: i, commands: [c], depends_on: [clone]}
        - {name: test, image: i, commands: [c], depends_on: [clone]}
        """)
    let text = PlanPicture.text(plan(source, in: context()), source: source)
    #expect(text.contains("  ├─●  测试   run   i:latest\n  ╰─●  test   run   i:latest\n"), "\(text)")
  }

  @Test("what a person wrote cannot move the cursor") func hostileTexts() {
    let source = Source(
      name: "t.yml",
      text: """
        kind: pipeline
        name: "a\\e[2J\\nb"
        steps:
        - name: "x\\e]0;t\\a"
          image: "alpine\\e[1m"
          commands: ["echo \\e[2J"]
        """)
    let text = PlanPicture.text(plan(source, in: context()), source: source)
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }

  @Test("a graph that needs too many lanes is told in words") func tooWide() {
    var text = "kind: pipeline\nname: dense\nsteps:\n"
    for number in 0..<24 { text += "- {name: a\(number), image: i, commands: [c], depends_on: [clone]}\n" }
    for number in 0..<24 {
      text += "- {name: b\(number), image: i, commands: [c], depends_on: [a\(number), a\((number + 7) % 24)]}\n"
    }
    let source = Source(name: ".drone.yml", text: text)
    let picture = PlanPicture.text(plan(source, in: context()), source: source)
    #expect(picture.contains("3 ●  b0     run   i:latest, after a0, a7\n"), "\(picture)")
  }

  @Test("every plan of a real file has a picture of 80 columns") func corpus() throws {
    guard let files = Corpus.files(in: "drone") else { return }
    var count = 0
    for file in files where file.name.hasSuffix("yml") || file.name.hasSuffix("yaml") {
      let source = Source(id: SourceID(0), name: ".drone.yml", bytes: file.bytes)
      let plan = plan(source, in: context())
      guard plan.refusals.isEmpty, plan.pipelines.contains(where: { $0.decision == .run }) else { continue }
      count += 1
      let text = PlanPicture.text(plan, source: source)
      for step in plan.pipelines.filter({ $0.decision == .run }).flatMap(\.steps) where !step.name.isEmpty {
        #expect(text.contains(Printable.line(step.name)), "\(file.name) \(step.name)")
      }
      let long = text.split(separator: "\n").first { line in
        String(line).columns > 80
          && !plan.pipelines.contains { line.contains($0.name) || $0.steps.contains { $0.name.columns > 30 } }
      }
      #expect(long == nil, "\(file.name): \(long ?? "")")
    }
    #expect(count > 300)
  }
}
