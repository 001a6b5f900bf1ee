import Diagnostics
import Interpreter
import Planner
import Testing

/// What people see of runs: events of real runs on the scripted backend in, text out.
@Suite struct ConsoleTests {
  static let pipeline = serial(
    "default",
    [
      step("db", role: .service), step("build"), step("test"), step("notify", policy: .onFailure), step("publish"),
      step("tag only", policy: .never),
    ])
  static let script = DummyScript([
    "db": DummyScript.Step(output: ["ready\n"], endsAfter: [.never]),
    "build": DummyScript.Step(output: ["+ make\n", "o", "k\nno line feed"]),
    "test": DummyScript.Step(output: ["+ make test\n"], end: .exited(code: 2)),
  ])

  /// The events in one of the orders that are possible: what the service says comes first.
  static func events() async -> [Event] {
    let backend = DummyBackend(script)
    let recorder = Recorder()
    _ = await Interpreter.run(
      plan: Plan(pipelines: [pipeline]), options: RunOptions(run: "r1", clock: stillClock(of: backend)),
      backend: backend, readers: [recorder])
    let events = recorder.events
    let isOfService = { (event: Event) in
      switch event.kind {
      case .output(let step, _), .stepStarted(let step), .stepEnded(let step, _, _): step.name == "db"
      default: false
      }
    }
    let start = events.prefix(2)
    let rest = events.dropFirst(2)
    return start + rest.filter(isOfService) + rest.filter { !isOfService($0) }
  }

  private func text(_ renderer: any EventRenderer, _ events: [Event]) -> String {
    var renderer = renderer
    return String(decoding: events.flatMap { renderer.render($0) }, as: UTF8.self)
  }

  @Test func plain() async {
    #expect(
      text(TextRenderer(), await Self.events()) == """
        db       │ ready
        db       │ ✓ 0.0 s
        build    │ + make
        build    │ ok
        build    │ no line feed
        build    │ ✓ 0.0 s
        test     │ + make test
        test     │ ✗ exit code 2 after 0.0 s
        notify   │ ✓ 0.0 s

        default failed after 0.0 s
          ✓ db        0.0 s  in the background
          ✓ build     0.0 s
          ✗ test      0.0 s  exit code 2
          ✓ notify    0.0 s
          – publish          test failed
          · tag only         its conditions exclude it

        """)
  }

  @Test func drone() async {
    #expect(
      text(DroneRenderer(), await Self.events()) == """
        [db:1] ready
        [build:2] + make
        [build:3] ok
        [build:4] no line feed
        [test:5] + make test

        """)
  }

  @Test func jsonLines() async {
    let lines = text(JSONRenderer(), await Self.events()).split(separator: "\n")
    #expect(
      lines.contains(
        #"{"time":1700000000000,"event":"output","pipeline":"default","step":"build","name":"build","text":"+ make"}"#))
    #expect(
      lines.contains(
        #"{"time":1700000000000,"event":"step-ended","pipeline":"default","step":"test","name":"test","#
          + #""result":"failure","exitCode":2,"milliseconds":0}"#))
    #expect(
      lines.contains(
        #"{"time":1700000000000,"event":"step-skipped","pipeline":"default","step":"publish","name":"publish","#
          + #""reason":"test failed"}"#))
    #expect(lines.last?.contains(#""event":"run-ended","run":"r1","status":"failure","exitStatus":1"#) == true)
  }

  /// Long lines arrive in pieces: they stay one line unless another step interrupts.
  @Test func piecesOfLongLines() {
    let a = StepSummary(pipeline: "p", id: "a", name: "a")
    let b = StepSummary(pipeline: "p", id: "b", name: "b")
    let lines: [(StepSummary, String, Bool)] = [
      (a, "one ", true), (a, "line", false), (a, "begun ", true), (b, "other", false), (a, "ended", false),
    ]
    let events = lines.map { step, text, isContinued in
      Event(time: 0, kind: .output(step, OutputLine(Array(text.utf8), isContinued: isContinued)))
    }
    #expect(text(DroneRenderer(), events) == "[a:1] one line\n[a:2] begun \n[b:3] other\n[a:4] ended\n")
    #expect(text(TextRenderer(), events).split(separator: "\n").count == 4)
  }

  /// On a terminal a step cannot move the cursor, clear the screen or set the title; its colours stay.
  @Test(arguments: [
    ("plain", "plain"), ("tab\tkept", "tab\tkept"), ("\u{1B}[31mred\u{1B}[0m", "\u{1B}[31mred\u{1B}[0m\u{1B}[0m"),
    ("\u{1B}[2J\u{1B}[Hcleared", "cleared"), ("\u{1B}]0;title\u{7}text", "text"),
    ("\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"), ("10%\r50%\r100%\r", "100%"), ("bell\u{7}", "bell"),
    ("back\u{8}\u{8}", "back"), ("\u{1B}creset", "reset"), ("\u{1B}(Bcharset", "charset"), ("cut \u{1B}", "cut "),
    ("cut \u{1B}[3", "cut "), ("£ \u{9B}2Jx é", "£ 2Jx é"), ("\u{1B}[?25lhidden", "hidden"),
    ("\u{1B}]0;open", ""), ("\u{1B}P1;2\u{1B}\\dcs", "dcs"),
  ])
  func terminalText(_ written: String, _ shown: String) {
    let a = StepSummary(pipeline: "p", id: "a", name: "a")
    let event = Event(time: 0, kind: .output(a, OutputLine(Array(written.utf8))))
    let line = text(TextRenderer(style: Style(isColoured: true), isTerminal: true), [event])
    #expect(line.hasSuffix(" │ \u{1B}[0m\(shown)\n"))
    // Elsewhere the bytes are the step's.
    #expect(text(TextRenderer(), [event]).hasSuffix(" │ \(written)\n"))
    #expect(!text(TextRenderer(isTerminal: true), [event]).contains("\u{1B}"))
  }

  @Test(arguments: [
    (80, "0/6 ▸ compile 65 s · unit-tests: pulling 3 of 7 · integration 2 s"),
    (60, "0/6 ▸ compile 65 s · unit-tests: pulling 3 of 7 · +1"),
    (40, "0/6 ▸ compile 65 s · +2"), (20, "0/6 ▸ compile 1 mi…"),
  ])
  func liveLine(_ width: Int, _ expected: String) {
    let names = ["compile", "unit-tests", "integration"]
    let steps = names.map { StepSummary(pipeline: "p", id: $0, name: $0) }
    let all = PipelineSummary(name: "p", type: "docker", backend: "docker", steps: steps + steps)
    var renderer = TextRenderer(isTerminal: true)
    #expect(renderer.liveLine(now: 0, width: width) == nil)
    let kinds: [Event.Kind] = [
      .runStarted(run: "r", pipelines: [all]), .stepStarted(steps[0]), .stepPreparing(steps[1], text: "pulling 3 of 7"),
      .stepStarted(steps[2]),
    ]
    for (index, kind) in kinds.enumerated() {
      #expect(renderer.render(Event(time: Int64(index == 3 ? 63_000 : 0), kind: kind)).isEmpty)
    }
    let line = renderer.liveLine(now: 65_999, width: width)
    #expect(line?.replacing("1 min 5 s", with: "65 s") == expected)
    #expect((line ?? "").count < max(width, 21) + 4)
  }
}
