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
    guard isInRepository(folder), access(folder, R_OK | X_OK) == 0 else {
      return Result(paths: try PipelineFiles.find(in: folder))
    }
    let words = ["git", "-C", folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]
    switch ChildProcess.run(words + patterns(in: folder), adding: ["GIT_OPTIONAL_LOCKS=0", "LC_ALL=C"]) {
    case .ended(0, let output):
      return Result(paths: PipelineFiles.chosen(among: names(output), in: folder))
    case .notFound:
      let paths = try PipelineFiles.find(in: folder)
      let note = paths.isEmpty ? nil : "git was not found, so that files which it ignores are checked, too"
      return Result(paths: paths, note: note)
    default:
      // Git refuses repositories of other owners, for one.
      return Result(paths: try PipelineFiles.find(in: folder))
    }
  }

  /// What can be a pipeline file, so that git does not print the names of all others.
  private static func patterns(in folder: String) -> [String] {
    let isInside = folder.split(separator: "/").contains { $0 == ".harness" || $0 == ".pipe" }
    let names = isInside ? ["*.yaml", "*.yml"] : [".drone.*", ".pipe.yaml", "*.pipecd.yaml", "*.pipecd.yml"]
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
