// Loads a pipeline file of any of the languages, says what is wrong with it, and draws what a push to main would run.
import Checker
import Diagnostics
import Foundation
import IR
import Parser
import Planner

guard let path = CommandLine.arguments.dropFirst().first, let data = FileManager.default.contents(atPath: path) else {
  FileHandle.standardError.write(Foundation.Data("usage: planned FILE\n".utf8))
  exit(2)
}
let source = Source(id: SourceID(0), name: path, bytes: Array(data))

// What is wrong with it.
let program = ProgramLoader.load(source, lookup: Checker.assumedValue)
let findings = Checker.check(program, of: source)
print(TextRenderer(style: .plain, sources: SourceSet([source])).text(of: findings), terminator: "")

// What is planned for: nobody asks the machine but you.
var request = Context.Request()
request.event = "push"
request.branch = "main"
request.repository = "octocat/hello"
let context = Context(request, workingTree: nil)

func plan() -> Plan {
  switch DialectDetection.dialect(of: source) {
  case .drone:
    // Drone reads a file again for each pipeline, with `${…}` replaced by what that pipeline knows.
    let reloader = DroneReloader(source)
    return DronePlanner.plan(DroneLoader.loadAsWritten(source), in: context) {
      reloader.load(lookup: $0)
    } reloadDocument: {
      reloader.load(document: $0, lookup: $1)
    }
  case .harness:
    for case .harness(.pipeline(let pipeline)) in program.documents {
      return HarnessPlanner.plan(HarnessResolution(pipeline).pipeline, facts: HarnessFacts(context: context))
    }
    return Plan(pipelines: [])
  case .pipecd: return PipeCDPlanner.plan(program, for: DeploymentRequest(context: context))
  }
}

print(PlanPicture.text(plan(), source: source), terminator: "")
exit(findings.contains { $0.severity >= .warning } ? 1 : 0)
