import Interpreter
import Testing

/// ANALYSIS stages: when queries are sent, what is good and what is bad, and how the stage ends (section 4.4 of the
/// reference).
@Suite struct AnalysisTests {
  private static let metric = "provider: prom, query: 'errors{{ \"{\" }}app=\"{{ .App.Name }}\"}', interval: 1m"
  private static let query = "`errors{app=\"shop\"}` to prom"

  private static func with(_ fields: String, duration: String = "5m") -> String {
    "{duration: \(duration), metrics: [{\(metric), \(fields)}]}"
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var with: String
    /// What is answered to the query of the minute, from 1; the last goes on.
    var replies: [AnalysisRun.Reply]
    var text: String
    /// When a request comes, in seconds.
    var times: [Double]
  }

  @Test(arguments: [
    Row(
      testDescription: "without checks the stage is over at once", with: "{duration: 5m}", replies: [],
      text: "success at 0", times: []),
    Row(
      testDescription: "the first query comes after one interval, the last before the end",
      with: with("expected: {max: 1}"), replies: [.values([0.5, 1, 0])], text: "success at 300",
      times: [60, 120, 180, 240]),
    Row(
      testDescription: "an interval that is longer than the stage asks nothing",
      with: with("expected: {max: 1}", duration: "40s"), replies: [.values([9])], text: "success at 40", times: []),
    Row(
      testDescription: "a value out of the range ends the stage", with: with("expected: {max: 1}"),
      replies: [.values([0.5]), .values([0.25, 2.5, 3])],
      text: "failure at 120: metrics-0: the query \(query) gave 2.5, but at most 1 is expected", times: [60, 120]),
    Row(
      testDescription: "a range has two ends, which belong to it", with: with("expected: {min: -1, max: 1}"),
      replies: [.values([-1, 1]), .values([-1.5])],
      text: "failure at 120: metrics-0: the query \(query) gave -1.5, but from -1 to 1 is expected", times: [60, 120]),
    Row(
      testDescription: "only more failures than the limit end the stage",
      with: with("expected: {min: 1}, failureLimit: 1"), replies: [.values([0]), .values([1]), .values([0])],
      text: "failure at 180: metrics-0: the query \(query) gave 0, but at least 1 is expected", times: [60, 120, 180]),
    Row(
      testDescription: "no values are good", with: with("expected: {max: 1}"), replies: [.values([])],
      text: "success at 300", times: [60, 120, 180, 240]),
    Row(
      testDescription: "NaN is no data, which is a failure", with: with("expected: {max: 1}"),
      replies: [.values([1, .nan])],
      text:
        "failure at 60: metrics-0: the query \(query) failed: a value is NaN, which counts as no data", times: [60]),
    Row(
      testDescription: "skipOnNoData forgives it", with: with("expected: {max: 1}, skipOnNoData: true"),
      replies: [.values([.nan])], text: "success at 300", times: [60, 120, 180, 240]),
    Row(
      testDescription: "an empty series is no data", with: with("expected: {max: 1}"),
      replies: [
        .answer(200, #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[]}]}}"#)
      ], text: "failure at 60: metrics-0: the query \(query) failed: a series of the answer is empty", times: [60]),
    Row(
      testDescription: "a single value, and infinity", with: with("expected: {max: 1}"),
      replies: [
        .answer(200, #"{"status":"success","data":{"resultType":"scalar","result":[1435781451.781,"1"]}}"#),
        .answer(
          200,
          #"{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1435781451,"+Inf"]}]}}"#),
      ], text: "failure at 120: metrics-0: the query \(query) gave inf, but at most 1 is expected", times: [60, 120]),
    Row(
      testDescription: "the server's words about the query", with: with("expected: {max: 1}"),
      replies: [.answer(400, #"{"status":"error","errorType":"bad_data","error":"parse error at char 7"}"#)],
      text:
        "failure at 60: metrics-0: the query \(query) failed: the server refuses the query: bad_data: parse error at char 7",
      times: [60]),
    Row(
      testDescription: "another server", with: with("expected: {max: 1}"), replies: [.answer(200, "<html>")],
      text: "failure at 60: metrics-0: the query \(query) failed: the answer is not that of a Prometheus",
      times: [60]),
    Row(
      testDescription: "a broken server", with: with("expected: {max: 1}"), replies: [.answer(502, "Bad gateway")],
      text: "failure at 60: metrics-0: the query \(query) failed: the server answers with status 502", times: [60]),
    Row(
      testDescription: "no server is a failure like others", with: with("expected: {max: 1}, failureLimit: 2"),
      replies: [.nothing("there is no way"), .nothing("there is no way"), .values([1])], text: "success at 300",
      times: [60, 120, 180, 240]),
    Row(
      testDescription: "a server that knows only GET is asked again",
      with: with("expected: {max: 1}", duration: "100s"),
      replies: [.answer(405, ""), .values([1])], text: "success at 100", times: [60, 60]),
    Row(
      testDescription: "without a range every query fails", with: with("failureLimit: 1"), replies: [],
      text: "failure at 120: metrics-0: every query fails, because there is no expected range", times: []),
    Row(
      testDescription: "a strategy that there is not ends the stage at the first query",
      with: with("strategy: MAGIC, failureLimit: 9"), replies: [],
      text: "failure at 60: metrics-0: there is no strategy MAGIC", times: []),
    Row(
      testDescription: "a provider that there is not, before anything is asked",
      with: "{duration: 5m, metrics: [{provider: pron, query: q, interval: 1m, expected: {max: 1}}]}", replies: [],
      text: "failure at 0: metrics-0: there is no analysis provider pron; did you mean prom?", times: []),
    Row(
      testDescription: "a template that there is not", with: "{duration: 5m, metrics: [{template: {name: none}}]}",
      replies: [], text: "failure at 0: metrics-0: there is no analysis template none", times: []),
    Row(
      testDescription: "a query that takes longer than the interval covers its ticks",
      with: with("expected: {max: 1}, timeout: 5m", duration: "7m"),
      replies: [.late(150, .values([1])), .values([1])], text: "success at 420", times: [60, 210, 240, 300, 360]),
    Row(
      testDescription: "a query that is not answered in time fails", with: with("expected: {max: 1}, timeout: 10s"),
      replies: [.late(11, .values([1]))],
      text: "failure at 70: metrics-0: the query \(query) failed: there is no answer in time", times: [60]),
    Row(
      testDescription: "what the end of the stage interrupts has no say",
      with: with("expected: {max: 1}", duration: "70s"), replies: [.late(20, .values([9]))], text: "success at 70",
      times: [60]),
    Row(
      testDescription: "an HTTP check looks at the status alone",
      with:
        "{duration: 3m, https: [{url: 'http://shop/health', expectedCode: 204, interval: 1m, expectedResponse: x}]}",
      replies: [.answer(204, "y"), .answer(200, "x")],
      text: "failure at 120: http-0: GET http://shop/health is answered with status 200, but 204 is expected",
      times: [60, 120]),
    Row(
      testDescription: "an HTTP check without expectedCode fails",
      with: "{duration: 3m, https: [{url: 'http://shop/health', interval: 1m}]}", replies: [.answer(200, "")],
      text: "failure at 60: http-0: every request fails, because there is no expectedCode", times: []),
    Row(
      testDescription: "queries of logs all fail, as upstream's only provider does",
      with: "{duration: 3m, logs: [{provider: logs, query: q, interval: 1m, failureLimit: 1}]}", replies: [],
      text: "failure at 120: logs-0: every query fails, because no provider of logs is implemented", times: []),
    Row(
      testDescription: "a check without an interval", with: "{duration: 3m, https: [{url: u, expectedCode: 200}]}",
      replies: [], text: "failure at 0: http-0: it has no interval, without which piped crashes", times: []),
  ]) func course(_ row: Row) async {
    let run = await AnalysisRun(
      row.with,
      providers:
        "{name: prom, type: PROMETHEUS, config: {address: 'http://prom:9090'}}, {name: logs, type: STACKDRIVER}"
    ) { asked in
      let minute =
        max(Int(asked.time / 60), 1) - (asked.request.method == "GET" && asked.request.url.contains("?") ? 0 : 1)
      return row.replies[min(minute, row.replies.count - 1)]
    }
    #expect(run.text == row.text)
    #expect(run.asked.map(\.time) == row.times)
  }

  @Test("the range of a query, and its step") func requests() async throws {
    let run = await AnalysisRun(Self.with("expected: {max: 1}", duration: "2m")) { _ in .values([1]) }
    let asked = try #require(run.asked.first)
    #expect(asked.request.method == "POST" && asked.request.url == "http://prom:9090/api/v1/query_range")
    #expect(asked.request.headers == [.init("Content-Type", "application/x-www-form-urlencoded")])
    #expect(asked.parameter("query") == "errors{app=\"shop\"}")
    #expect(asked.parameter("start") == "1700000000" && asked.parameter("end") == "1700000060")
    #expect(asked.parameter("step") == "60" && asked.request.timeout == 30_000)
    #expect(
      run.log == [
        "information metrics-0: every 1m0s of prom: `errors{app=\"shop\"}`",
        "success metrics-0: the value 1 is as expected (at most 1): \(Self.query)",
        "success all checks were successful",
      ])
    let short = await AnalysisRun(
      "{duration: 2s, metrics: [{provider: prom, query: q, interval: 1500ms, expected: {max: 1}}]}"
    ) { _ in .values([1]) }
    #expect(short.asked.first?.parameter("step") == "1.5" && short.asked.first?.parameter("end") == "1700000001.5")
  }

  @Test("checks run side by side: none waits for another, and the first that fails ends all") func sideBySide() async {
    let with = """
      {duration: 10m, metrics: [
        {provider: prom, query: slow, interval: 1m, timeout: 10m, expected: {max: 1}},
        {provider: prom, query: fast, interval: 30s, expected: {max: 1}}]}
      """
    let run = await AnalysisRun(with) { asked in
      if asked.parameter("query") == "slow" { return .late(500, .values([1])) }
      return .values([asked.time < 100 ? 1 : 7])
    }
    #expect(run.text == "failure at 120: metrics-1: the query `fast` to prom gave 7, but at most 1 is expected")
    #expect(run.asked.map(\.time) == [30, 60, 60, 90, 120])
    #expect(run.outcome.violation?.measured == 7 && run.outcome.violation?.maximum == 1)
    #expect(run.outcome.violation?.query == "fast" && run.outcome.violation?.check == "metrics-1")
  }

  @Test("cancelling ends it") func cancelling() async {
    let run = await AnalysisRun(Self.with("expected: {max: 1}"), cancelled: 90) { _ in .values([1]) }
    #expect(run.text == "cancelled at 90: the analysis was cancelled")
  }

  @Test("an interrupted stage goes on where it was") func goingOn() async {
    let run = await AnalysisRun(Self.with("expected: {max: 1}"), elapsed: 200) { _ in .values([1]) }
    #expect(run.text == "success at 100" && run.asked.map(\.time) == [60])
  }

  @Test("a template's own fields hold, and the stage's timeout") func template() async {
    let run = await AnalysisRun(
      "{duration: 2m, metrics: [{template: {name: t, appArgs: {job: cart}}, timeout: 7s, interval: 1s}]}",
      templates:
        "{metrics: {t: {provider: prom, query: 'p{{ .AppCustomArgs.job }}', interval: 1m, expected: {max: 1}, timeout: 9s}}}"
    ) { _ in .values([1]) }
    #expect(run.text == "success at 120" && run.asked.map(\.time) == [60])
    #expect(run.asked.first?.parameter("query") == "pcart" && run.asked.first?.request.timeout == 7000)
  }
}
