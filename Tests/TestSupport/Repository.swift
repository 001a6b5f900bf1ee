import Foundation

/// The checkout that the tests are in.
public enum Repository {
  /// Its folder.
  public static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().standardizedFileURL

  /// Something in it, by its path from the root.
  public static func url(_ path: String) -> URL { root.appendingPathComponent(path) }

  /// The text of a file, by its path from the root.
  public static func text(_ path: String) throws -> String { try String(contentsOf: url(path), encoding: .utf8) }

  /// The paths of all files below a folder (the root by default) whose names end in one of `extensions`, in order.
  /// What git and the build keep there is left out.
  public static func files(in folder: String = "", _ extensions: String...) throws -> [String] {
    let start = folder.isEmpty ? root : url(folder)
    let prefix = folder.isEmpty ? "" : folder + "/"
    var paths: [String] = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: start.path) where !isHidden(prefix + path) {
      if extensions.contains((path as NSString).pathExtension) { paths.append(prefix + path) }
    }
    return paths.sorted()
  }

  private static func isHidden(_ path: String) -> Bool {
    let first = path.prefix { $0 != "/" }
    return first == ".git" || first == ".build" || first == ".demo"
  }
}
