import Testing

@testable import Interpreter

@Suite struct DockerTransportTests {
  private static func frame(_ stream: UInt8, _ text: String) -> [UInt8] {
    let count = text.utf8.count
    return [stream, 0, 0, 0, UInt8(count >> 24), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)]
      + Array(text.utf8)
  }

  /// However the bytes are cut, the payload is the same.
  @Test(arguments: [1, 2, 3, 7, 8, 9, 13, 1000])
  func framesInPieces(_ size: Int) {
    let bytes =
      Self.frame(1, "out\n") + Self.frame(2, "") + Self.frame(2, "error\n")
      + Self.frame(1, String(repeating: "x", count: 300))
    var decoder = FrameDecoder()
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      result += decoder.payload(of: Array(bytes[start..<min(start + size, bytes.count)]))
    }
    #expect(String(decoding: result, as: UTF8.self) == "out\nerror\n" + String(repeating: "x", count: 300))
  }

  @Test func hugeFramesCostNothing() {
    var decoder = FrameDecoder()
    let header: [UInt8] = [1, 0, 0, 0, 255, 255, 255, 255]
    let nothing = decoder.payload(of: header)
    #expect(nothing == [])
    let text = decoder.payload(of: Array("abc".utf8))
    #expect(text == Array("abc".utf8))
  }

  @Test func aStreamWithoutFramesPasses() {
    var decoder = FrameDecoder()
    let text = Array("not multiplexed at all".utf8)
    let first = decoder.payload(of: text)
    #expect(first == text)
    let more = decoder.payload(of: Array("more".utf8))
    #expect(more == Array("more".utf8))
  }

  @Test func heads() {
    var head = HTTPHead()
    let lines = [
      "HTTP/1.1 100 Continue\r\n", "\r\n", "HTTP/1.1 204 No Content\r\n", "Api-Version:  1.41 \r\n", "X:\r\n",
    ]
    let ends = (lines + ["\r\n"]).map { head.add(line: Array($0.utf8)) }
    #expect(ends == [false, false, false, false, false, true])
    #expect(head.status == 204)
    #expect(head.header("api-version") == "1.41 ")
    #expect(head.header("x") == "")
  }

  @Test(arguments: [("a b/ü", "a%20b%2F%C3%BC"), ("~-._9Z", "~-._9Z"), ("", "")])
  func encoding(_ text: String, _ expected: String) {
    #expect(percentEncoded(text) == expected)
  }

  @Test(arguments: [("1.41", "1.41"), ("1.9", "1.9"), ("1", nil), ("x.y", nil), ("1.41.2", "1.41"), ("-1.2", nil)])
  func versions(_ text: String, _ expected: String?) {
    #expect(EngineVersion(parsing: text)?.description == expected)
  }

  @Test func versionsCompareByNumber() throws {
    let old = try #require(EngineVersion(parsing: "1.9"))
    let new = try #require(EngineVersion(parsing: "1.41"))
    #expect(old < new)
  }
}

extension FrameDecoder {
  fileprivate mutating func payload(of bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBytes { payload(of: $0) }
  }
}
