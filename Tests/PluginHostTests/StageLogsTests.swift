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
  func everyBlockIsShownOnce(_ reports: [[Int64]], _ shown: [Int64]) {
    let blocks = Collected<Int64>()
    let logs = StageLogs { blocks.add($0.index) }
    for report in reports {
      let all = report.map { index in
        var block = PluginAPI.LogBlock()
        block.index = index
        return block
      }
      logs.report(all, isLast: false)
    }
    #expect(blocks.all == shown)
  }

  @Test func theEndIsAwaited() async {
    let logs = StageLogs { _ in }
    let waiter = Task { await logs.waitForEnd() }
    logs.report([], isLast: true)
    await waiter.value
    await logs.waitForEnd()
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
