/// Takes the payload out of the engine's multiplexed stream of a container without a terminal.
///
/// Each frame is a header of eight bytes — the stream (0 input, 1 output, 2 error, 3 the engine's own), three zeros,
/// and the length as four bytes, highest first — and so many bytes of payload. Headers and payloads may be split
/// anywhere; no payload is kept, so the length of a frame costs no memory.
struct FrameDecoder {
  private var header: [UInt8] = []
  private var left = 0
  private var isRaw = false

  init() {}

  /// The payload in `bytes`, all streams merged in their order.
  mutating func payload(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var position = 0
    func take(_ count: Int) -> UnsafeRawBufferPointer {
      let piece = UnsafeRawBufferPointer(rebasing: bytes[position..<position + min(count, bytes.count - position)])
      position += piece.count
      return piece
    }
    while position < bytes.count {
      if isRaw {
        result.append(contentsOf: take(bytes.count))
      } else if left > 0 {
        let piece = take(left)
        left -= piece.count
        result.append(contentsOf: piece)
      } else {
        header.append(contentsOf: take(8 - header.count))
        guard header.count == 8 else { break }
        if header[0] <= 3, header[1] == 0, header[2] == 0, header[3] == 0 {
          left = header[4...].reduce(0) { $0 << 8 | Int($1) }
        } else {
          // Not multiplexed: a container with a terminal, which only an engine that ignores the request would make.
          isRaw = true
          result.append(contentsOf: header)
        }
        header = []
      }
    }
    return result
  }
}
