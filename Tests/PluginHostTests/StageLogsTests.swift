import Testing

@testable import PluginHost

/// What plugins report of a stage's log, and what is shown of it.
@Suite struct StageLogsTests {
  @Test(arguments: [
    ([[1, 2], [3], [1, 2, 3]], [1, 2, 3]),
    // The report in between got lost, so the last one tells it first.
    ([[1], [3], [1, 2, 3]], [1, 3, 2]),
    ([[5, 5, 5]], [5]),
    ([[10, 1], [9, 10, 2, 1]], [10, 1, 9, 2]),
    ([[], [1]], [1]),
  ])
  func everyBlockIsShownOnce(_ reports: [[Int64]], _ shown: [Int64]) async {
    let blocks = Collected<Int64>()
    let logs = StageLogs { blocks.add($0.index) }
    for report in reports {
      let all = report.map { index in
        var block = PluginAPI.LogBlock()
        block.index = index
        return block
      }
      await logs.report(all, isLast: false)
    }
    #expect(blocks.all == shown)
  }

  @Test func theEndIsAwaited() async {
    let logs = StageLogs { _ in }
    let waiter = Task { await logs.waitForEnd() }
    await logs.report([], isLast: true)
    await waiter.value
    await logs.waitForEnd()
  }

  private static func blocks(_ indexes: ClosedRange<Int64>) -> [PluginAPI.LogBlock] {
    indexes.map { index in
      var block = PluginAPI.LogBlock()
      block.index = index
      return block
    }
  }

  @Test("a report is answered when its blocks were taken, and nothing is shown once the stage is over")
  func theReaderSetsThePace() async {
    let (gate, opener) = AsyncStream.makeStream(of: Void.self)
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    let blocks = Collected<Int64>()
    let answered = Collected<Int>()
    let logs = StageLogs { block in
      arrival.yield()
      for await _ in gate { break }
      blocks.add(block.index)
    }
    let first = Task {
      await logs.report(Self.blocks(1...3), isLast: false)
      answered.add(1)
    }
    for await _ in arrivals { break }
    #expect(answered.all == [] && blocks.all == [])
    let end = Task { await logs.close() }
    // The block that is being shown is still shown, those after it are not.
    while !logs.isClosed { await Task.yield() }
    opener.yield()
    await end.value
    await first.value
    await logs.report(Self.blocks(4...5), isLast: true)
    #expect(blocks.all == [1])
  }

  @Test("reports that overlap are shown one after the other")
  func reportsTakeTurns() async {
    let blocks = Collected<Int64>()
    let logs = StageLogs { block in
      await Task.yield()
      blocks.add(block.index)
    }
    await withTaskGroup(of: Void.self) { group in
      for start in [Int64(1), 11, 21] {
        group.addTask { await logs.report(Self.blocks(start...start + 8), isLast: false) }
      }
    }
    let runs = stride(from: 0, to: 27, by: 9).map { Array(blocks.all[$0..<$0 + 9]) }
    #expect(runs.allSatisfy { run in zip(run, run.dropFirst()).allSatisfy { $0 + 1 == $1 } }, "\(blocks.all)")
  }

  @Test(arguments: [
    (["a\nb", "c\n", "\n", "d"], ["a", "bc", "", "d"], "d"),
    (["one\r\n", "  \n"], ["one", "  "], "one"),
    ([], [], nil),
  ])
  func outputBecomesLines(_ chunks: [String], _ lines: [String], _ last: String?) {
    let collected = Collected<String>()
    let tail = OutputTail { collected.add($0) }
    for chunk in chunks { tail.write(Array(chunk.utf8)) }
    tail.finish()
    #expect(collected.all == lines)
    #expect(tail.last == last)
  }

  @Test(
    "why a program in Go breaks off stands before its calls",
    arguments: [
      ("panic: implement me\n\ngoroutine 7 [running]:\nmain.f()\n\t/f.go:1 +0x1\n", "panic: implement me"),
      (
        "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [select]:\n",
        "fatal error: all goroutines are asleep - deadlock!"
      ),
      ("no panic: here\n", nil),
    ])
  func panicsAreRemembered(_ output: String, _ panic: String?) {
    let tail = OutputTail { _ in }
    tail.write(Array(output.utf8))
    #expect(tail.panic == panic)
  }

  @Test func longLinesAreBroken() {
    let collected = Collected<Int>()
    let tail = OutputTail { collected.add($0.utf8.count) }
    tail.write(Array(repeating: 0x61, count: 2 * OutputTail.longestLine + 7))
    tail.finish()
    #expect(collected.all == [OutputTail.longestLine, OutputTail.longestLine, 7])
  }

  @Test func theStoreIsBounded() {
    let store = MetadataStore(largestSize: 10)
    let owner = MetadataStore.Owner(kind: .stage, id: "d", name: "s")
    #expect(store.put(owner, ["a": "1234"]))
    #expect(!store.put(owner, ["b": "12345"]))
    // What is there may change within the bounds.
    #expect(store.put(owner, ["a": "123456789"]))
    #expect(!store.put(owner, "o", [1]))
    #expect(store.texts(owner) == ["a": "123456789"])
    #expect(store.text(owner, "b") == nil)
  }
}
