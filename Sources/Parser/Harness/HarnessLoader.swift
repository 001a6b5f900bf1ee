import Diagnostics
import IR
import YAML

/// Reads Harness files into the typed IR.
public enum HarnessLoader {
  /// Loads a file as it is written: links to templates stay links, and runtime inputs stay inputs.
  ///
  /// Never fails: what could not be read is `.invalid`, and `Program.problems` says why.
  public static func load(_ source: Source) -> Program {
    var load = HarnessLoad(source)
    return load.run()
  }

  /// The typed pipeline of a document whose templates are resolved or whose inputs are filled in.
  ///
  /// - Parameters:
  ///   - data: what `HarnessPipeline.data` is: what `pipeline:` leads to; in the newer forms, the same in the form `v0`.
  ///   - form: the form that the file is in.
  public static func pipeline(_ data: Data, form: HarnessForm) -> HarnessPipeline {
    var pipeline = HarnessPipelineReader.pipeline(data)
    pipeline.form = form
    return pipeline
  }
}
