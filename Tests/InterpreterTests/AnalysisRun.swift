import Diagnostics
import IR
import Interpreter
import Parser
import Planner
import Synchronization

/// An analysis of a file, carried out in virtual time against servers that are functions.
struct AnalysisRun {
  /// What a server does.
  enum Reply: Sendable {
    /// A matrix of one series with these values; of none for none.
    case values([Double])
    /// Any answer.
    case answer(Int, String)
    /// The reply, so many seconds later, or no answer at all where the request does not wait so long.
    indirect case late(Double, Reply)
    /// No connection.
    case nothing(String)
  }

  /// A request and when it came, in seconds after the beginning.
  struct Asked: Sendable {
    var time: Double
    var request: AnalysisRequest

    /// A parameter of the query, decoded; nil where it is not there.
    func parameter(_ name: String) -> String? {
      let form = request.body ?? String(request.url.split(separator: "?").last ?? "")
      for part in form.split(separator: "&") where part.hasPrefix("\(name)=") {
        return Self.decoded(part.dropFirst(name.count + 1))
      }
      return nil
    }

    private static func decoded(_ text: Substring) -> String {
      var bytes: [UInt8] = []
      var rest = Array(text.utf8)[...]
      while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
          bytes.append(value)
          rest = rest.dropFirst(2)
        } else {
          bytes.append(byte)
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  let outcome: AnalysisOutcome
  let log: [String]
  let asked: [Asked]
  /// How long it took, in seconds.
  let seconds: Double

  /// `success` or `failure: MESSAGE`, and after how many seconds.
  var text: String {
    let message = outcome.message.isEmpty ? "" : ": \(outcome.message)"
    return "\(outcome.status.rawValue) at \(Int(seconds.rounded()))\(message)"
  }

  /// - Parameters:
  ///   - with: the options of the stage, in flow style.
  ///   - providers: entries of `analysisProviders`, in flow style; a Prometheus `prom` where nothing is said.
  ///   - cancelled: when the run is cancelled, in seconds.
  init(
    _ with: String, templates: String = "{}",
    providers: String = "{name: prom, type: PROMETHEUS, config: {address: 'http://prom:9090'}}",
    previous: Int64? = nil, elapsed: Int64 = 0, cancelled: Int64? = nil, files: [String: String] = [:],
    _ reply: @escaping @Sendable (Asked) -> Reply
  ) async {
    let time = VirtualTime()
    let transport = FunctionTransport(clock: time.clock, reply: reply)
    let executor = AnalysisExecutor(
      providers: Self.providers(providers), transport: transport, clock: time.clock,
      read: { files[$0].map { Array($0.utf8) } })
    let analysis = Self.analysis(with, templates: templates)
    let box = LogBox()
    outcome = await time.run {
      let task = Task(executorPreference: time) {
        await executor.run(analysis, previous: previous, elapsed: .seconds(elapsed)) { box.add($0) }
      }
      if let cancelled {
        try? await time.clock.sleep(.seconds(cancelled))
        task.cancel()
      }
      return await task.value
    }
    log = box.lines
    asked = transport.asked
    seconds = Double(time.clock.elapsed()) / 1000
  }

  /// The plan of a stage of a KubernetesApp named `shop`.
  static func analysis(_ with: String, templates: String = "{}") -> PlannedAnalysis {
    var request = DeploymentRequest(trigger: .command, strategy: .pipeline)
    request.templates = PipeCD.AnalysisTemplateSpec()
    for case .pipecd(let document) in load("AnalysisTemplate", templates) {
      if case .analysisTemplate(let templates) = document.specification { request.templates = templates }
    }
    let spec = "{name: shop, pipeline: {stages: [{name: ANALYSIS, with: \(with)}]}}"
    let source = Source(name: "app.pipecd.yaml", text: file("KubernetesApp", spec))
    let plan = PipeCDPlanner.plan(PipeCDLoader.load(source), for: request)
    guard case .analysis(let analysis)? = plan.pipelines.first?.pipecd?.stages.first?.kind else {
      return PlannedAnalysis(duration: .zero, checks: [])
    }
    return analysis
  }

  static func providers(_ entries: String) -> [AnalysisProvider] {
    for case .pipecd(let document) in load("Piped", "{analysisProviders: [\(entries)]}") {
      if case .piped(let piped) = document.specification { return AnalysisProvider.all(in: piped) }
    }
    return []
  }

  private static func file(_ kind: String, _ spec: String) -> String {
    "apiVersion: pipecd.dev/v1beta1\nkind: \(kind)\nspec: \(spec)\n"
  }

  private static func load(_ kind: String, _ spec: String) -> [Document] {
    PipeCDLoader.load(Source(name: "\(kind).yaml", text: file(kind, spec)), generation: .v0).documents
  }
}

/// Servers that are a function.
private final class FunctionTransport: AnalysisTransport {
  private let clock: RunClock
  private let reply: @Sendable (AnalysisRun.Asked) -> AnalysisRun.Reply
  private let requests = Mutex<[AnalysisRun.Asked]>([])

  init(clock: RunClock, reply: @escaping @Sendable (AnalysisRun.Asked) -> AnalysisRun.Reply) {
    self.clock = clock
    self.reply = reply
  }

  var asked: [AnalysisRun.Asked] { requests.withLock { $0 } }

  func send(_ request: AnalysisRequest) async -> Result<AnalysisAnswer, AnalysisSendFailure> {
    let asked = AnalysisRun.Asked(time: Double(clock.elapsed()) / 1000, request: request)
    requests.withLock { $0.append(asked) }
    return await answer(reply(asked), request)
  }

  private func answer(
    _ reply: AnalysisRun.Reply, _ request: AnalysisRequest
  ) async -> Result<AnalysisAnswer, AnalysisSendFailure> {
    switch reply {
    case .values(let values):
      let pairs = values.enumerated().map { "[\(1_700_000_000 + $0.offset * 15),\"\($0.element)\"]" }
      let series = values.isEmpty ? "" : #"{"metric":{},"values":[\#(pairs.joined(separator: ","))]}"#
      let body = #"{"status":"success","data":{"resultType":"matrix","result":[\#(series)]}}"#
      return .success(AnalysisAnswer(status: 200, body: body))
    case .answer(let status, let body): return .success(AnalysisAnswer(status: status, body: body))
    case .late(let seconds, let reply):
      let wanted = Int64(seconds * 1000)
      try? await clock.sleep(.milliseconds(min(wanted, request.timeout)))
      guard wanted <= request.timeout else {
        return .failure(AnalysisSendFailure("there is no answer in time", isTimeout: true))
      }
      return await answer(reply, request)
    case .nothing(let reason): return .failure(AnalysisSendFailure(reason))
    }
  }
}

private final class LogBox: Sendable {
  private let text = Mutex<[String]>([])

  var lines: [String] { text.withLock { $0 } }

  func add(_ line: AnalysisLogLine) { text.withLock { $0.append("\(line.kind.rawValue) \(line.text)") } }
}
