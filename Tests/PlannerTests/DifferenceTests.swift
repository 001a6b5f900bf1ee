import Diagnostics
import Foundation
import IR
import Parser
import Testing

@testable import Planner

/// What differs between two plans.
@Suite struct DifferenceTests {
  private static func drone(_ steps: String, head: String = "") -> String {
    "kind: pipeline\nname: p\n\(head)steps:\n\(steps)\n"
  }

  /// The lines below the heading, without the summary.
  private static func lines(_ old: Plan, _ new: Plan) -> [String] {
    let text = DifferenceRenderer.text(PlanDifference(from: old, to: new), old: "a", new: "b")
    return text.split(separator: "\n").map(String.init).dropFirst(2).dropLast()
  }

  static let rows: [(old: String, new: String, lines: [String])] = [
    (drone("- {name: a, image: i, commands: [c]}"), drone("- {name: a, image: i, commands: [c]}"), []),
    (
      drone("- {name: a, image: 'go:1', commands: [c]}"), drone("- {name: a, image: 'go:2', commands: [c]}"),
      ["~ p", "  ~ a", "      image docker.io/library/go:1 → docker.io/library/go:2"]
    ),
    (
      drone("- {name: a, image: i, commands: [c]}"),
      drone("- {name: a, image: i, commands: [c]}\n- {name: b, image: i, commands: [c], when: {event: tag}}"),
      ["~ p", "  + b  skip: event is push, not tag"]
    ),
    (
      drone(
        "- {name: a, image: i, commands: [c]}\n- {name: b, image: i, commands: [c]}\n- {name: c, image: i, commands: [c]}"
      ),
      drone("- {name: a, image: i, commands: [c]}\n- {name: c, image: i, commands: [c]}"),
      ["~ p", "  - b  run", "  ~ c", "      after b → a"]
    ),
    (
      drone("- {name: a, image: i, commands: [x, old, y]}"), drone("- {name: a, image: i, commands: [x, new, z, y]}"),
      ["~ p", "  ~ a", "      commands", "        - old", "        + new", "        + z"]
    ),
    (
      drone("- {name: a, image: i, commands: [c], environment: {A: x, T: {from_secret: one}}}"),
      drone("- {name: a, image: i, commands: [c], environment: {B: y, T: {from_secret: two}}}"),
      [
        "~ p", "  ~ a", "      + env B y", "      env T secret one → secret two", "      - env A x",
      ]
    ),
    (
      drone("- {name: a, image: i, commands: [c]}"),
      drone("- {name: a, image: i, commands: [c], when: {branch: release}}"),
      ["~ p", "  ~ a", "      decision run: no conditions → skip: branch is main, not release"]
    ),
    (
      drone("- {name: a, image: i, commands: [c]}", head: "trigger: {event: push}\n"),
      drone("- {name: a, image: i, commands: [c]}", head: "trigger: {event: tag}\n"),
      ["~ p", "    decision run: event is push → skip: event is push, not tag"]
    ),
    // Alike in all steps: once.
    (
      drone(
        "- {name: a, image: i, commands: [c]}\n- {name: b, image: i, commands: [c]}", head: "environment: {V: '1'}\n"),
      drone(
        "- {name: a, image: i, commands: [c]}\n- {name: b, image: i, commands: [c]}", head: "environment: {V: '2'}\n"),
      ["~ p", "    env V 1 → 2"]
    ),
    (
      drone(
        "- {name: a, image: i, commands: [c], depends_on: [clone]}\n- {name: b, image: i, commands: [c], depends_on: [clone]}"
      ),
      drone(
        "- {name: b, image: i, commands: [c], depends_on: [clone]}\n- {name: a, image: i, commands: [c], depends_on: [clone]}"
      ),
      ["~ p", "    order clone, a, b → clone, b, a"]
    ),
    (
      drone("- {name: a, image: i, commands: [c]}"),
      "kind: pipeline\nname: q\nsteps: [{name: a, image: i, commands: [c]}]",
      [
        "+ q", "    + decision run: no conditions", "  + clone  run: fetches the repository", "  + a  run",
        "- p", "    - decision run: no conditions", "  - clone  run: fetches the repository", "  - a  run",
      ]
    ),
  ]

