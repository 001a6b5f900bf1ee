import Foundation

/// Expected output kept in files beside the tests, in a folder `Golden`.
///
/// `UPDATE_GOLDEN=1 swift test` rewrites them; read the difference before committing it.
public enum Golden {
  /// What differs between `actual` and the golden file, as lines to print; nil when nothing does.
  public static func difference(_ actual: String, from name: String, beside file: String = #filePath) -> String? {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Golden")
    let path = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      do {
        try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(actual.utf8).write(to: path)
        return nil
      } catch {
        return "cannot write \(path.path): \(error)"
      }
    }
    guard let data = FileManager.default.contents(atPath: path.path) else {
      return "\(path.path) does not exist; UPDATE_GOLDEN=1 swift test writes it:\n\(actual)"
    }
    let expected = String(decoding: data, as: UTF8.self)
    guard expected != actual else { return nil }
    return "\(name) differs (UPDATE_GOLDEN=1 swift test rewrites it):\n" + lines(expected, actual)
  }

  /// The changed lines, `-` expected and `+` actual, with the unchanged ones between left out.
  private static func lines(_ expected: String, _ actual: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    var changes: [(line: Int, order: Int, text: String)] = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, let element, _): changes.append((offset, 0, "-\(offset + 1): \(element)"))
      case .insert(let offset, let element, _): changes.append((offset, 1, "+\(offset + 1): \(element)"))
      }
    }
    return changes.sorted { ($0.line, $0.order) < ($1.line, $1.order) }.map(\.text).joined(separator: "\n")
  }
}
