import Diagnostics
import IR

/// A deployment of PipeCD as JSON: durations as Go writes them, keys that do not apply left out.
struct DeploymentPlanJSON {
  private let plan: DeploymentPlan
  private let source: Source

  init(_ plan: DeploymentPlan, _ source: Source) {
    self.plan = plan
    self.source = source
  }

  /// Adds the member with the deployment.
  func write(_ json: inout JSONWriter) {
    json.member("deployment") { json in
      json.object { json in
        json.member("generation", plan.generation.rawValue)
        json.member("trigger", plan.trigger.rawValue)
        json.member("strategy", plan.isDeferred ? "deferred" : plan.strategy.rawValue)
        if !plan.summary.isEmpty { json.member("summary", plan.summary) }
        if plan.isDeferred { json.member("answers") { $0.array(plan.answers) { write($1, &$0) } } }
        json.member("application") { write(plan.application, &$0) }
        json.member("autoRollback", plan.autoRollback)
        json.member("timeout", plan.timeout.text)
        json.member("stages") { $0.array(plan.stages) { write($1, &$0) } }
        json.member("rollback") { $0.array(plan.rollback) { write($1, &$0) } }
        if !plan.chain.isEmpty { json.member("chain", plan.chain.map(\.text)) }
        if !plan.remarks.isEmpty {
          json.member("remarks") { json in
            json.array(plan.remarks) { json, remark in json.object { PlanJSON.write(remark, source, &$0) } }
          }
        }
      }
    }
  }

  private func write(_ answer: DeploymentPlan.Answer, _ json: inout JSONWriter) {
    json.object { json in
      json.member("condition", answer.condition)
      json.member("strategy", answer.strategy.rawValue)
      if !answer.summary.isEmpty { json.member("summary", answer.summary) }
    }
  }

  private func write(_ application: DeploymentPlan.Application, _ json: inout JSONWriter) {
    json.object { json in
      json.member("name", application.name)
      json.member("kind", application.kind)
      if !application.labels.isEmpty {
        json.member("labels") { json in
          json.object { json in for label in application.labels { json.member(label.name, label.value) } }
        }
      }
      json.member("directory", application.directory)
      json.member("file", application.file)
      if !application.repository.isEmpty { json.member("repository", application.repository) }
      if !application.commit.isEmpty { json.member("commit", application.commit) }
    }
  }

  // MARK: Stages

  private func write(_ stage: PlannedStage, _ json: inout JSONWriter) {
    json.object { json in
      json.member("index", stage.index)
      json.member("id", stage.id)
      json.member("name", stage.name)
      if !stage.description.isEmpty { json.member("description", stage.description) }
      json.member("kind", stage.kind.name)
      write(stage.executor, &json)
      json.member("decision", stage.decision.rawValue)
      PlanJSON.write(stage.reason, source, &json)
      json.member("requires", stage.requires)
      if let timeout = stage.timeout { json.member("timeout", timeout.text) }
      if case .analysis(let analysis) = stage.kind {
        json.member("checks") { $0.array(analysis.checks) { write($1, &$0) } }
      }
      if case .script(let script) = stage.kind, stage.isRollback { json.member("run", script.run) }
      guard !stage.isRollback else { return }
      if let options = stage.options {
        json.member("options") { options.writeJSON(to: &$0) }
      } else if !stage.configuration.isEmpty {
        json.member("configuration", stage.configuration)
      }
    }
  }

  private func write(_ executor: PlannedStage.Executor, _ json: inout JSONWriter) {
    switch executor {
    case .piped: json.member("executor", "piped")
    case .unknown: json.member("executor", "unknown")
    case .plugin(let plugin):
      json.member("executor", "plugin")
      json.member("plugin") { json in
        json.object { json in
          json.member("name", plugin.name)
          json.member("official", ifPresent: plugin.official)
          json.member("url", ifPresent: plugin.address)
          if let port = plugin.port { json.member("port", port) }
          if !plugin.targets.isEmpty { json.member("deployTargets", plugin.targets) }
        }
      }
    }
  }

  private func write(_ check: PlannedAnalysis.Check, _ json: inout JSONWriter) {
    json.object { json in
      json.member("kind", check.kind.rawValue)
      json.member("template", ifPresent: check.template)
      if !check.strategy.isEmpty { json.member("strategy", check.strategy) }
      if !check.provider.isEmpty { json.member("provider", check.provider) }
      json.member("queries") { json in
        json.array(check.queries) { json, query in
          json.object { json in
            if !query.variant.isEmpty { json.member("variant", query.variant) }
            json.member("text", query.text)
          }
        }
      }
      if let minimum = check.minimum { json.member("min") { $0.number(minimum) } }
      if let maximum = check.maximum { json.member("max") { $0.number(maximum) } }
      if let code = check.expectedCode { json.member("expectedCode", code) }
      if !check.deviation.isEmpty { json.member("deviation", check.deviation) }
      json.member("interval", check.interval.text)
      json.member("timeout", check.timeout.text)
      json.member("failureLimit", check.failureLimit)
      json.member("skipOnNoData", check.skipsNoData)
      if let problem = check.problem {
        json.member("problem") { json in json.object { PlanJSON.write(problem, source, &$0) } }
      }
    }
  }
}
