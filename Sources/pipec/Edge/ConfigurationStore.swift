import Checker
import Configuration
import Diagnostics
import Glibc
import IR
import Parser

/// Finds and reads the configurations of the files that are checked, each once.
struct ConfigurationStore {
  /// Which configuration is used.
  enum Choice: Hashable, Sendable {
    /// The nearest one upwards from each file.
    case nearest
    /// This one for all files.
    case file(String)
    /// None.
    case none
  }

  /// The names of configurations; a folder has one of them.
  static let names = [".pipec.yaml", ".pipec.yml"]
  /// No configuration has so many below it; a chain that grows for ever is given up here.
  private static let fileLimit = 64

  /// All configurations that were read, for their findings.
  private(set) var sources: [Source] = []
  /// What is wrong with them.
  private(set) var findings: [Diagnostic] = []
  /// What was read, in the order of reading.
  private(set) var loaded: [LoadedConfiguration] = []
  private let choice: Choice
  private let currentFolder: String
  /// Positions in `loaded` by the paths of configurations.
  private var positions: [String: Int] = [:]
  /// The path of the nearest configuration by folder.
  private var nearest: [String: String?] = [:]

  init(_ choice: Choice) {
    self.choice = choice
    currentFolder = PipelineFiles.currentFolder() ?? "/"
  }

  /// Whether a configuration cannot be used.
  var isBroken: Bool { findings.contains { $0.severity == .error } }

  /// The absolute path of a file.
  func absolute(_ path: String) -> String { FilePath.absolute(path, in: currentFolder) }

  /// The configuration of a file, as a position in `loaded`; nil where it has none.
  mutating func position(for path: String) throws(CommandError) -> Int? {
    let file: String
    switch choice {
    case .none: return nil
    case .file(let name): file = absolute(name)
    case .nearest:
      guard let found = try find(in: FilePath.folder(of: absolute(path))) else { return nil }
      file = found
    }
    if let position = positions[file] { return position }
    var files: [ConfigurationFile] = []
    var open: [String] = []
    try read(file, from: nil, into: &files, open: &open)
    let folder = choice == .nearest ? FilePath.folder(of: file) : currentFolder
    var configuration = LoadedConfiguration(files: files, folder: folder)
    // What it names is looked at only where it can be understood.
    if !isBroken { readSurroundings(of: &configuration) }
    positions[file] = loaded.count
    loaded.append(configuration)
    return loaded.count - 1
  }

  // MARK: Looking for it

  private mutating func find(in folder: String) throws(CommandError) -> String? {
    if let known = nearest[folder] { return known }
    var result: String?
    var here = folder
    while true {
      let found = Self.names.filter { Self.exists(FilePath.absolute($0, in: here)) }
      guard found.count < 2 else {
        let paths = Self.names.map { PipelineFiles.shown(FilePath.absolute($0, in: here)) }
        throw .input("there are both \(paths[0]) and \(paths[1]); remove one of them")
      }
      if let name = found.first {
        result = FilePath.absolute(name, in: here)
        break
      }
      if here == "/" || Self.exists(FilePath.absolute(".git", in: here)) { break }
      here = FilePath.folder(of: here)
    }
    // Outside of repositories nobody's folder above the current one decides.
    if result != nil, here != folder, !FilePath.isBelow(here, currentFolder), !Self.isInRepository(here) {
      result = nil
    }
    nearest[folder] = .some(result)
    return result
  }

  private static func isInRepository(_ folder: String) -> Bool {
    var here = folder
    while !exists(FilePath.absolute(".git", in: here)) {
      if here == "/" { return false }
      here = FilePath.folder(of: here)
    }
    return true
  }

  /// A symbolic link that leads nowhere is there: whoever made it does not mean that there is no configuration.
  private static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  // MARK: Reading it

  /// - Parameters:
  ///   - place: where a configuration names this one.
  ///   - open: those that are being read.
  private mutating func read(
    _ path: String, from place: Span?, into files: inout [ConfigurationFile], open: inout [String]
  ) throws(CommandError) {
    let name = PipelineFiles.shown(path)
    if open.contains(path) {
      return refuse("`extends` leads back to \(name)", at: place, help: "remove one of the two")
    }
    if files.contains(where: { absolute($0.source.name) == path }) { return }
    guard sources.count < Self.fileLimit else { return refuse("too many configurations extend each other", at: place) }
    let bytes: [UInt8]
    do {
      bytes = try FileReader.read(name)
    } catch {
      guard place != nil else { throw error }
      return refuse(error.message, at: place)
    }
    let source = Source(id: SourceID(UInt32(sources.count)), name: name, bytes: bytes)
    sources.append(source)
    let file = ConfigurationReader.read(source)
    findings += file.findings
    open.append(path)
    for base in file.bases {
      try read(
        FilePath.absolute(base.value, in: FilePath.folder(of: path)), from: base.span, into: &files, open: &open)
    }
    open.removeLast()
    files.append(file)
  }

  private mutating func refuse(_ message: String, at place: Span?, help: String? = nil) {
    guard let place else { return }
    findings.append(
      Diagnostic(rule: "config-file", severity: .error, message: message, at: place, help: help))
  }

  private mutating func readSurroundings(of configuration: inout LoadedConfiguration) {
    for file in configuration.files {
      let folder = FilePath.folder(of: absolute(file.source.name))
      if !file.secrets.isEmpty {
        configuration.secrets = (configuration.secrets ?? []).union(file.secrets.map(\.value))
      }
      for name in file.secretFiles {
        do {
          let names = try SecretNames.read(FilePath.absolute(name.value, in: folder))
          configuration.secrets = (configuration.secrets ?? []).union(names)
        } catch {
          refuse(error.message, at: name.span)
        }
      }
      for plugin in file.plugins.map(\.value) {
        for image in plugin.images { configuration.ownPlugins.add(plugin.description, image: image) }
      }
      if let piped = file.piped {
        do {
          configuration.piped = try PipedPlugins.piped(FilePath.absolute(piped.value, in: folder))
        } catch {
          refuse(error.message, at: piped.span)
        }
      }
      if let baseline = file.baseline { configuration.baseline = FilePath.absolute(baseline.value, in: folder) }
    }
  }
}
