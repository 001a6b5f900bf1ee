import Foundation
import Interpreter
import Testing

/// Steps of type Http, against a server of this machine.
@Suite struct HarnessHTTPTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var keys: String
    var answer: String
    var expected: String
    var said: String?
  }

  private static let json = "HTTP/1.1 200 OK\r\nContent-Length: 17\r\nConnection: close\r\n\r\n{\"state\": \"fine\"}"
  private static let broken = "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbusy"

  @Test(arguments: [
    Row(
      testDescription: "an answer is a success, whatever its code", keys: "method: GET", answer: broken,
      expected: "get SUCCEEDED, say SUCCEEDED; s SUCCEEDED", said: "echo 503 GET SUCCESS"),
    Row(
      testDescription: "the assertion decides", keys: "method: GET, assertion: '<+httpResponseCode> == 200'",
      answer: broken, expected: "get FAILED, say SKIPPED; s FAILED"),
    Row(
      testDescription: "names of the answer without brackets",
      keys: "method: POST, requestBody: '{}', assertion: 'httpResponseCode == 200'",
      answer: json, expected: "get SUCCEEDED, say SUCCEEDED; s SUCCEEDED", said: "echo 200 POST SUCCESS"),
    Row(
      testDescription: "outputs are expressions over the answer",
      keys:
        "method: GET, outputVariables: [{name: STATE, type: String, value: '<+json.select(\"state\", httpResponseBody)>'}]",
      answer: json, expected: "get SUCCEEDED, say SUCCEEDED; s SUCCEEDED", said: "echo 200 GET SUCCESS fine"),
  ])
  func exchanges(_ row: Row) async throws {
    let server = try #require(AnsweringServer(row.answer))
    let state = row.said?.hasSuffix("fine") == true ? " <+steps.get.output.outputVariables.STATE>" : ""
    let yaml = """
      pipeline:
        identifier: p
        name: p
        stages:
          - stage:
              identifier: s
              name: s
              type: Custom
              spec:
                execution:
                  steps:
                    - step: {identifier: get, name: get, type: Http, timeout: 30s, spec: {url: "http://127.0.0.1:\(server.port)/path", \(row.keys)}}
                    - step: {identifier: say, name: say, type: ShellScript, spec: {shell: Bash, source: {type: Inline, spec: {script: "echo <+steps.get.output.httpResponseCode> <+steps.get.output.httpMethod> <+steps.get.output.status>\(state)"}}}}
      """
    // A real server takes longer than a clock that does not wait.
    let run = try await HarnessRun(yaml, clock: TestClock(endless: .seconds(1)))
    #expect(run.text == row.expected)
    #expect(run.backend.command(of: "say")?.last == row.said)
  }

  @Test(
    arguments: [
      ("file:///etc/passwd", "the URL has the scheme file, not http or https"),
      ("127.0.0.1/x", "is no URL"), ("http://127.0.0.1:1/", "127.0.0.1"),
    ])
  func whatCannotBeAsked(_ url: String, _ message: String) async throws {
    let run = try await HarnessRun(
      "pipeline: {identifier: p, name: p, stages: [{stage: {identifier: s, name: s, type: Custom, spec: {execution: {steps: [{step: {identifier: get, name: get, type: Http, spec: {url: '\(url)', method: GET}}}]}}}}]}"
    )
    #expect(run.text == "get FAILED; s FAILED")
    #expect(run.message(of: "s.get")?.contains(message) == true, "\(run.message(of: "s.get") ?? "")")
  }
}

/// Gives one answer to whoever asks, on a port of its own, until it is forgotten.
final class AnsweringServer: Sendable {
  let port: UInt16
  private let listener: Int32

  init?(_ answer: String) {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, address, &length) == 0
      }
    }
    port = UInt16(bigEndian: address.sin_port)
    guard isBound else { return nil }
    Thread.detachNewThread {
      while true {
        let peer = accept(listener, nil, nil)
        guard peer >= 0 else { return }
        var request = [UInt8](repeating: 0, count: 65536)
        _ = recv(peer, &request, request.count, 0)
        let bytes = Array(answer.utf8)
        _ = send(peer, bytes, bytes.count, 0)
        shutdown(peer, Int32(SHUT_RDWR))
        close(peer)
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }
}
