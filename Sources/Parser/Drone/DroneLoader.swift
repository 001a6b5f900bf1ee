import Diagnostics
import IR

/// Reads Drone files into the typed IR.
public enum DroneLoader {
  /// Loads a file as the server and the runner see it.
  ///
  /// The server reads the text as it is written; the runner first replaces `${…}` with what `lookup` gives (nil: unknown,
  /// which becomes empty). Never fails: what could not be read is `.invalid`, and `Program.problems` says why.
  public static func load(_ source: Source, lookup: (String) -> String?) -> Program {
    if LegacyFormat.isLegacy(source.bytes) { return LegacyFormat.load(source, lookup: lookup) }
    var load = DroneLoad(source)
    return load.run(lookup: lookup)
  }

  /// Loads a file as the server alone sees it: nothing is substituted, and `Program.problems` holds what it refuses.
  ///
  /// A planner schedules by this; whether a runner can read the file depends on what each pipeline substitutes.
  public static func loadAsWritten(_ source: Source) -> Program {
    if LegacyFormat.isLegacy(source.bytes) { return LegacyFormat.load(source) { _ in nil } }
    var load = DroneLoad(source)
    return load.runAsWritten()
  }
}
