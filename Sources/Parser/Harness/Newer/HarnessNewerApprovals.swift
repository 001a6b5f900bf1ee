import Diagnostics
import IR

/// What approvals of the form `unified` are in the form `v0`.
enum HarnessNewerApprovals {
  /// `approval: {uses, with}`; nil where nobody is named to ask.
  static func approval(_ data: Data) -> HarnessNewerContainers.Step? {
    let with = data["with"] ?? Data(.map([]), at: data.span)
    switch data.text("uses")?.value {
    case "harness": return ("HarnessApproval", people(with))
    case "jira": return ("JiraApproval", service(with))
    case "servicenow": return ("ServiceNowApproval", service(with))
    case "custom": return ("CustomApproval", script(with))
    default: return nil
    }
  }

  private static func people(_ data: Data) -> Data {
    var spec = HarnessMapping(at: data.span)
    spec.set("approvalMessage", data["message"])
    spec.set("includePipelineExecutionHistory", data["execution-details"])
    spec.set("approvers", at: data.span) { approvers in
      approvers.set("userGroups", data["user-groups"])
      approvers.set("serviceAccounts", data["service-accounts"])
      approvers.set("minimumCount", data["approvers-min-count"])
      approvers.set("disallowPipelineExecutor", data["block-executor"])
    }
    if let inputs = data["inputs"], let entries = inputs.entries {
      let items = entries.map { entry in
        var input = HarnessMapping(at: entry.key.span)
        input.set("name", entry.key)
        if entry.value.entries == nil {
          input.set("defaultValue", entry.value)
        } else {
          input.set("defaultValue", entry.value["default"])
          input.set("required", entry.value["required"])
          input.set("allowedValues", entry.value["enum"] ?? entry.value["options"])
          input.set("regex", entry.value["pattern"])
        }
        return input.data
      }
      spec.set("approverInputs", .list(items, at: inputs.span))
    }
    return spec.data
  }

  private static func service(_ data: Data) -> Data {
    var spec = HarnessMapping(at: data.span)
    spec.set("retryInterval", data["retry"])
    criteria(data, into: &spec)
    return spec.data
  }

  private static func script(_ data: Data) -> Data {
    var spec = HarnessMapping(at: data.span)
    let run = data["run"]
    spec.set("shell", word: "Bash", at: run?.span ?? data.span)
    if let script = (run?["script"] ?? run)?.script {
      spec.set("source", at: script.span) { source in
        source.set("type", word: "Inline", at: script.span)
        source.set("spec", .wrap("script", script, at: script.span))
      }
    }
    spec.set("environmentVariables", HarnessNewerParts.variables([run?["env"]]))
    spec.set("scriptTimeout", data["script-timeout"])
    spec.set("retryInterval", data["retry"])
    criteria(data, into: &spec)
    return spec.data
  }

  private static func criteria(_ data: Data, into spec: inout HarnessMapping) {
    for (key, name) in [("approve", "approvalCriteria"), ("reject", "rejectionCriteria")] {
      guard let value = data[key] else { continue }
      spec.set(name, at: value.span) { criteria in
        if value.scalarText != nil {
          criteria.set("type", word: "Jexl", at: value.span)
          criteria.set("spec", .wrap("expression", value, at: value.span))
          return
        }
        criteria.set("type", word: "KeyValues", at: value.span)
        criteria.set("spec", at: value.span) { inner in
          inner.set("conditions", value.items == nil ? value["conditions"] : value)
          inner.set("matchAnyCondition", value["match-any"])
        }
      }
    }
  }
}
