import Planner

/// What an earlier run has done already, so that it need not be done again.
///
/// A step is left out if it succeeded then, is planned now exactly as it was then, and so are all the steps it needs;
/// and only in a pipeline whose workspace is a folder of the host: elsewhere what it made is gone.
public struct ResumePoint: Hashable, Sendable {
  /// The name of the earlier run.
  public var run: String
  /// Fingerprints of the steps that succeeded.
  public var succeeded: Set<String>

  public init(run: String, succeeded: Set<String>) {
    self.run = run
    self.succeeded = succeeded
  }

  /// The positions of the steps of `pipeline` that need not run.
  func finished(in pipeline: Plan.Pipeline) -> Set<Int> {
    guard pipeline.workspace.hostPath != nil else { return [] }
    var indices: [String: Int] = [:]
    for (index, step) in pipeline.steps.enumerated() { indices[step.id] = index }
    var finished: Set<Int> = []
    // Steps before which nothing runs again; needs come before those that need them, or else the step simply runs.
    var settled: Set<Int> = []
    for (index, step) in pipeline.steps.enumerated() {
      let needsAreSettled = step.needs.allSatisfy { indices[$0].map(settled.contains) ?? false }
      guard needsAreSettled else { continue }
      if step.decision == .skip || step.runPolicy == .never || step.isDetached || step.role == .service {
        // Services must be there again, and what is excluded has done nothing: neither changes what comes after.
        settled.insert(index)
      } else if step.role == .step, succeeded.contains(Self.fingerprint(of: step, in: pipeline)) {
        settled.insert(index)
        finished.insert(index)
      }
    }
    return finished
  }

  /// A text that is the same for the same step of the same pipeline, and (almost certainly) differs otherwise.
  static func fingerprint(of step: Plan.Step, in pipeline: Plan.Pipeline) -> String {
    var hash = Fingerprint()
    hash.add([pipeline.name, pipeline.type, step.id, step.name, step.image ?? "", step.workingDirectory ?? ""])
    hash.add(step.entrypoint ?? [])
    hash.add(step.command ?? [])
    hash.add(step.mounts.flatMap { [$0.volume, $0.path] })
    hash.add(step.needs.sorted())
    hash.add([step.user ?? "", step.isPrivileged ? "privileged" : "", step.runPolicy.rawValue])
    for variable in step.environment where !isVolatile(variable.name) {
      switch variable.value {
      case .literal(let text): hash.add([variable.name, text])
      case .secret(let name): hash.add([variable.name, "secret", name])
      case .deferred(let expression): hash.add([variable.name, "deferred", expression])
      case .pieces(let pieces):
        for piece in pieces {
          switch piece {
          case .literal(let text): hash.add([variable.name, text])
          case .secret(let name): hash.add([variable.name, "secret", name])
          case .deferred(let expression): hash.add([variable.name, "deferred", expression])
          }
        }
      case .runtime: break
      }
    }
    return hash.text
  }

  /// Times and numbers of builds differ from run to run and say nothing about a step.
  private static func isVolatile(_ name: String) -> Bool {
    let volatile = ["DRONE_BUILD_", "DRONE_STAGE_", "CI_BUILD_", "CI_PARENT_BUILD_"]
    return volatile.contains { name.hasPrefix($0) }
  }
}

/// A 64-bit FNV-1a hash over lists of texts, the same in every process.
private struct Fingerprint {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ texts: [String]) {
    for text in texts {
      for byte in text.utf8 { add(byte) }
      add(0)
    }
    add(1)
  }

  private mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }

  var text: String { String(state, radix: 16) }
}
