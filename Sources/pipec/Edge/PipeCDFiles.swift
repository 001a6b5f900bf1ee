import Checker
import Diagnostics
import IR
import Parser

/// Finds what lies around PipeCD files: the checks in `.pipe`, the other applications of the repository, and the files that
/// secrets and attachments are put into. Only what a file has to do with is looked for.
struct PipeCDFiles {
  /// The files that were read, under identifiers from the one that the reader was made with.
  private(set) var sources: [Source] = []
  private let firstIndex: Int
  /// By the root of the repository.
  private var templates: [String: PipeCDNeighbours.Templates] = [:]
  private var applications: [String: [PipeCDNeighbours.Application]] = [:]
  private var companionFiles = CompanionFiles()
  /// Asked for once: the system is slow to tell. nil if the folder has been removed.
  private lazy var currentFolder = PipelineFiles.currentFolder()

  /// No repository has more applications that anybody looks at.
  private static let fileLimit = 2000

  /// - Parameter firstIndex: the first free position among the sources.
  init(firstIndex: Int) { self.firstIndex = firstIndex }

  /// What lies around a file, as far as it has to do with it. What cannot be read is left out: nobody has named it.
  mutating func neighbours(of path: String, needs: PipeCDNeighbours.Needs) -> PipeCDNeighbours {
    let whole = path.hasPrefix("/") ? path : (currentFolder ?? "") + "/" + path
    let folders = Self.normal(whole.split(separator: "/").dropLast().map(String.init))
    let own = "/" + folders.joined(separator: "/")
    let root = Self.repository(around: folders)
    var neighbours = PipeCDNeighbours { path in
      root.map { FileReader.kind(of: Self.join($0, path)) != .nothing } ?? false
    }
    if let root {
      neighbours.directory = own == root ? "" : String(own.dropFirst(root == "/" ? 1 : root.count + 1))
      if needs.contains(.templates) { neighbours.templates = templates(in: root) }
      if needs.contains(.applications) { neighbours.applications = applications(in: root) }
    }
    if needs.contains(.companions), FileReader.kind(of: whole) == .file { neighbours.companions = companions(in: own) }
    return neighbours
  }

  // MARK: Files

  private mutating func templates(in root: String) -> PipeCDNeighbours.Templates {
    if let known = templates[root] { return known }
    var found = PipeCDNeighbours.Templates(file: nil, specification: PipeCD.AnalysisTemplateSpec())
    for path in PipelineFiles.yaml(in: Self.join(root, ".pipe"), depth: 0, limit: Self.fileLimit) {
      guard let source = read(path) else { continue }
      for case .pipecd(let document) in PipeCDLoader.load(source).documents {
        guard case .analysisTemplate(let specification) = document.specification, found.file == nil else { continue }
        found = PipeCDNeighbours.Templates(file: source.name, specification: specification)
      }
      if found.file != nil { break }
    }
    templates[root] = found
    return found
  }

  private mutating func applications(in root: String) -> [PipeCDNeighbours.Application] {
    if let known = applications[root] { return known }
    var found: [PipeCDNeighbours.Application] = []
    let paths = ((try? PipelineFiles.find(in: root)) ?? []).filter {
      $0.hasSuffix(".pipecd.yaml") || $0.hasSuffix("/.pipe.yaml")
    }
    for path in paths.prefix(Self.fileLimit) {
      guard let source = read(path) else { continue }
      for case .pipecd(let document) in PipeCDLoader.load(source).documents {
        guard let application = document.application, !application.name.value.isEmpty else { continue }
        let switched = application.trigger.onChain.disabled
        let place = switched.place ?? application.name.place ?? document.span
        found.append(
          PipeCDNeighbours.Application(
            name: application.name.value, file: source.name, isStartedByChains: switched.value == false, place: place))
      }
    }
    applications[root] = found
    return found
  }

  private mutating func companions(in folder: String) -> [PipeCDNeighbours.Companion] {
    let (first, shownFrom) = (firstIndex + sources.count, currentFolder)
    var kept: [Source] = []
    let found = companionFiles.all(in: folder) { path, bytes in
      let source = Source(
        id: SourceID(UInt32(first + kept.count)), name: PipelineFiles.shown(path, from: shownFrom), bytes: bytes)
      kept.append(source)
      return source
    }
    sources += kept
    return found
  }

  private mutating func read(_ path: String) -> Source? {
    guard let bytes = try? FileReader.read(path) else { return nil }
    let source = Source(
      id: SourceID(UInt32(firstIndex + sources.count)), name: PipelineFiles.shown(path, from: currentFolder),
      bytes: bytes)
    sources.append(source)
    return source
  }

  // MARK: Folders

  /// The nearest folder upwards that git knows as a repository; nil for none.
  private static func repository(around folders: [String]) -> String? {
    for depth in stride(from: folders.count, through: 0, by: -1) {
      let folder = "/" + folders.prefix(depth).joined(separator: "/")
      if FileReader.kind(of: join(folder, ".git")) != .nothing { return folder }
    }
    return nil
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// Without `.` and `..`.
  private static func normal(_ folders: [String]) -> [String] {
    var result: [String] = []
    for folder in folders where folder != "." {
      if folder == ".." { _ = result.popLast() } else { result.append(folder) }
    }
    return result
  }
}
