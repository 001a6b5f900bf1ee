import Glibc

/// Ports of this machine that nobody listens on.
enum FreePort {
  /// A port that is free now; nil when there is none.
  ///
  /// It is not kept, and whoever listens first has it. So it is chosen by chance, that two programs at once may not meet,
  /// and below those that the system gives to connections.
  ///
  /// - Parameter taken: ports that were given to others, who do not listen yet.
  static func find(except taken: Set<Int>) -> Int? {
    for _ in 0..<256 {
      let port = Int.random(in: 20_000..<32_768)
      if !taken.contains(port), isFree(port) { return port }
    }
    return nil
  }

  /// Takes a port on all interfaces, as plugins do, and gives it back at once.
  private static func isFree(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var yes: Int32 = 1
    // As servers do, so that a connection that has just ended is no obstacle.
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = INADDR_ANY
    return withUnsafeBytes(of: &address) { bytes in
      guard let name = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
      return bind(descriptor, name, socklen_t(bytes.count)) == 0 && listen(descriptor, 1) == 0
    }
  }
}
