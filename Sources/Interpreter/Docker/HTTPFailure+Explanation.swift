import Glibc

extension HTTPFailure {
  /// Why, for a person.
  var reason: String {
    switch self {
    case .library(let text): text
    case .unreachable(let text, let systemError):
      switch systemError {
      case 0: text
      case ENOENT: "does not exist"
      case EACCES, EPERM: "permission denied"
      case ECONNREFUSED: "connection refused"
      default: String(cString: strerror(systemError))
      }
    case .broken(let text): "the connection to the engine broke (\(text))"
    case .timedOut: "the engine did not answer in time"
    case .certificate(let text): "the TLS connection failed: \(text)"
    case .status(_, let message): message
    case .cancelled: "cancelled"
    }
  }

  /// The failure of something that a run wanted, as a sentence that begins with what that was.
  func explained(_ purpose: String) -> BackendError {
    switch self {
    case .cancelled: .cancelled
    case .unreachable, .broken, .timedOut: .unreachable("\(purpose): \(goneAway)")
    default: .engine("\(purpose): \(reason)")
    }
  }

  private var goneAway: String {
    switch self {
    case .unreachable: "the engine does not answer any more (\(reason))"
    case .broken: "the engine ended the connection"
    default: reason
    }
  }
}
