import Glibc

/// The lines that were typed in earlier conversations, in a file that only their writer can read.
struct LineHistory {
  /// How many lines are kept.
  private static let limit = 2000

  private let path: String?
  /// Oldest first.
  let lines: [String]

  /// Reads `pipec/history` in the folder for state, by the rules of XDG. Without such a folder nothing is kept.
  init(_ environment: Environment) {
    let state =
      environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.local/state" : nil }
    path = state.map { $0 + "/pipec/history" }
    guard let path, let bytes = try? FileReader.read(path) else {
      lines = []
      return
    }
    let all = bytes.split(separator: 0x0A).map { Self.decoded(String(decoding: $0, as: UTF8.self)) }
    lines = all.suffix(Self.limit)
    if all.count > Self.limit * 2 { Self.write(lines, to: path) }
  }

  /// Keeps a line. Where the file cannot be written, it is lost, and nobody is bothered with that.
  func append(_ line: String) {
    guard let path else { return }
    Self.makeFolders(above: path)
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let bytes = Array((Self.encoded(line) + "\n").utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }

  /// Replaces the file, which has grown, by what is kept.
  private static func write(_ lines: [String], to path: String) {
    let new = path + ".new"
    let descriptor = open(new, O_WRONLY | O_TRUNC | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    let bytes = lines.flatMap { Array((encoded($0) + "\n").utf8) }
    let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
    if written == bytes.count { rename(new, path) } else { unlink(new) }
  }

  private static func makeFolders(above path: String) {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o700)
    }
  }

  /// Line breaks and backslashes are escaped, so that what was typed on several lines is one entry.
  private static func encoded(_ line: String) -> String {
    line.reduce(into: "") { result, character in
      switch character {
      case "\\": result += "\\\\"
      case "\n", "\r\n": result += "\\n"
      default: result.append(character)
      }
    }
  }

  private static func decoded(_ line: String) -> String {
    var result = ""
    var isEscaped = false
    for character in line {
      if isEscaped {
        result.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}
