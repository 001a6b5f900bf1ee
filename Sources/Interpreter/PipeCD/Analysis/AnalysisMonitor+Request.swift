import Planner

/// Checks by HTTP.
extension AnalysisMonitor {
  func judgeRequest() async -> Verdict {
    guard let request = check.request else { return .bad(violation("it has no request")) }
    let expected = Int(clamping: check.expectedCode ?? 0)
    var headers: [AnalysisRequest.Header] = []
    for header in request.headers {
      // Of several with one name the last is sent.
      headers.removeAll { $0.name.lowercased() == header.name.lowercased() }
      guard !header.name.isEmpty, !(header.name + header.value).utf8.contains(where: { $0 == 10 || $0 == 13 }) else {
        return .bad(violation("the header '\(oneLine(header.name))' cannot be sent"))
      }
      headers.append(AnalysisRequest.Header(header.name, header.value))
    }
    let (timeout, isCut) = timeout
    let outgoing = AnalysisRequest(request.method, request.url, headers: headers, timeout: timeout)
    let name = "\(request.method) \(request.url)"
    switch await surroundings.transport.send(outgoing) {
    case .failure(let failure):
      if Task.isCancelled { return .end(.cancelled) }
      if failure.isTimeout, isCut { return .end(.over) }
      return .bad(violation("\(name) failed: \(failure.reason)"))
    case .success(let answer) where answer.status == expected:
      return .good("\(name) is answered with status \(answer.status)")
    case .success(let answer):
      var violation = violation("\(name) is answered with status \(answer.status), but \(expected) is expected")
      violation.measured = Double(answer.status)
      violation.minimum = Double(expected)
      violation.maximum = Double(expected)
      return .bad(violation)
    }
  }
}
