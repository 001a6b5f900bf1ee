import Glibc

/// Finds pipeline files and knows them by their names.
enum PipelineFiles {
  /// What Drone reads when nobody names a file.
  static let names = [".drone.yml", ".drone.yaml"]
  /// What is looked for, in words.
  static let wanted = "no .drone.yml, .drone.yaml, .harness folder or *.pipecd.yaml"
  /// Programs that make the pipelines when Drone runs them.
  private static let generators = [".drone.jsonnet", ".drone.star", ".drone.starlark"]
  /// Folders that hold other people's files, or none at all.
  private static let skipped: Set<String> = [".git", ".hg", ".svn", "node_modules", ".build", "vendor", ".venv"]
  private static let depthLimit = 64

  /// The pipeline files in a folder and below, in a stable order. A generator is listed only where no YAML file stands
  /// beside it. Symbolic links to folders are not followed.
  static func find(in folder: String) throws(CommandError) -> [String] { try search(folder).paths }

  /// The same, and the folders that could not be looked into.
  static func search(_ folder: String) throws(CommandError) -> (paths: [String], unreadable: [String]) {
    var found: [String] = []
    var unreadable: [String] = []
    let isAmongPipelines = isAmongPipelines(folder)
    var waiting = [(path: folder, depth: 0)]
    while let (path, depth) = waiting.popLast() {
      guard let entries = entries(of: path, { isWanted($0, in: $1) || isAmongPipelines && isYAML($0) }) else {
        if depth == 0 { throw .input("cannot read \(path): \(systemMessage(errno))") }
        if errno == EACCES { unreadable.append(path) }
        continue
      }
      let plain = entries.filter { !$0.isFolder }.map(\.name)
      let chosen = plain.filter { !generators.contains($0) }
      let hasDrone = chosen.contains(where: names.contains)
      found += plain.filter { !generators.contains($0) || !hasDrone }.map { join(path, $0) }
      if depth < depthLimit {
        for entry in entries.reversed() where entry.isFolder && !skipped.contains(entry.name) {
          waiting.append((join(path, entry.name), depth + 1))
        }
      }
    }
    return (found, unreadable)
  }

  /// The pipeline files among names that lie in a folder and below, in the order in which `find` has them.
  static func chosen(among names: [String], in folder: String) -> [String] {
    let isAmongPipelines = isAmongPipelines(folder)
    let paths = names.filter { name in
      let parts = name.split(separator: "/")
      guard let last = parts.last, !parts.dropLast().contains(where: { skipped.contains(String($0)) }) else {
        return false
      }
      let path = join(folder, name)
      return (isWanted(String(last), in: FilePath.folder(of: "/" + path)) || isAmongPipelines && isYAML(String(last)))
        && FileReader.isPlain(path)
    }
    let parted = paths.map { $0.split(separator: "/").map(String.init) }.sorted(by: stands)
    let drone = Set(parted.filter { self.names.contains($0.last ?? "") }.map { Array($0.dropLast()) })
    return parted.filter { !generators.contains($0.last ?? "") || !drone.contains(Array($0.dropLast())) }
      .map { join(folder, $0.joined(separator: "/")) }
  }

  /// Whether one path comes before another: the files of a folder in front of the folders in it.
  private static func stands(_ one: [String], before other: [String]) -> Bool {
    for index in 0..<min(one.count, other.count) where one[index] != other[index] {
      let (isFile, isOtherFile) = (index == one.count - 1, index == other.count - 1)
      return isFile == isOtherFile ? one[index] < other[index] : isFile
    }
    return one.count < other.count
  }

  /// The folders in a folder and below, itself among them, but for those with other people's files.
  static func folders(in folder: String, limit: Int) -> [String] {
    var found: [String] = []
    var waiting = [(path: folder, depth: 0)]
    while let (path, depth) = waiting.popLast(), found.count < limit {
      found.append(path)
      guard depth < depthLimit, let entries = entries(of: path, { _, _ in false }) else { continue }
      waiting += entries.filter { !skipped.contains($0.name) }.map { (join(path, $0.name), depth + 1) }
    }
    return found
  }

  /// The YAML files in a folder and, down to `depth` folders, below; none where it cannot be read.
  static func yaml(in folder: String, depth: Int, limit: Int) -> [String] {
    files(in: folder, depth: depth, limit: limit) { name, _ in name.hasSuffix(".yaml") || name.hasSuffix(".yml") }
  }

  /// All files in a folder and, down to `depth` folders, below; none where it cannot be read.
  static func all(in folder: String, depth: Int, limit: Int) -> [String] {
    files(in: folder, depth: depth, limit: limit) { _, _ in true }
  }

  private static func files(
    in folder: String, depth: Int, limit: Int, _ isWanted: (_ name: String, _ folder: String) -> Bool
  ) -> [String] {
    var found: [String] = []
    var waiting = [(path: folder, depth: 0)]
    while let (path, level) = waiting.popLast(), found.count < limit {
      guard let entries = entries(of: path, isWanted) else { continue }
      found += entries.lazy.filter { !$0.isFolder }.map { join(path, $0.name) }.prefix(limit - found.count)
      guard level < depth else { continue }
      for entry in entries.reversed() where entry.isFolder && !skipped.contains(entry.name) {
        waiting.append((join(path, entry.name), level + 1))
      }
    }
    return found
  }

