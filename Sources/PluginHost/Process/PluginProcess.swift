import CProcess
import Glibc
import Processes

/// A plugin's program while it runs, in a process group of its own.
final class PluginProcess: Sendable {
  let name: String
  /// The port that it was told to listen on.
  let port: Int
  private let group: ProcessGroup
  private let tail: OutputTail
  private let reading: Task<Void, Never>
  /// Ends with the program's first process, when all that it wrote has been read.
  let ending: Task<ProcessGroup.Ending, Never>

  /// Starts a program as piped does: its own environment and folder are the plugin's too.
  ///
  /// - Parameters:
  ///   - servicePort: where `PluginService` answers.
  ///   - json: the plugin's configuration.
  init(
    name: String, program: String, servicePort: Int, json: String, port: Int, environment: [String], folder: String,
    onLine: @escaping @Sendable (String) -> Void
  ) throws(PluginFailure) {
    // Children of plugins whose parent ends stay ours to end.
    cprocess_adopt_orphans()
    let arguments = [program, "start", "--piped-plugin-service", "localhost:\(servicePort)", "--config", json]
    let group: ProcessGroup
    do throws(SystemFailure) {
      group = try ProcessGroup(arguments: arguments, environment: environment, folder: folder)
    } catch {
      throw PluginFailure(.process, "the plugin '\(name)' does not start: \(error.message)")
    }
    let tail = OutputTail(onLine: onLine)
    let reading = Task {
      for await chunk in group.output { tail.write(chunk) }
      tail.finish()
    }
    self.name = name
    self.port = port
    self.group = group
    self.tail = tail
    self.reading = reading
    ending = Task {
      let ending = await group.wait()
      await reading.value
      return ending
    }
  }

  /// What the plugin said last, as far as it has said anything.
  var lastLine: String? { tail.last }

  /// What it wrote last, a line each.
  var recentLines: [String] { tail.recent }

  /// The TCP ports on which it, or what it started, listens.
  var listeningPorts: [Int] { ListeningPorts.of([group.leader] + ProcessTree.descendants(of: group.leader)) }

  /// How the plugin ended, as a clause that follows its name.
  ///
  /// - Parameter moment: when that was, as it follows the end.
  func words(for ending: ProcessGroup.Ending, _ moment: String = "") -> String {
    let end =
      switch ending {
      case .exited(let code): "ended with status \(code)"
      case .signalled(let number): "was ended by signal \(number)"
      case .stopped: "was stopped"
      }
    // 2 is what Go's runtime ends with.
    let breaksOff = if case .signalled = ending { true } else { ending == .exited(code: 2) }
    let line = breaksOff ? tail.panic ?? lastLine : lastLine
    return "\(end)\(moment)" + (line.map { ": \($0)" } ?? "")
  }

  /// Waits for processes that were killed: as orphans they are children of this program.
  private static func waitForEnd(of processes: [pid_t]) async {
    await withCheckedContinuation { continuation in
      let wait = { @Sendable in
        for process in processes { while waitpid(process, nil, 0) < 0, errno == EINTR {} }
        continuation.resume()
      }
      if !BlockingThread.start(wait) { wait() }
    }
  }

  /// Asks the plugin to end and, after `grace`, makes it; then nothing is left of it and of all it started.
  func stop(grace: Duration) async {
    group.signal(SIGTERM)
    _ = await value(of: ending, within: grace)
    // Whoever left the group would be lost when its parent is gone.
    let descendants = ProcessTree.descendants(of: group.leader)
    group.stop()
    for process in descendants { kill(process, SIGKILL) }
    await group.end()
    await reading.value
    await Self.waitForEnd(of: descendants)
  }
}
