import Diagnostics
import IR

/// Reads configuration of PipeCD into the typed IR, as piped does.
public enum PipeCDLoader {
  /// Loads a file.
  ///
  /// Never fails: `Program.problems` says what the real decoder and its validation refuse, the one that it prints first;
  /// a problem of `.server` is piped's own, one of `.runner` is that of a plugin when it plans or runs.
  /// - Parameter generation: which PipeCD reads the file; nil: the one that it is written for.
  public static func load(_ source: Source, generation: PipeCD.Generation? = nil) -> Program {
    var load = PipeCDLoad(source)
    return load.run(generation: generation)
  }
}
