import Checker
import Diagnostics
import Glibc
import Parser
import Testing

/// Scripts made to be slow to look at: ten times as much of the same takes about ten times as long, not a hundred times.
@Suite(.serialized) struct HostileScripts {
  static let pieces = [
    "curl ", "curl \" ", "curl x | ", "curl $(", "bash <(curl ", "echo $TOKEN; ", ";echo $( ", ";env $(",
    "echo $TOKEN | \\",
    "echo ${DRONE_COMMIT_MESSAGE} ", "https://a:b ", "AKIA ", "-----BEGIN RSA PRIVATE KEY", "eyJa.eyJ",
  ]

  private static func seconds(_ piece: String, _ count: Int) -> Double {
    let line = "      " + String(repeating: piece, count: 50) + "\n"
    let text = SecurityRows.drone("true") + String(repeating: line, count: count)
    let start = processorTime()
    _ = SecurityRows.found(text)
    return processorTime() - start
  }

  /// What this thread has worked, in seconds: other tests at the same time do not count.
  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test(arguments: pieces) func piece(_ piece: String) {
    let small = Self.seconds(piece, 20)
    let large = Self.seconds(piece, 200)
    #expect(large < small * 40 + 0.2, "\(small) s and \(large) s")
  }
}
