import Glibc
import Processes

/// The digests by which registries name what they hold, checked by the system's `sha256sum`.
enum Digest {
  /// Refuses a file that is not what its digest says.
  static func check(_ path: String, _ digest: String) async throws(DownloadFailure) {
    guard digest.hasPrefix("sha256:") else { throw DownloadFailure("nobody here can check the digest \(digest)") }
    guard let found = await sha256(path) else { throw DownloadFailure("sha256sum cannot be run") }
    guard "sha256:\(found)" == digest.lowercased() else {
      throw DownloadFailure("what the registry gives is not \(digest) but sha256:\(found)")
    }
  }

  /// Refuses bytes that are not what their digest says.
  ///
  /// - Parameter path: where there is room for a file of the same name and more.
  static func check(_ bytes: [UInt8], _ digest: String, near path: String) async throws(DownloadFailure) {
    let copy = "\(path).part"
    let descriptor = open(copy, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DownloadFailure("\(copy) cannot be written") }
    defer { unlink(copy) }
    let isWritten = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) == $0.count }
    close(descriptor)
    guard isWritten else { throw DownloadFailure("\(copy) cannot be written") }
    try await check(copy, digest)
  }

  /// The SHA-256 of a file as hexadecimal digits; nil when the program is missing or fails.
  static func sha256(_ path: String) async -> String? {
    let environment = ["PATH=/usr/bin:/bin", "LC_ALL=C"]
    guard let group = try? ProcessGroup(arguments: ["sha256sum", path], environment: environment, folder: "/") else {
      return nil
    }
    var output: [UInt8] = []
    for await chunk in group.output where output.count < 4096 { output += chunk }
    let ending = await group.wait()
    await group.end()
    let digits = output.prefix { $0 != 0x20 }
    return ending == .exited(code: 0) && digits.count == 64 ? String(decoding: digits, as: UTF8.self) : nil
  }
}
