import Diagnostics
import IR
import Parser
import Planner

/// Plans applications of PipeCD as the command does.
enum PipeCDPlanning {
  /// A file of a kind with what stands below `spec`.
  static func file(_ kind: String, _ spec: String) -> String {
    "apiVersion: pipecd.dev/v1beta1\nkind: \(kind)\nspec: \(spec)\n"
  }

  /// Whatever the file, its first pipeline.
  static func plan(
    _ text: String, _ request: DeploymentRequest = DeploymentRequest(), generation: PipeCD.Generation? = nil
  ) -> Plan {
    PipeCDPlanner.plan(
      PipeCDLoader.load(Source(name: "app.pipecd.yaml", text: text), generation: generation), for: request)
  }

  static func deployment(
    _ kind: String, _ spec: String, _ request: DeploymentRequest = DeploymentRequest()
  ) -> DeploymentPlan? {
    plan(file(kind, spec), request).pipelines.first?.pipecd
  }

  /// A request by the words of a table: `commit`, `command quick`, `first`, `message TEXT`.
  static func request(_ words: String) -> DeploymentRequest {
    var request = DeploymentRequest()
    for part in words.split(separator: ";") {
      let words = part.split(separator: " ").map(String.init)
      switch words.first {
      case "first": request.isFirstDeployment = true
      case "message": request.context.commit.message = words.dropFirst().joined(separator: " ")
      case "changed": request.changed = Array(words.dropFirst())
      case let word?:
        request.trigger = DeploymentRequest.Trigger(rawValue: word) ?? .commit
        request.strategy = words.count > 1 ? DeploymentPlan.Strategy(rawValue: words[1]) : nil
      case nil: break
      }
    }
    return request
  }
}
