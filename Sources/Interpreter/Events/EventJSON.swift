import Diagnostics

/// Events as JSON, one object a line: `time` in milliseconds since 1970, `event`, then what belongs to it.
public enum EventJSON {
  /// The line of an event, its line break included.
  public static func line(of event: Event) -> [UInt8] {
    var json = JSONWriter(layout: .compact)
    json.object { json in
      json.member("time", event.time)
      write(event.kind, &json)
    }
    return json.bytes + [0x0A]
  }

  private static func write(_ kind: Event.Kind, _ json: inout JSONWriter) {
    switch kind {
    case .runStarted(let run, let pipelines):
      json.member("event", "run-started")
      json.member("run", run)
      json.member("pipelines") { $0.array(pipelines) { json, pipeline in json.object { members(pipeline, &$0) } } }
    case .pipelineStarted(let pipeline):
      json.member("event", "pipeline-started")
      members(pipeline, &json)
    case .pipelineSkipped(let name, let reason):
      json.member("event", "pipeline-skipped")
      json.member("name", name)
      json.member("reason", reason)
    case .stepPreparing(let step, let text):
      members("step-preparing", step, &json)
      json.member("text", text)
    case .stepStarted(let step): members("step-started", step, &json)
    case .output(let step, let line):
      members("output", step, &json)
      json.member("text", String(decoding: line.bytes, as: UTF8.self))
      if line.isContinued { json.member("continued", true) }
    case .stepEnded(let step, let result, let milliseconds):
      members("step-ended", step, &json)
      json.member("result", result.word)
      json.member("exitCode", result.exitCode)
      if case .error(let message) = result { json.member("message", message) }
      if case .harness(let result) = result {
        json.member("message", ifPresent: result.message)
        if let retry = result.retry { json.member("retry", retry.attempt) }
      }
      if case .stage(let end) = result { json.member("message", ifPresent: end.message) }
      json.member("milliseconds", milliseconds)
    case .stepSkipped(let step, let reason):
      members("step-skipped", step, &json)
      json.member("reason", reason.text)
    case .pipelineEnded(let outcome):
      json.member("event", "pipeline-ended")
      members(outcome, &json)
    case .nodeStarted(let node): members("\(node.kind)-started", node, &json)
    case .nodeEnded(let node, let status, let message, let milliseconds):
      members("\(node.kind)-ended", node, &json)
      json.member("status", status)
      json.member("message", ifPresent: message)
      json.member("milliseconds", milliseconds)
    case .asked(let step, let question):
      members("asked", step, &json)
      json.member("text", question)
    case .answered(let step, let text):
      members("answered", step, &json)
      json.member("text", text)
    case .notice(let pipeline, let text):
      json.member("event", "notice")
      json.member("pipeline", ifPresent: pipeline)
      json.member("text", text)
    case .runEnded(let outcome):
      json.member("event", "run-ended")
      json.member("run", outcome.run)
      json.member("status", outcome.status.rawValue)
      json.member("exitStatus", outcome.exitStatus)
      json.member("reason", ifPresent: outcome.stopReason?.text)
      json.member("milliseconds", outcome.milliseconds)
      json.member("pipelines") { $0.array(outcome.pipelines) { json, each in json.object { members(each, &$0) } } }
    }
  }

  private static func members(_ event: String, _ step: StepSummary, _ json: inout JSONWriter) {
    json.member("event", event)
    json.member("pipeline", step.pipeline)
    json.member("step", step.id)
    json.member("name", step.name)
  }

  private static func members(_ event: String, _ node: NodeSummary, _ json: inout JSONWriter) {
    json.member("event", event)
    json.member("pipeline", node.pipeline)
    json.member(node.kind, node.id)
    json.member("name", node.name)
  }

  private static func members(_ pipeline: PipelineSummary, _ json: inout JSONWriter) {
    json.member("name", pipeline.name)
    json.member("type", pipeline.type)
    json.member("backend", ifPresent: pipeline.backend)
    json.member("steps") {
      $0.array(pipeline.steps) { json, step in
        json.object {
          $0.member("id", step.id)
          $0.member("name", step.name)
          $0.member("image", ifPresent: step.image)
          if step.isDetached { $0.member("detached", true) }
        }
      }
    }
  }

  private static func members(_ outcome: PipelineOutcome, _ json: inout JSONWriter) {
    json.member("name", outcome.name)
    json.member("status", outcome.status.rawValue)
    json.member("harnessStatus", ifPresent: outcome.word)
    json.member("deploymentStatus", ifPresent: outcome.deploymentStatus?.rawValue)
    json.member("exitCode", outcome.exitCode)
    json.member("message", ifPresent: outcome.message)
    json.member("milliseconds", outcome.milliseconds)
    json.member("steps") {
      $0.array(outcome.steps) { json, step in
        json.object {
          $0.member("id", step.step.id)
          $0.member("name", step.step.name)
          $0.member("status", step.status.rawValue)
          $0.member("harnessStatus", ifPresent: step.word)
          $0.member("stageStatus", ifPresent: step.stageStatus?.rawValue)
          $0.member("exitCode", step.exitCode)
          $0.member("message", ifPresent: step.message)
          if let milliseconds = step.milliseconds { $0.member("milliseconds", milliseconds) }
        }
      }
    }
  }
}

extension StepResult {
  /// One word for machines.
  public var word: String {
    switch self {
    case .success, .failure(code: 78): "success"
    case .failure: "failure"
    case .outOfMemory: "out-of-memory"
    case .error: "error"
    case .killed: "killed"
    case .harness(let result): result.status
    case .stage(let end): end.status.rawValue
    }
  }
}

/// The JSON lines of `--format json`.
public struct JSONRenderer: EventRenderer {
  public init() {}

  public mutating func render(_ event: Event) -> [UInt8] { EventJSON.line(of: event) }
}
