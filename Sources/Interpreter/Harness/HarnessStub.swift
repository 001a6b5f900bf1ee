import Diagnostics
import Expressions
import Planner

/// What a step is taken to have done that cannot run here.
public struct HarnessStub: Hashable, Sendable {
  /// Whether it failed.
  public var fails: Bool
  /// What stands below its `output`.
  public var outcome: [HarnessValue.Member]
  /// `output.outputVariables`.
  public var outputs: [HarnessValue.Member]

  public init(fails: Bool = false, outcome: [HarnessValue.Member] = [], outputs: [HarnessValue.Member] = []) {
    self.fails = fails
    self.outcome = outcome
    self.outputs = outputs
  }

  /// Why a text is no stub; one clause.
  public struct Refusal: Error, Hashable, Sendable {
    public var message: String

    public init(message: String) { self.message = message }
  }

  /// Reads an object of JSON that has what stands below `output` of a step of that type.
  public static func read(_ json: String, type: String) -> Result<HarnessStub, Refusal> {
    let value: JexlValue
    switch JexlJSON.parse(json) {
    case .failure(let problem): return .failure(Refusal(message: "no JSON: \(problem.message)"))
    case .success(let parsed): value = parsed
    }
    guard case .map(let members) = HarnessValue(json: value) else {
      return .failure(Refusal(message: "no object of names and values"))
    }
    var stub = HarnessStub()
    let known = fields(of: type)
    for member in members {
      if member.name == "outputVariables" {
        guard case .map(let variables) = member.value else {
          return .failure(Refusal(message: "outputVariables is no object of names and values"))
        }
        stub.outputs = variables
        continue
      }
      guard known == nil || known?.contains(member.name) == true else {
        let names = (known ?? []) + ["outputVariables"]
        let hint = Suggestion.nearest(to: member.name, among: names).map { "; did you mean '\($0)'?" } ?? ""
        let all = hint.isEmpty ? "; there is \(names.joined(separator: ", "))" : hint
        return .failure(Refusal(message: "steps of type \(type) have no output '\(member.name)'\(all)"))
      }
      stub.outcome.append(member)
    }
    return .success(stub)
  }

  /// What stands below `output` beside `outputVariables`, for the types of which that is known.
  private static func fields(of type: String) -> [String]? {
    switch type {
    case "Http": ["httpUrl", "httpMethod", "httpResponseCode", "httpResponseBody", "status", "errorMsg"]
    case "HarnessApproval": ["approvalActivities", "approverInputs"]
    case "Barrier": ["message", "barrierRef"]
    case "JiraCreate", "JiraUpdate": ["issue"]
    case "K8sRollingDeploy": ["releaseName", "releaseNumber", "prunedResourceIds"]
    case "K8sCanaryDeploy": ["releaseName", "releaseNumber", "targetInstances", "canaryWorkload"]
    case "K8sBlueGreenDeploy":
      [
        "releaseName", "releaseNumber", "primaryServiceName", "stageServiceName", "stageDeploymentSkipped",
        "prunedResourceIds",
      ]
    case "K8sRollingRollback": ["recreatedResourceIds"]
    case "K8sDryRun": ["manifestDryRun"]
    case "HelmDeploy": ["releaseName", "prevReleaseVersion", "newReleaseVersion", "containerInfoList"]
    case "HelmRollback": ["releaseName", "newReleaseVersion", "rollbackVersion", "containerInfoList"]
    case "Run", "Test", "RunTests", "Container", "ShellScript", "CustomApproval", "EventListener", "Plugin", "Action",
      "Bitrise", "Background", "GitClone":
      []
    default: nil
    }
  }
}

extension HarnessValue {
  /// A value of JSON.
  fileprivate init(json: JexlValue) {
    switch json {
    case .boolean(let flag): self = .boolean(flag)
    case .integer(let number): self = .integer(Int64(number))
    case .long(let number): self = .integer(number)
    case .double(let number): self = .number(number)
    case .string(let text): self = .text(text)
    case .list(let items): self = .list(items.map { HarnessValue(json: $0) })
    case .map(let map):
      self = .map(zip(map.keys, map.values).map { Member($0.text ?? "", HarnessValue(json: $1)) })
    case .null: self = .null
    default: self = .null
    }
  }
}
