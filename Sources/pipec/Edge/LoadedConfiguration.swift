import Checker
import Configuration
import Diagnostics
import IR
import Parser

/// A configuration with those that it adds to, and with what it says about all files alike.
struct LoadedConfiguration: Sendable {
  /// Each behind those that it adds to; the one in use is the last.
  var files: [ConfigurationFile]
  /// The folder that patterns count from; absolute.
  var folder: String
  /// The names of all secrets; nil where it does not say.
  var secrets: Set<String>?
  /// The configuration of PipeCD's piped; nil where none is named.
  var piped: PipeCD.Piped?
  /// Plugins of somebody's own.
  var ownPlugins = OwnPlugins()
  /// The file with known findings; absolute.
  var baseline: String?

  /// A file as patterns see it; nil where it is not below the folder that they count from.
  ///
  /// - Parameter path: absolute.
  func relative(_ path: String) -> String? {
    if folder == "/" { return String(path.dropFirst()) }
    return path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : nil
  }

  /// Whether a file is not to be checked.
  ///
  /// - Parameter path: absolute.
  func excludes(_ path: String) -> Bool {
    guard let path = relative(path) else { return false }
    return files.contains { file in file.excluded.contains { $0.value.matches(path) } }
  }

  /// The overrides that are about a file, by their positions.
  ///
  /// - Parameter path: absolute.
  func overrides(for path: String) -> [Int] {
    guard let path = relative(path) else { return [] }
    return files.flatMap(\.overrides).enumerated().compactMap { index, override in
      override.paths.contains { $0.value.matches(path) } ? index : nil
    }
  }
}
