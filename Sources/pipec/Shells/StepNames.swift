import Diagnostics
import IR
import Parser

/// The steps that options such as `--include` can name.
enum StepNames {
  /// Files above this size, in bytes, are not read while somebody types.
  private static let limit = 1 << 20

  /// The steps of the file that a line is about, in source order, each once; none where there is no such file.
  static func all(on line: TypedLine) -> [String] {
    let named = line.values.last { $0.option == "file" }?.value ?? line.operands.first
    guard let path = named ?? (try? PipelineFiles.standard()), FileReader.kind(of: path) == .file,
      let bytes = try? FileReader.read(path), bytes.count <= limit
    else { return [] }
    let program = ProgramLoader.load(Source(id: SourceID(0), name: path, bytes: bytes)) { _ in nil }
    var names = program.pipelines.flatMap { $0.allSteps.compactMap { $0.name?.value } }
    for case .harness(.pipeline(let pipeline)) in program.documents {
      for stage in pipeline.allStages { append(stage.steps, below: stage.identifier?.value ?? "", to: &names) }
    }
    var seen: Set<String> = []
    // A name that a terminal would not show as it is, is not offered.
    return names.filter { $0 == Printable.line($0) && !$0.isEmpty && seen.insert($0).inserted }
  }

  /// Harness knows steps by their paths.
  private static func append(_ entries: [HarnessStepEntry], below path: String, to names: inout [String]) {
    for entry in entries {
      switch entry {
      case .step(let step):
        if let identifier = step.identifier?.value { names.append("\(path).\(identifier)") }
      case .group(let group): append(group.steps, below: "\(path).\(group.identifier?.value ?? "")", to: &names)
      case .parallel(let entries, _): append(entries, below: path, to: &names)
      case .insert, .invalid: break
      }
    }
  }
}
