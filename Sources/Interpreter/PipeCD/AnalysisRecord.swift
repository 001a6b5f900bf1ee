import Glibc

/// When the last successful analysis of an application began, kept in a file from run to run: the strategy `PREVIOUS`
/// compares with that time.
public struct AnalysisRecord: Hashable, Sendable {
  /// The file.
  public var path: String

  /// - Parameters:
  ///   - folder: where all records are.
  ///   - subject: the absolute path of the application's file.
  public init(in folder: String, of subject: String) {
    path = "\(folder)/\(SHA256.hexDigest(of: subject).prefix(32)).json"
  }

  /// In seconds since 1970; nil where there is none.
  var startTime: Int64? {
    guard let bytes = readFile(path) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let range = text.firstRange(of: "\"start_time\":") else { return nil }
    return Int64(text[range.upperBound...].prefix { $0.isNumber })
  }

  /// Keeps a time, as PipeCD writes it. What cannot be written is not kept.
  func keep(_ startTime: Int64) {
    guard let end = path.lastIndex(of: "/"), makeFolders(String(path[..<end])) else { return }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    _ = writeAll(Array("{\"start_time\":\(startTime)}".utf8), to: descriptor)
  }
}
