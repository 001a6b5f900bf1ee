import Glibc

/// Ports of this machine that nobody listens on.
enum FreePort {
  /// The port that was wished for if it is free, else one that is.
  ///
  /// It is not kept: whoever listens first has it.
  ///
  /// - Parameter taken: ports that were given to others, who do not listen yet.
  static func find(_ wish: Int?, except taken: Set<Int>) -> Int? {
    if let wish, (1...65535).contains(wish), !taken.contains(wish), listen(on: wish) != nil { return wish }
    for _ in 0..<16 {
      if let port = listen(on: 0), !taken.contains(port) { return port }
    }
    return nil
  }

  /// Takes a port on all interfaces, as plugins do, and gives it back at once; nil when it is taken.
  private static func listen(on port: Int) -> Int? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var yes: Int32 = 1
    // As servers do, so that a connection that has just ended is no obstacle.
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = INADDR_ANY
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isTaken = withUnsafeMutableBytes(of: &address) { bytes in
      guard let name = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return true }
      return bind(descriptor, name, length) != 0 || Glibc.listen(descriptor, 1) != 0
        || getsockname(descriptor, name, &length) != 0
    }
    return isTaken ? nil : Int(in_port_t(bigEndian: address.sin_port))
  }
}
