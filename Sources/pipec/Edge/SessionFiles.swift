import Diagnostics
import Glibc
import IR
import Parser
import REPL

/// Reads the files that a conversation is about, with what lies around them.
enum SessionFiles {
  /// What tells whether a file has changed.
  struct Stamp: Hashable {
    var modified: Int
    var nanoseconds: Int
    var size: Int
    var node: UInt

    /// nil where the file cannot be looked at.
    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      modified = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
      size = Int(status.st_size)
      node = UInt(status.st_ino)
    }
  }

  /// Reads a file.
  static func read(_ path: String) throws(CommandError) -> Source {
    if PipelineFiles.isGenerator(path) {
      throw .input("\(path) is a program that makes the pipeline; make the YAML first and name that")
    }
    return Source(id: SourceID(0), name: PipelineFiles.shown(path), bytes: try FileReader.read(path))
  }

  /// A file with what lies around its place.
  @Sendable static func around(_ source: Source) -> LoadedFile {
    switch DialectDetection.dialect(of: source) {
    case .drone: return LoadedFile(source)
    case .harness:
      let program = HarnessLoader.load(source)
      guard HarnessNeighbours.matter(for: program) else { return LoadedFile(source, program: program) }
      var files = HarnessFiles(firstIndex: 1)
      _ = files.neighbours(of: source.name)
      return LoadedFile(source, beside: files.sources, program: program)
    case .pipecd:
      let place = PipeCDPlans.place(of: source.name)
      var beside: [Source] = []
      for path in PipeCDPlans.templateFiles(in: place.repository) {
        guard let bytes = try? FileReader.read(path) else { continue }
        beside.append(
          Source(id: SourceID(UInt32(beside.count + 1)), name: PipelineFiles.shown(path), bytes: bytes))
      }
      return LoadedFile(source, beside: beside, directory: place.directory)
    }
  }
}
