import Glibc

/// Finds pipeline files as git sees the folder: what it ignores is nobody's to check.
struct Discovery {
  /// What was found.
  struct Result {
    /// In a stable order.
    var paths: [String]
    /// What people should know of how it was found.
    var note: String?
  }

  /// The pipeline files in a folder and below. Inside of a git repository those that git tracks or would offer to track, so
  /// not what is in submodules; elsewhere, or without git, all of them.
  static func find(in folder: String) throws(CommandError) -> Result {
    guard isInRepository(folder), access(folder, R_OK | X_OK) == 0 else { return try walk(folder) }
    let words = ["git", "-C", folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]
    let outcome = ChildProcess.run(
      words + patterns(in: folder), adding: ["GIT_OPTIONAL_LOCKS=0", "LC_ALL=C"], removing: hookVariables)
    switch outcome {
    case .ended(0, let output):
      return Result(paths: PipelineFiles.chosen(among: names(output), in: folder))
    case .notFound:
      var result = try walk(folder)
      if !result.paths.isEmpty { result.note = "git was not found, so that files which it ignores are checked, too" }
      return result
    default:
      // Git refuses repositories of other owners, for one.
      var result = try walk(folder)
      if !result.paths.isEmpty {
        result.note =
          "git would not list the files, so that those which it ignores are checked, too; 'git status' says why"
      }
      return result
    }
  }

  /// What git tells its hooks about their repository. Where it names no working tree, it would make one of any folder.
  private static var hookVariables: Set<Substring> {
    Environment().isSet("GIT_WORK_TREE") ? [] : ["GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"]
  }

  /// Why nothing is checked in a folder in which nothing was found.
  static func absence(in folder: String) -> String {
    let name = folder == "." ? "the current folder" : folder
    if isInRepository(folder), let first = try? PipelineFiles.find(in: folder).first {
      return "git ignores the pipeline files in \(name), or they are another repository's; name them to check them, "
        + "such as \(first)"
    }
    return "\(PipelineFiles.wanted) in \(name) or below"
  }

  private static func walk(_ folder: String) throws(CommandError) -> Result {
    let found = try PipelineFiles.search(folder)
    guard let first = found.unreadable.first else { return Result(paths: found.paths) }
    let others = found.unreadable.count > 1 ? " and \(found.unreadable.count - 1) more" : ""
    return Result(paths: found.paths, note: "cannot read the folder \(first)\(others), so nothing in it was checked")
  }

  /// What can be a pipeline file, so that git does not print the names of all others.
  private static func patterns(in folder: String) -> [String] {
    let isInside = PipelineFiles.isAmongPipelines(folder)
    let names = [".drone.*", ".pipe.yaml", "*.pipecd.yaml", "*.pipecd.yml"] + (isInside ? ["*.yaml", "*.yml"] : [])
    let folders = isInside ? [] : [":(glob)**/.harness/**", ":(glob)**/.pipe/**"]
    return names.map { ":(glob)**/\($0)" } + folders
  }

  /// Files of a conflict are listed once for each side.
  private static func names(_ output: [UInt8]) -> [String] {
    var seen: Set<String> = []
    return output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.filter { seen.insert($0).inserted }
  }

  private static func isInRepository(_ folder: String) -> Bool {
    guard let current = PipelineFiles.currentFolder() else { return false }
    var here = FilePath.absolute(folder, in: current)
    while access(FilePath.absolute(".git", in: here), F_OK) != 0 {
      if here == "/" { return false }
      here = FilePath.folder(of: here)
    }
    return true
  }
}
