import Foundation
import Interpreter
import Testing

/// Strategies that compare samples, and providers with their credentials.
@Suite struct AnalysisStrategyTests {
  private static func with(_ fields: String) -> String {
    "{duration: 2m, metrics: [{provider: prom, query: 'q {{ .Variant.Name }}', interval: 1m, \(fields)}]}"
  }

  private static let low = [1.0, 2, 3, 5]
  private static let high = [11.0, 12, 13, 15]

  struct Row: Sendable {
    var fields: String
    var first: [Double]
    var second: [Double]
    /// The end of the message; empty for a success.
    var message: String
  }

  private static func detail(_ first: String, _ second: String, _ p: String) -> String {
    "significantly (4 and 4 values, medians \(first) and \(second), p = \(p)): `q canary` to prom"
  }

  @Test(arguments: [
    Row(
      fields: "strategy: CANARY_BASELINE", first: high, second: low,
      message: "the values of canary differ from those of baseline " + detail("12.5", "2.5", "0.0286")),
    Row(
      fields: "strategy: CANARY_PRIMARY, deviation: HIGH", first: high, second: low,
      message: "the values of canary are higher than those of primary " + detail("12.5", "2.5", "0.0143")),
    Row(fields: "strategy: CANARY_PRIMARY, deviation: LOW", first: high, second: low, message: ""),
    Row(
      fields: "strategy: CANARY_PRIMARY, deviation: LOW", first: low, second: high,
      message: "the values of canary are lower than those of primary " + detail("2.5", "12.5", "0.0143")),
    Row(fields: "strategy: CANARY_BASELINE", first: low, second: [0, 4, 6, 7], message: ""),
    Row(fields: "strategy: CANARY_BASELINE", first: [2, 2], second: [2, 2], message: ""),
    Row(fields: "strategy: CANARY_BASELINE", first: [], second: [], message: ""),
    Row(
      fields: "strategy: CANARY_BASELINE", first: [], second: [1],
      message: "there are no values to compare those of baseline with: `q canary` to prom"),
    Row(
      fields: "strategy: CANARY_BASELINE", first: [1], second: [],
      message: "there is nothing that the values of canary could be compared with: `q canary` to prom"),
  ]) func variants(_ row: Row) async {
    let run = await AnalysisRun(Self.with(row.fields)) { asked in
      .values(asked.parameter("query") == "q canary" ? row.first : row.second)
    }
    let text = row.message.isEmpty ? "success at 120" : "failure at 60: metrics-0: \(row.message)"
    #expect(run.text == text)
    let other = row.fields.contains("PRIMARY") ? "q primary" : "q baseline"
    #expect(run.asked.map { $0.parameter("query") ?? "" } == ["q canary", other])
  }

  @Test("PREVIOUS has nothing to say of a first deployment") func first() async {
    let run = await AnalysisRun(Self.with("strategy: PREVIOUS")) { _ in .values([1]) }
    #expect(run.text == "success at 60" && run.asked.count == 1)
  }

  @Test("PREVIOUS compares with the same minute of the last analysis") func previous() async {
    let run = await AnalysisRun(Self.with("strategy: PREVIOUS"), previous: 1_600_000_000) { asked in
      .values(asked.parameter("end") == "1700000060" ? Self.high : Self.low)
    }
    #expect(run.asked.map { $0.parameter("start") ?? "" } == ["1700000000", "1600000000"])
    #expect(run.asked.map { $0.parameter("end") ?? "" } == ["1700000060", "1600000060"])
    #expect(run.outcome.message.hasPrefix("metrics-0: the current values differ from those of the last analysis"))
    #expect(run.outcome.violation.map { ($0.probability ?? 1) < 0.05 } == true)
    #expect(run.outcome.startTime == 1_700_000_000)
  }

