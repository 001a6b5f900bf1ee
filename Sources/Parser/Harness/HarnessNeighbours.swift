import Diagnostics
import IR

/// The Harness documents that lie beside a file: the templates that it may link to, and what its inputs are for.
public struct HarnessNeighbours: Sendable {
  public private(set) var templates: [HarnessTemplate] = []
  public private(set) var pipelines: [HarnessPipeline] = []
  public private(set) var inputSets: [HarnessInputSet] = []
  public private(set) var overlays: [HarnessOverlayInputSet] = []

  public init() {}

  /// Adds what a file holds.
  public mutating func add(_ program: Program) {
    for case .harness(let document) in program.documents {
      switch document {
      case .template(let template): templates.append(template)
      case .pipeline(let pipeline): pipelines.append(pipeline)
      case .inputSet(let set): inputSets.append(set)
      case .overlayInputSet(let overlay): overlays.append(overlay)
      case .trigger, .entity: break
      }
    }
  }

  /// Whether anything of a file depends on what lies beside it.
  public static func matter(for program: Program) -> Bool {
    program.documents.contains { document in
      guard case .harness(let document) = document else { return false }
      switch document {
      case .pipeline(let pipeline): return HarnessTemplates.hasLinks(pipeline.data)
      case .template(let template): return template.spec.map(HarnessTemplates.hasLinks) ?? false
      case .inputSet, .overlayInputSet: return true
      case .trigger, .entity: return false
      }
    }
  }

  /// The program with templates that are at hand written out in its pipelines, and with what does not fit among its
  /// problems: the inputs of templates, and the values of input sets for their pipeline.
  ///
  /// Places may lie in the files of templates.
  public func linked(_ program: Program) -> Program {
    var everything = self
    everything.add(program)
    var program = program
    let templates = HarnessTemplates(everything.templates)
    for index in program.documents.indices {
      guard case .harness(let document) = program.documents[index] else { continue }
      switch document {
      case .pipeline(let pipeline):
        guard !templates.isEmpty, HarnessTemplates.hasLinks(pipeline.data) else { continue }
        let resolution = templates.resolve(pipeline.data, form: pipeline.form)
        program.problems += resolution.problems
        program.documents[index] = .harness(
          .pipeline(HarnessLoader.pipeline(resolution.pipeline, form: pipeline.form)))
      case .template(let template):
        program.problems += templates.resolve(template).problems
      case .inputSet(let set):
        program.problems += problems(of: set)
      case .overlayInputSet(let overlay):
        // An input set that is not here may be on the server.
        program.problems += HarnessInputs.sets(of: overlay, among: inputSets, overlays: overlays).problems
          .filter { $0.upstream != "Reference does not exist" }
      case .trigger, .entity: break
      }
    }
    return program
  }

  /// What does not fit of an input set whose pipeline is here.
  private func problems(of set: HarnessInputSet) -> [Problem] {
    guard let values = set.values, let identifier = values.text("identifier") else { return [] }
    let candidates = pipelines.filter { $0.identifier == identifier && $0.form == set.form }
    // Several versions of one pipeline: any of them may be the one that is meant.
    guard candidates.count == 1, let pipeline = candidates.first else { return [] }
    return HarnessInputs.merge(pipeline: pipeline.data, sets: [values]).problems
  }
}
