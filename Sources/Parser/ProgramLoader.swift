import Diagnostics
import IR

/// Reads a file of any of the languages into the typed IR.
public enum ProgramLoader {
  /// Loads a file.
  ///
  /// Never fails: what could not be read is `.invalid`, and `Program.problems` says why.
  ///
  /// - Parameters:
  ///   - dialect: the language; nil where the file shall tell.
  ///   - lookup: what a Drone runner puts in place of `${…}` (nil: unknown, which becomes empty). The other languages do
  ///     not ask.
  public static func load(_ source: Source, dialect: Dialect? = nil, lookup: (String) -> String?) -> Program {
    switch dialect ?? DialectDetection.dialect(of: source) {
    case .drone: DroneLoader.load(source, lookup: lookup)
    case .harness: HarnessLoader.load(source)
    case .pipecd: PipeCDLoader.load(source)
    }
  }
}
