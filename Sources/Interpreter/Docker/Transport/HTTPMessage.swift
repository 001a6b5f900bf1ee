/// A request to the engine.
struct HTTPRequest: Sendable {
  var method: String
  /// The path with its query, already encoded; begins with `/`.
  var target: String
  var headers: [(name: String, value: String)]
  var body: [UInt8]?
  /// In milliseconds, for the whole exchange; nil: no limit.
  var timeout: Int?

  init(
    _ method: String, _ target: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil,
    timeout: Int? = nil
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
    self.timeout = timeout
  }
}

/// The first part of an answer.
struct HTTPHead: Sendable {
  var status = 0
  var headers: [(name: String, value: String)] = []

  var isSuccess: Bool { (200..<300).contains(status) || status == 101 }

  /// The value of a header, whose name is given in lower case.
  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name }?.value
  }

  /// Adds one line of the head. A new status line (after `100 Continue`) starts it anew.
  /// Returns true for the empty line that ends it.
  mutating func add(line bytes: some Collection<UInt8>) -> Bool {
    var line = String(decoding: bytes, as: UTF8.self)
    while let last = line.unicodeScalars.last, last == "\r" || last == "\n" { line.unicodeScalars.removeLast() }
    if line.isEmpty { return status >= 200 || status == 101 }
    if line.hasPrefix("HTTP/") {
      headers = []
      let words = line.split(separator: " ", maxSplits: 2)
      status = words.count > 1 ? Int(words[1]) ?? 0 : 0
    } else if let colon = line.firstIndex(of: ":") {
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      headers.append((String(line[..<colon]), String(value)))
    }
    return false
  }
}

/// A whole answer.
struct HTTPResponse: Sendable {
  var head: HTTPHead
  var body: [UInt8]
}

/// Why there is no good answer.
enum HTTPFailure: Error, Hashable, Sendable {
  /// libcurl cannot be used.
  case library(String)
  /// No connection could be made; `systemError` is the `errno`, or 0.
  case unreachable(String, systemError: Int32)
  /// The connection broke, or the answer was no HTTP.
  case broken(String)
  case timedOut
  case certificate(String)
  /// The engine refused; the message is its own.
  case status(Int, String)
  case cancelled
}

/// Encodes a text for a query or a path segment, as RFC 3986 asks.
func percentEncoded(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var result: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "~"):
      result.append(byte)
    default:
      result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: result, as: UTF8.self)
}