  /// Whether a file is one by its name and the folders it is in: Drone's, those of PipeCD's applications (also with the
  /// ending that PipeCD passes over), and what stands in folders `.harness` and `.pipe`.
  private static func isWanted(_ name: String, in folder: String) -> Bool {
    if names.contains(name) || generators.contains(name) || name == ".pipe.yaml" { return true }
    guard isYAML(name) else { return false }
    if name.hasSuffix(".pipecd.yaml") || name.hasSuffix(".pipecd.yml") { return true }
    let folders = folder.split(separator: "/")
    return folders.contains(".harness") || folders.contains(".pipe")
  }

  private static func isYAML(_ name: String) -> Bool { name.hasSuffix(".yaml") || name.hasSuffix(".yml") }

  /// Whether a folder is `.harness` or `.pipe`, or lies in one, seen from the root of its repository.
  static func isAmongPipelines(_ folder: String) -> Bool {
    guard let current = currentFolder() else { return false }
    var here = FilePath.absolute(folder, in: current)
    while here != "/" {
      if [".harness", ".pipe"].contains(FilePath.name(of: here)) { return true }
      if access(FilePath.absolute(".git", in: here), F_OK) == 0 { return false }
      here = FilePath.folder(of: here)
    }
    return false
  }

  /// Whether a file is a program that makes the pipeline, so that it has no YAML to look at.
  static func isGenerator(_ path: String) -> Bool {
    [".jsonnet", ".star", ".starlark"].contains { path.hasSuffix($0) }
  }

  /// The file that is meant where nobody names one: Drone's, or else the only Harness pipeline in `.harness`.
  static func standard() throws(CommandError) -> String {
    if let name = names.first(where: { FileReader.kind(of: $0) == .file }) { return name }
    let pipelines = HarnessFiles.pipelines(in: ".harness")
    guard let first = pipelines.first else { return try standardApplication() }
    guard pipelines.count == 1 else {
      let shown = pipelines.prefix(6).joined(separator: ", ") + (pipelines.count > 6 ? ", …" : "")
      throw .usage("no file is named, and there are several pipelines: \(shown)")
    }
    return first
  }

  /// The only PipeCD application of the current folder.
  private static func standardApplication() throws(CommandError) -> String {
    let files = yaml(in: ".", depth: 0, limit: 256).filter { $0.hasSuffix(".pipecd.yaml") }
    guard let first = files.first else {
      // What is to be done with it is said where it is read.
      if let generator = generators.first(where: FileReader.isPlain) { return generator }
      let above = nearestAbove().map { "; there is \($0)" } ?? ""
      throw .usage("no file is named, and the current folder has no .drone.yml, .harness or *.pipecd.yaml\(above)")
    }
    guard files.count == 1 else {
      let shown = files.prefix(6).joined(separator: ", ") + (files.count > 6 ? ", …" : "")
      throw .usage("no file is named, and there are several applications: \(shown)")
    }
    return first
  }

  /// Drone's file in a folder above the current one, up to the root of the repository.
  private static func nearestAbove() -> String? {
    guard var here = currentFolder() else { return nil }
    var way = ""
    while here != "/", access(FilePath.absolute(".git", in: here), F_OK) != 0 {
      here = FilePath.folder(of: here)
      way += "../"
      for name in names where FileReader.isPlain(FilePath.absolute(name, in: here)) { return way + name }
    }
    return nil
  }

  /// A path as it is shown: relative to the current folder where it is below it.
  static func shown(_ path: String) -> String { shown(path, from: path.hasPrefix("/") ? currentFolder() : nil) }

  /// The same, relative to a folder; nil: as it is.
  static func shown(_ path: String, from current: String?) -> String {
    var text = path
    if text.hasPrefix("/"), let current, current != "/", text.hasPrefix(current + "/") {
      text = String(text.dropFirst(current.count + 1))
    }
    while text.hasPrefix("./"), text.count > 2 { text = String(text.dropFirst(2).drop { $0 == "/" }) }
    return text
  }

  /// The absolute path of the current folder; nil if it has been removed.
  static func currentFolder() -> String? {
    guard let pointer = getcwd(nil, 0) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder == "." ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// The entries of a folder in the order of their names; nil if it cannot be read.
  private static func entries(
    of folder: String, _ isWanted: (_ name: String, _ folder: String) -> Bool
  ) -> [(name: String, isFolder: Bool)]? {
    guard let handle = opendir(folder) else { return nil }
    defer { closedir(handle) }
    var result: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      var type = Int32(entry.pointee.d_type)
      if type == Int32(DT_UNKNOWN) {
        var status = stat()
        guard lstat(join(folder, name), &status) == 0 else { continue }
        type = status.st_mode & S_IFMT == S_IFDIR ? Int32(DT_DIR) : Int32(DT_REG)
      }
      if type == Int32(DT_DIR) {
        result.append((name, true))
      } else if isWanted(name, folder), FileReader.isPlain(join(folder, name)) {
        result.append((name, false))
      }
    }
    return result.sorted { $0.name < $1.name }
  }
}
