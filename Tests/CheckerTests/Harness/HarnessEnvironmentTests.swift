import Checker
import Diagnostics
import IR
import Parser
import Testing

/// What expressions can name, asked for without a rule.
@Suite struct HarnessEnvironments {
  private static let text = """
    pipeline:
      identifier: shop
      name: shop
      variables:
        - {name: env, type: String, value: prod}
        - {name: count, type: Number, value: 3}
      stages:
        - stage:
            identifier: ci
            name: ci
            type: CI
            spec:
              cloneCodebase: false
              platform: {os: Linux, arch: Amd64}
              runtime: {type: Cloud, spec: {}}
              execution:
                steps:
                  - step: {identifier: build, name: build, type: Run, spec: {command: make, outputVariables: [{name: TAG}, {name: TIME}]}}
                  - stepGroup:
                      identifier: tests
                      name: tests
                      steps:
                        - step: {identifier: unit, name: unit, type: Run, strategy: {matrix: {os: [linux]}}, spec: {command: make}}

    """

  private static func environment() throws -> HarnessEnvironment {
    let source = Source(name: "pipeline.yaml", text: text)
    let program = ProgramLoader.load(source, dialect: .harness, lookup: { _ in nil })
    guard case .harness(let document)? = program.documents.first else {
      throw Missing()
    }
    return HarnessEnvironment(document)
  }

  struct Missing: Error {}

  private static func position(_ name: String, in environment: HarnessEnvironment) throws -> HarnessPosition {
    try #require(environment.position(of: name))
  }

  @Test(arguments: [
    ("pip", "build", ["pipeline"]),
    ("pipeline.variables.", "build", ["count", "env"]),
    ("pipeline.stages.", "build", ["ci"]),
    ("steps.", "build", ["build", "tests"]),
    ("steps.", "unit", ["unit"]),
    ("execution.", "unit", ["steps"]),
    ("execution.steps.build.output.outputVariables.T", "unit", ["TAG", "TIME"]),
    ("execution.steps.build.output.", "unit", ["outputVariables"]),
    ("matrix.", "unit", ["os"]),
    ("secrets.", "unit", ["getValue("]),
    ("tests.st", "unit", ["startTs", "status", "stepGroupInfra", "steps", "strategy"]),
    ("pipeline.stages.ci.spec.execution.steps.tests.steps.", "unit", ["unit"]),
    ("nothing.", "build", []),
  ])
  func completions(_ prefix: String, _ place: String, _ expected: [String]) throws {
    let environment = try Self.environment()
    let position = try Self.position(place, in: environment)
    #expect(environment.completions(of: prefix, at: position).map(\.name) == expected)
  }

  @Test(arguments: [
    ("pipeline.variables.env", "string"), ("pipeline.variables.count", "number"), ("pipeline.sequenceId", "number"),
    ("execution.steps.build", "node"), ("execution.steps.build.output.outputVariables.TAG", "string"),
    ("pipeline.stages", "map"), ("Always", "boolean"),
  ])
  func types(_ text: String, _ expected: String) throws {
    let environment = try Self.environment()
    let path = try #require(HarnessExpressionPath.parse(text))
    guard case .known(let type, _) = environment.resolve(path, at: try Self.position("unit", in: environment)) else {
      Issue.record("\(text) leads nowhere")
      return
    }
    #expect(type.rawValue == expected)
  }

  @Test(
    arguments: [
      ("a.b.c", ["a", "b", "c"], nil), ("a [\"x y\"] . b", ["a", "x y", "b"], nil),
      ("a.get(\"k-1\").c", ["a", "k-1", "c"], nil),
      ("a.b.length()", ["a", "b"], "length"), ("a[0].b", ["a", "0", "b"], nil), ("f(x)", [], "f"),
      ("a.'b c'", ["a", "b c"], nil),
      ("a == 1", ["a"], nil),
    ] as [(String, [String], String?)])
  func paths(_ text: String, _ names: [String], _ method: String?) throws {
    let path = try #require(HarnessExpressionPath.parse(text))
    #expect(path.segments.compactMap(\.name) == names)
    #expect(path.method?.name == method)
  }
}
