import Foundation
import Interpreter
import Planner
import Testing

/// The console at its edge: what is written where, and what happens when it cannot be.
@Suite struct ConsoleWritingTests {
  /// The program's edge does this before a run.
  init() { signal(SIGPIPE, SIG_IGN) }

  private let plan = Plan(pipelines: [serial("default", [step("a"), step("b")])])
  private let script = DummyScript(["a": DummyScript.Step(output: ["hello\n"])])

  private func run(_ descriptor: Int32, isLive: Bool = false) async -> RunOutcome {
    let cancellation = Cancellation()
    let backend = DummyBackend(script)
    let console = Console(
      renderer: TextRenderer(isTerminal: isLive), descriptor: descriptor, isLive: isLive,
      clock: stillClock(of: backend), cancellation: cancellation)
    return await Interpreter.run(
      plan: plan, options: RunOptions(clock: stillClock(of: backend)), backend: backend, readers: [console],
      cancellation: cancellation)
  }

  @Test func aReaderThatGoesAwayEndsTheRun() async throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let outcome = await run(pipe.fileHandleForWriting.fileDescriptor)
    #expect(outcome.stopReason == .outputClosed)
    #expect(outcome.exitStatus == 141)
  }

  @Test func aFullDiskEndsTheRun() async throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let outcome = await run(full.fileDescriptor)
    #expect(outcome.stopReason == .outputFailed("No space left on device"))
    #expect(outcome.exitStatus == 3)
  }

  /// The last line is erased before anything else is written, and is gone at the end.
  @Test func theLiveLineIsErased() async throws {
    let pipe = Pipe()
    let outcome = await run(pipe.fileHandleForWriting.fileDescriptor, isLive: true)
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    #expect(outcome.status == .success)
    #expect(
      shown(text) == """
        a │ hello
        a │ ✓ 0.0 s
        b │ ✓ 0.0 s

        default succeeded after 0.0 s
          ✓ a  0.0 s
          ✓ b  0.0 s

        """)
  }

  /// What a terminal shows in the end: carriage return and erase-line take back the line that was begun.
  private func shown(_ text: String) -> String {
    text.components(separatedBy: "\r\u{1B}[K").reduce("") { shown, part in
      let kept = shown.lastIndex(of: "\n").map { String(shown[...$0]) } ?? ""
      return kept + part
    }
  }
}
