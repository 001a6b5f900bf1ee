import Processes

/// A stream of bytes that the engine sends until it, or the reader, ends it.
final class EngineStream: Sendable {
  /// Small, because each reading of it becomes lines and events, which take many times their bytes.
  let channel = ByteChannel(capacity: 64 * 1024)
  private let exchange: HTTPExchange

  /// `decode` turns what arrives into what is read; it is called by one thread only.
  init(
    _ request: HTTPRequest, onHead: @escaping @Sendable (HTTPHead) -> Void,
    decode: @escaping @Sendable (UnsafeRawBufferPointer) -> [UInt8]
  ) {
    exchange = HTTPExchange(request, onHead: onHead, onBody: { [channel] in channel.write(decode($0)) })
  }

  /// Blocks until the stream has ended.
  func perform(_ perform: (HTTPExchange) throws(HTTPFailure) -> HTTPResponse) throws(HTTPFailure) {
    defer { channel.finish() }
    _ = try perform(exchange)
  }

  /// Nobody reads any more.
  func end() {
    channel.abandon()
    exchange.abort()
  }

  /// The bytes; giving them up ends the stream, so that the engine is not left with a reader who sleeps.
  func bytes() -> AsyncStream<[UInt8]> {
    let reader = Reader(self)
    return AsyncStream(unfolding: { await reader.stream.channel.read() }, onCancel: { reader.stream.end() })
  }

  private final class Reader: Sendable {
    let stream: EngineStream

    init(_ stream: EngineStream) {
      self.stream = stream
    }

    deinit {
      stream.end()
    }
  }
}
