import Glibc

/// Writes all bytes; false, with `errno` set, when the system refuses.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  bytes.withUnsafeBytes { buffer in
    var position = 0
    while position < buffer.count {
      let count = write(descriptor, buffer.baseAddress.map { $0 + position }, buffer.count - position)
      if count > 0 {
        position += count
      } else if errno == EAGAIN {
        // Somebody made the descriptor non-blocking; wait until it takes more.
        var descriptors = [pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)]
        poll(&descriptors, 1, -1)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
