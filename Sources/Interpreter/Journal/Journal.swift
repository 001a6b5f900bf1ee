import Diagnostics
import Glibc
import Planner
import Synchronization

/// Writes down a run as it happens, so that one that was killed can be looked at, tidied up after and resumed.
///
/// A run has a folder of its own: `run.json` says what was to run and under which names its resources are found,
/// `events.jsonl` what happened, `succeeded` which steps need not run again, `subject` which file it was about, `owner`
/// which process ran it. Secrets are in none of them. What cannot be written is said once, and the run goes on.
public final class Journal: EventReader {
  private struct State {
    var events: Int32 = -1
    var succeeded: Int32 = -1
    var hasFailed = false
    var outputBytes = 0
  }

  private let state = Mutex(State())
  private let folder: String
  private let fingerprints: [String: String]
  private let outputLimit: Int
  private let warn: @Sendable (String) -> Void

  /// - Parameters:
  ///   - archive: where all runs are written down.
  ///   - subject: the absolute path of the pipeline file.
  ///   - outputLimit: how many bytes of output are written down; of the rest only that there was more.
  ///   - warn: is called at most once, with one sentence.
  public init(
    in archive: RunArchive, run: String, plan: Plan, subject: String, outputLimit: Int = 8 * 1024 * 1024,
    warn: @escaping @Sendable (String) -> Void
  ) {
    folder = "\(archive.root)/\(run)"
    self.outputLimit = outputLimit
    self.warn = warn
    var fingerprints: [String: String] = [:]
    for pipeline in plan.pipelines where pipeline.decision != .skip {
      for step in pipeline.steps {
        fingerprints["\(pipeline.name)\n\(step.id)"] = ResumePoint.fingerprint(of: step, in: pipeline)
      }
    }
    self.fingerprints = fingerprints
    archive.makeRoom()
    state.withLock { state in
      guard makeFolders(folder) else { return fail(&state) }
      state.events = create("events.jsonl")
      state.succeeded = create("succeeded")
      let summary = Self.summary(of: plan, run: run, subject: subject)
      let isWritten =
        write(summary, to: "run.json") && write(Array(subject.utf8), to: "subject")
        && write(ProcessMark.own, to: "owner")
      if state.events < 0 || state.succeeded < 0 || !isWritten { fail(&state) }
    }
  }

  deinit {
    state.withLock { state in
      if state.events >= 0 { close(state.events) }
      if state.succeeded >= 0 { close(state.succeeded) }
    }
  }

  public func receive(_ events: [Event]) {
    state.withLock { state in
      guard !state.hasFailed else { return }
      var lines: [UInt8] = []
      for event in events {
        if case .output(_, let line) = event.kind {
          let isFull = state.outputBytes > outputLimit
          state.outputBytes += line.bytes.count
          if isFull { continue }
          if state.outputBytes > outputLimit {
            let text = "the output is not written down any further"
            lines += EventJSON.line(of: Event(time: event.time, kind: .notice(pipeline: nil, text: text)))
            continue
          }
        }
        lines += EventJSON.line(of: event)
        if let fingerprint = fingerprint(ofSuccess: event.kind), !writeAll(fingerprint, to: state.succeeded) {
          return fail(&state)
        }
      }
      if !writeAll(lines, to: state.events) { fail(&state) }
    }
  }

  /// The line that says that a step need not run again, if the event says so.
  private func fingerprint(ofSuccess kind: Event.Kind) -> [UInt8]? {
    let step: StepSummary
    switch kind {
    case .stepEnded(let ended, .success, _): step = ended
    case .stepSkipped(let skipped, .resumed): step = skipped
    default: return nil
    }
    return fingerprints["\(step.pipeline)\n\(step.id)"].map { Array("\($0)\n".utf8) }
  }

  private func create(_ name: String) -> Int32 {
    open("\(folder)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  }

  private func write(_ bytes: [UInt8], to name: String) -> Bool {
    let descriptor = create(name)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return writeAll(bytes, to: descriptor)
  }

  private func fail(_ state: inout State) {
    let reason = String(cString: strerror(errno))
    if !state.hasFailed {
      warn("the run cannot be written down in \(folder): \(reason); it goes on, but cannot be resumed")
    }
    state.hasFailed = true
  }

  private static func summary(of plan: Plan, run: String, subject: String) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("run", run)
      json.member("file", subject)
      json.member("processID", getpid())
      // Containers, networks and volumes of the run bear this label.
      json.member("label", "io.pipec.invocation=\(run)")
      json.member("pipelines") {
        $0.array(plan.pipelines.filter { $0.decision != .skip }) { json, pipeline in
          json.object {
            $0.member("name", pipeline.name)
            $0.member("type", pipeline.type)
            $0.member("steps") {
              $0.array(pipeline.steps) { json, step in
                json.object {
                  $0.member("id", step.id)
                  $0.member("name", step.name)
                  $0.member("image", ifPresent: step.image)
                  $0.member("decision", step.decision.rawValue)
                }
              }
            }
          }
        }
      }
    }
    return json.bytes + [0x0A]
  }
}