  @Test("credentials are sent and never told") func credentials() async {
    let run = await AnalysisRun(
      Self.with("expected: {max: 1}"),
      providers:
        "{name: prom, type: PROMETHEUS, config: {address: 'https://u:hunter3@prom/base/', usernameFile: /user, passwordFile: /pw}}",
      files: ["/user": "ann\n", "/pw": " hunter2 \n"]
    ) { asked in
      let header = asked.request.headers.first { $0.name == "Authorization" }?.value ?? ""
      let error = "no right for \(header) hunter2 at \(asked.request.url)"
      return .answer(401, #"{"status":"error","errorType":"auth","error":"\#(error)"}"#)
    }
    #expect(run.asked.first?.request.headers.first?.value == "Basic YW5uOmh1bnRlcjI=")
    #expect(run.asked.first?.request.url == "https://u:hunter3@prom/base/api/v1/query_range")
    let told = (run.log + [run.outcome.message, run.outcome.violation?.message ?? ""]).joined(separator: "\n")
    #expect(!told.contains("hunter") && !told.contains("YW5u") && told.contains("no right for Basic ******"), "\(told)")
  }

  @Test("a file with credentials that cannot be read ends the stage at once") func missingFile() async {
    let run = await AnalysisRun(
      Self.with("expected: {max: 1}"),
      providers: "{name: prom, type: PROMETHEUS, config: {address: 'http://p', usernameFile: /user, passwordFile: /pw}}"
    ) { _ in .values([1]) }
    #expect(run.text == "failure at 0: metrics-0: /user, which has the name of the user, cannot be read")
  }

  @Test("Datadog") func datadog() async {
    let providers =
      "{name: prom, type: DATADOG, config: {address: datadoghq.eu, apiKeyFile: /key, applicationKeyData: c2VjcmV0}}"
    let run = await AnalysisRun(Self.with("expected: {max: 1}"), providers: providers, files: ["/key": "abc\n"]) { _ in
      .answer(
        200,
        #"{"status":"ok","series":[{"pointlist":[[1575317847000.0,0.5],[1575317867000.0,null],[1575317887000.0,4]]}]}"#)
    }
    #expect(
      run.asked.first?.request.url
        == "https://api.datadoghq.eu/api/v1/query?from=1700000000&to=1700000060&query=q%20primary")
    #expect(
      run.asked.first?.request.headers.prefix(2) == [.init("DD-API-KEY", "abc"), .init("DD-APPLICATION-KEY", "secret")])
    #expect(run.text == "failure at 60: metrics-0: the query `q primary` to prom gave 4, but at most 1 is expected")
    let refused = await AnalysisRun(Self.with("expected: {max: 1}"), providers: providers, files: ["/key": "abc"]) {
      _ in
      .answer(403, #"{"errors":["Forbidden for secret"]}"#)
    }
    #expect(refused.outcome.message.hasSuffix("the server answers with status 403: Forbidden for ******"))
  }

  @Test("Stackdriver has no metrics") func stackdriver() async {
    let run = await AnalysisRun(Self.with("expected: {max: 1}"), providers: "{name: prom, type: STACKDRIVER}") { _ in
      .values([])
    }
    #expect(
      run.text
        == "failure at 0: metrics-0: the analysis provider prom has no metrics: only PROMETHEUS and DATADOG have")
  }

  @Test("of headers with one name the last is sent") func headers() async {
    let run = await AnalysisRun(
      "{duration: 90s, https: [{url: 'http://s', method: HEAD, expectedCode: 200, interval: 1m, headers: [{key: A, value: one}, {key: B, value: two}, {key: a, value: three}]}]}"
    ) { _ in .answer(200, "") }
    #expect(run.asked.first?.request.headers == [.init("B", "two"), .init("a", "three")])
    #expect(run.text == "success at 90" && run.asked.first?.request.method == "HEAD")
  }

  @Test("against a real server of this machine") func realServer() async throws {
    func answer(_ value: String) -> String {
      let body =
        #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"0.5"],[2,"\#(value)"]]}]}}"#
      return "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    }
    // The failure ends the stage at once; the success takes as long as it may, and a busy machine still asks meanwhile.
    let rows = [("0.75", AnalysisOutcome.Status.success, "1s"), ("3", .failure, "60s")]
    for (value, status, duration) in rows {
      let server = try #require(AnsweringServer(answer(value)))
      let address = "http://127.0.0.1:\(server.port)"
      let with = """
        {duration: \(duration), metrics: [{provider: prom, query: up, interval: 100ms, expected: {max: 1}}],
        https: [{url: '\(address)/health', expectedCode: 200, interval: 100ms}]}
        """
      let providers = AnalysisRun.providers("{name: prom, type: PROMETHEUS, config: {address: '\(address)'}}")
      let outcome = await AnalysisExecutor(providers: providers).run(AnalysisRun.analysis(with)) { _ in }
      #expect(outcome.status == status, "\(outcome.message)")
      if status == .failure {
        #expect(outcome.message == "metrics-0: the query `up` to prom gave 3, but at most 1 is expected")
      }
    }
  }
}