  @Test(arguments: rows) func drone(_ old: String, _ new: String, _ lines: [String]) {
    #expect(Self.lines(plan(old, in: context()), plan(new, in: context())) == lines)
  }

  @Test("of two occasions what the build is told is said once") func occasions() {
    let text = Self.drone(
      "- {name: a, image: i, commands: [c]}\n- {name: b, image: i, commands: [c]}\n- {name: r, image: i, commands: [c], when: {event: tag}}"
    )
    let difference = PlanDifference(
      from: plan(text, in: context()), to: plan(text, in: context(event: "tag")))
    let pipeline = difference.pipelines.first
    #expect(pipeline?.items.map(\.name) == ["r"])
    #expect(pipeline?.fields.contains(.init("env DRONE_BUILD_EVENT", "push", "tag")) == true)
    #expect(pipeline?.items.first?.fields.map(\.name) == ["decision"])
  }

  @Test("stages and steps of Harness are told by their paths") func harness() {
    let old = HarnessPlanning.plan(steps: "- step: {identifier: t, name: T, type: Run, spec: {image: a, command: x}}")
    let new = HarnessPlanning.plan(
      steps: "- step: {identifier: t, name: T, type: Run, strategy: {parallelism: 2}, spec: {image: a, command: y}}")
    let lines = Self.lines(old, new)
    #expect(lines.contains("  + T (build.t (loop))  run") || lines.contains { $0.hasPrefix("  + T (build.t (loop))") })
    #expect(
      lines.contains { $0.hasPrefix("  + T_0 (build.t_0)") } && lines.contains { $0.hasPrefix("  - T (build.t)") })
  }

  @Test("stages of PipeCD are told by what they do") func pipecd() {
    func plan(_ stages: String) -> Plan {
      PipeCDPlanning.plan(PipeCDPlanning.file("KubernetesApp", "{name: app, pipeline: {stages: [\(stages)]}}"))
    }
    let old = plan("{name: K8S_CANARY_ROLLOUT, with: {replicas: 10%}}, {name: WAIT, with: {duration: 1m}}")
    let new = plan("{name: WAIT, with: {duration: 1m}}, {name: K8S_CANARY_ROLLOUT, with: {replicas: 20%}}")
    #expect(
      Self.lines(old, new) == [
        "~ app", "    order", "      - K8S_CANARY_ROLLOUT, WAIT, ROLLBACK",
        "      + WAIT, K8S_CANARY_ROLLOUT, ROLLBACK",
        "  ~ K8S_CANARY_ROLLOUT",
        "      options replicas 10% → replicas 20%",
      ])
  }

  @Test("scripts get the same as JSON") func json() throws {
    let old = plan(Self.drone("- {name: a, image: 'go:1', commands: [c]}"), in: context())
    let new = plan(Self.drone("- {name: a, image: 'go:2', commands: [c]}"), in: context())
    let text = DifferenceRenderer.json(PlanDifference(from: old, to: new), old: "HEAD:.drone.yml", new: ".drone.yml")
    struct Document: Decodable, Equatable {
      struct Pipeline: Decodable, Equatable {
        var name, change: String
        var steps: [Step]
      }
      struct Step: Decodable, Equatable {
        var id, name, change, decision, reason: String
        var fields: [Field]
      }
      struct Field: Decodable, Equatable { var field, old, new: String }
      var old, new: String
      var pipelines: [Pipeline]
    }
    let document = try JSONDecoder().decode(Document.self, from: Foundation.Data(text.utf8))
    let field = Document.Field(field: "image", old: "docker.io/library/go:1", new: "docker.io/library/go:2")
    let step = Document.Step(
      id: "a", name: "a", change: "changed", decision: "run", reason: "no conditions", fields: [field])
    let pipeline = Document.Pipeline(name: "p", change: "changed", steps: [step])
    #expect(document == Document(old: "HEAD:.drone.yml", new: ".drone.yml", pipelines: [pipeline]))
  }
}
