import Diagnostics
import IR
import Parser
import Testing

@testable import Planner

/// Harness pipelines of a few lines, planned as a manual run of the branch `main` of `octocat/hello`.
enum HarnessPlanning {
  /// The facts of that run.
  static func facts() -> HarnessFacts { facts { _ in } }

  /// The facts of that run with something changed.
  static func facts(_ change: (inout HarnessFacts) throws -> Void) rethrows -> HarnessFacts {
    var request = Context.Request()
    request.branch = "main"
    request.sha = "7fd1a60b01f91b314f59955a4e4d4e80d8edf11d"
    request.repository = "octocat/hello"
    request.message = "Initial commit"
    var context = Context(request, workingTree: nil)
    context.now = 1_700_000_000
    context.workspace = .cloned
    var facts = HarnessFacts(context: context)
    facts.roots = HarnessFacts.codebase(of: context)
    try change(&facts)
    return facts
  }

  /// The plan of a file.
  static func plan(_ yaml: String, facts: HarnessFacts = facts()) -> Plan {
    let source = Source(name: "pipeline.yaml", text: yaml)
    for case .harness(.pipeline(let pipeline)) in HarnessLoader.load(source).documents {
      return HarnessPlanner.plan(pipeline, facts: facts)
    }
    return Plan(pipelines: [])
  }

  /// The plan of a CI stage `build` with the given `steps:` items, on Kubernetes.
  static func plan(steps: String, facts: HarnessFacts = facts(), head: String = "", machine: String? = nil) -> Plan {
    plan(file(steps: steps, head: head, machine: machine), facts: facts)
  }

  /// The file with the given items of `steps:`.
  static func file(steps: String, head: String = "", machine: String? = nil) -> String {
    let machine = machine ?? "infrastructure: {type: KubernetesDirect, spec: {connectorRef: k, namespace: n}}"
    return """
      pipeline:
        identifier: p
        name: P
      \(indented(head, 2))
        stages:
          - stage:
              identifier: build
              name: Build
              type: CI
              spec:
                cloneCodebase: false
                \(machine)
                execution:
                  steps:
      \(indented(steps, 14))
      """
  }

  static func indented(_ text: String, _ count: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map {
      String(repeating: " ", count: count) + $0
    }.joined(separator: "\n")
  }

  /// The first step with that identifier in its path.
  static func step(_ id: String, in plan: Plan) throws -> Plan.Step {
    let steps = plan.pipelines.flatMap(\.steps)
    return try #require(steps.first { $0.id == id }, "there is \(steps.map(\.id))")
  }
}

extension Plan.Step {
  /// What a variable is set to, with expressions in place of what is open; nil where it is not set.
  func variable(_ name: String) -> String? {
    environment.last { $0.name == name }?.value.display
  }
}
