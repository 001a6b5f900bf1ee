import Diagnostics
import IR
import Parser

/// A pipeline file with what lies around it, as the caller has read it.
public struct LoadedFile: Sendable {
  /// The file itself; its identifier is 0.
  public var source: Source
  /// Files that go with it: templates of Harness beside it, `.pipe` of PipeCD. Identifiers go on from 1.
  public var beside: [Source]
  /// The folder of the file, relative to the repository; empty for its root.
  public var directory: String
  /// What the file says in the dialect that it is in by its looks; nil where that has not been read yet.
  public var program: Program?

  public init(_ source: Source, beside: [Source] = [], directory: String = "", program: Program? = nil) {
    self.source = source
    self.beside = beside
    self.directory = directory
    self.program = program
  }

  /// All texts that places can be in.
  var sources: SourceSet { SourceSet([source] + beside) }

  /// The templates and other documents of Harness around it.
  var neighbours: HarnessNeighbours {
    var neighbours = HarnessNeighbours()
    for source in beside { neighbours.add(HarnessLoader.load(source)) }
    return neighbours
  }

  /// The templates of analyses: those of the first file that has any, as PipeCD takes them.
  var analysisTemplates: PipeCD.AnalysisTemplateSpec {
    for source in beside {
      for case .pipecd(let document) in PipeCDLoader.load(source).documents {
        if case .analysisTemplate(let templates) = document.specification { return templates }
      }
    }
    return PipeCD.AnalysisTemplateSpec()
  }
}
