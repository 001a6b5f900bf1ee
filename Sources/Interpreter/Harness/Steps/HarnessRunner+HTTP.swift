import IR
import Planner
import Synchronization

/// Steps of type Http, which pipec sends itself.
extension HarnessRunner {
  /// Sends the request, then looks at the assertion; without one every answer of the server is a success.
  func perform(_ http: HarnessHttp, at index: Int) async -> HarnessStepEnd {
    guard let url = text(http.url, at: index)?.trimmed, !url.isEmpty else { return .misconfigured("it has no URL") }
    let method = (text(http.method, at: index) ?? "GET").uppercased()
    guard !method.isEmpty, method.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      return .misconfigured("'\(method)' is no HTTP method")
    }
    var headers: [(name: String, value: String)] = []
    for header in http.headers {
      let name = text(header.name, at: index) ?? ""
      let value = text(header.value.scalarText, at: index) ?? ""
      guard !name.isEmpty, !(name + value).utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
        return .misconfigured("the header '\(name)' cannot be sent: it has no name, or more than one line")
      }
      headers.append((name, value))
    }
    let body = text(http.body, at: index)
    let summary = stepSummary(of: node(index))
    context.queue.post(.stepStarted(summary))
    let exchange = HarnessHTTPExchange(
      method: method, url: url, headers: headers, body: body.map { Array($0.utf8) },
      timeout: Int(min(timeout(of: index) ?? 600_000, 86_400_000)))
    switch await exchange.perform() {
    case .failure(let failure):
      if Task.isCancelled { return stopped(index) }
      if failure == .timedOut { return HarnessStepEnd(.expired, errors: ["Timeout"], message: "no answer in time") }
      return .failed("\(method) \(url): \(failure.reason)", errors: ["Connectivity", "Unknown"])
    case .success(let answer):
      return await conclude(http, answer, url: url, method: method, at: index)
    }
  }

  private func conclude(
    _ http: HarnessHttp, _ answer: HarnessHTTPExchange.Answer, url: String, method: String, at index: Int
  ) async -> HarnessStepEnd {
    let summary = stepSummary(of: node(index))
    let line = OutputLine(Array(masks.mask("\(method) \(url): \(answer.code)").utf8))
    await context.queue.post([line], of: summary)
    let roots: [HarnessValue.Member] = [
      .init("httpUrl", .text(url)), .init("httpMethod", .text(method)),
      .init("httpResponseCode", .integer(Int64(answer.code))), .init("httpResponseBody", .text(answer.body)),
    ]
    var end = HarnessStepEnd.succeeded
    if let assertion = http.assertion, !assertion.value.trimmed.isEmpty {
      switch holds(assertion.value, at: index, roots: roots) {
      case .success(true): break
      case .success(false): end = .failed("the assertion is false: \(assertion.value) (the answer was \(answer.code))")
      case .failure(let problem): end = .failed("the assertion cannot be computed: \(problem.message)")
      }
    }
    let path = node(index).path
    let status: [HarnessValue.Member] = [
      .init("status", .text(end.status == .succeeded ? "SUCCESS" : "FAILURE")),
      .init("errorMsg", end.message.map { .text($0) } ?? .null),
    ]
    memory.withLock { $0.state.nodes[path]?.outcome = roots + status }
    publish(http.outputs, at: index, roots: roots)
    return end
  }

  /// Outputs whose values are expressions over what the step found.
  func publish(_ outputs: HarnessOutputs?, at index: Int, roots: [HarnessValue.Member]) {
    guard let outputs, !outputs.variables.isEmpty else { return }
    var members: [HarnessValue.Member] = []
    for variable in outputs.variables {
      guard let name = variable.name?.value else { continue }
      let value = variable.value.flatMap { rendered($0.value, at: index, roots: roots) } ?? ""
      let isSecret = variable.type?.value == "Secret"
      members.append(.init(name, isSecret ? secretOutput(value, name: name, at: index) : .text(value)))
    }
    let path = node(index).path
    memory.withLock { $0.state.nodes[path]?.outputs = members }
  }
}

extension String {
  /// Without spaces and line breaks at both ends.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }
}
