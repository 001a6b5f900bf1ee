import Glibc

/// A port of this machine that nobody else gets while it is held, and on which a plugin can listen all the same.
///
/// The port is bound and not listened on. A server that sets `SO_REUSEADDR`, as servers do, may bind it too; others who look
/// for a free port find it taken.
final class FreePort: Sendable {
  let number: Int
  private let descriptor: Int32

  private init(number: Int, descriptor: Int32) {
    self.number = number
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// A port that is free now, below those that the system gives to connections; nil when there is none.
  static func find() -> FreePort? {
    for _ in 0..<256 {
      let port = Int.random(in: 20_000..<32_768)
      if let descriptor = bound(port) { return FreePort(number: port, descriptor: descriptor) }
    }
    return nil
  }

  /// Takes a port on all interfaces, as plugins do; nil where somebody has it.
  private static func bound(_ port: Int) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = INADDR_ANY
    // Without SO_REUSEADDR nobody else may have bound the port, not even one who has not listened yet.
    let isBound = withUnsafeBytes(of: &address) { bytes in
      guard let name = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
      return bind(descriptor, name, socklen_t(bytes.count)) == 0
    }
    var yes: Int32 = 1
    guard isBound, setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size)) == 0
    else {
      close(descriptor)
      return nil
    }
    return descriptor
  }
}
