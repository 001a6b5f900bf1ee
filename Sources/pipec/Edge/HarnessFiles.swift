import Diagnostics
import IR
import Parser

/// Finds what lies beside Harness files: templates and input sets, in the folder of a file, in `.harness` and in
/// `templates` below it, or anywhere in the `.harness` folder that the file itself is in.
struct HarnessFiles {
  /// The files that were read, under identifiers from the one that the reader was made with.
  private(set) var sources: [Source] = []
  private let firstIndex: Int
  /// By the folders that were looked through.
  private var known: [[String]: HarnessNeighbours] = [:]

  /// No project has more files of this kind; a folder that is not meant may have.
  private static let fileLimit = 2000
  private static let depthLimit = 8

  /// - Parameter firstIndex: the first free position among the sources.
  init(firstIndex: Int) {
    self.firstIndex = firstIndex
  }

  /// The documents beside a file. What cannot be read is left out: nobody has named it.
  mutating func neighbours(of path: String) -> HarnessNeighbours {
    let folders = Self.folders(around: path)
    if let neighbours = known[folders] { return neighbours }
    var neighbours = HarnessNeighbours()
    var seen: Set<String> = []
    for (index, folder) in folders.enumerated() {
      // The folder of the file itself is often that of the whole project.
      let isWhole = index > 0 || folder.split(separator: "/").contains(".harness")
      let files = PipelineFiles.yaml(in: folder, depth: isWhole ? Self.depthLimit : 0, limit: Self.fileLimit)
      for file in files where seen.insert(PipelineFiles.shown(file)).inserted {
        guard let bytes = try? FileReader.read(file) else { continue }
        let source = Source(
          id: SourceID(UInt32(firstIndex + sources.count)), name: PipelineFiles.shown(file), bytes: bytes)
        guard DialectDetection.isRecognised(source), DialectDetection.dialect(of: source) == .harness else { continue }
        sources.append(source)
        neighbours.add(HarnessLoader.load(source))
      }
    }
    known[folders] = neighbours
    return neighbours
  }

  /// The files in a folder and below that hold Harness pipelines.
  static func pipelines(in folder: String) -> [String] {
    PipelineFiles.yaml(in: folder, depth: depthLimit, limit: fileLimit).filter { path in
      guard let bytes = try? FileReader.read(path) else { return false }
      let source = Source(id: SourceID(0), name: path, bytes: bytes)
      guard DialectDetection.dialect(of: source) == .harness else { return false }
      return HarnessLoader.load(source).documents.contains { document in
        if case .harness(.pipeline) = document { true } else { false }
      }
    }
  }

  private static func folders(around path: String) -> [String] {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let folder = parts.dropLast()
    if let index = folder.firstIndex(of: ".harness") { return [folder[...index].joined(separator: "/")] }
    guard !folder.isEmpty else { return [".", ".harness", "templates"] }
    let own = folder.joined(separator: "/")
    return [own.isEmpty ? "/" : own, own + "/.harness", own + "/templates"]
  }
}
