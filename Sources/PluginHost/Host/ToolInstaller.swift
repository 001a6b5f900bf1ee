import Glibc
import Processes

/// Programs that plugins ask their host to install, each once for every version.
actor ToolInstaller {
  private let folder: String
  private let environment: [String]
  private var running: [String: Task<Result<String, GRPCStatus>, Never>] = [:]

  /// - Parameters:
  ///   - folder: where the programs are kept.
  ///   - environment: what the scripts get.
  init(folder: String, environment: [String]) {
    self.folder = folder
    self.environment = environment
  }

  /// The path of a program, which is installed first when it is not there.
  func install(_ request: InstallToolRequest) async throws(GRPCStatus) -> String {
    let file = "\(request.name)-\(request.version)"
    guard !file.contains("/"), !file.contains("\0") else {
      throw GRPCStatus(.invalidArgument, "the name and the version of a tool hold no '/'")
    }
    let path = "\(folder)/\(file)"
    if access(path, X_OK) == 0 { return path }
    if let other = running[file] { return try await other.value.get() }
    let task = Task { await self.run(request, path: path) }
    running[file] = task
    let result = await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    running[file] = nil
    return try result.get()
  }

  private nonisolated func run(_ request: InstallToolRequest, path: String) async -> Result<String, GRPCStatus> {
    let what = "\(request.name) \(request.version) cannot be installed"
    guard makeFolders(folder), let temporary = makeTemporaryFolder(in: folder) else {
      return .failure(GRPCStatus(.internal, "\(what): the folder \(folder) cannot be written"))
    }
    let output = "\(temporary)/out"
    let script: String
    do throws(ScriptFailure) {
      let values = [
        "Name": request.name, "Version": request.version, "OutPath": output, "TmpDir": temporary, "Arch": Self.arch,
        "Os": "linux",
      ]
      script = try InstallScript.render(request.installScript, values)
    } catch {
      await remove(temporary)
      return .failure(GRPCStatus(.invalidArgument, "\(what): \(error.message)"))
    }
    let problem = await perform(script, in: temporary)
    var result: Result<String, GRPCStatus> = .success(path)
    if let problem {
      result = .failure(GRPCStatus(.internal, "\(what): \(problem)"))
    } else if chmod(output, 0o755) != 0 {
      result = .failure(GRPCStatus(.internal, "\(what): its script wrote no {{ .OutPath }}"))
    } else if rename(output, path) != 0 {
      result = .failure(GRPCStatus(.internal, "\(what): \(path) cannot be written"))
    }
    await remove(temporary)
    return result
  }

  /// Runs a script; what went wrong, or nil.
  private nonisolated func perform(_ script: String, in folder: String) async -> String? {
    let group: ProcessGroup
    do throws(SystemFailure) {
      group = try ProcessGroup(arguments: ["/bin/sh", "-c", script], environment: environment, folder: folder)
    } catch {
      return error.message
    }
    let tail = OutputTail { _ in }
    let ending = await withTaskCancellationHandler {
      for await chunk in group.output { tail.write(chunk) }
      tail.finish()
      return await group.wait()
    } onCancel: {
      group.stop()
    }
    await group.end()
    switch ending {
    case .exited(code: 0): return nil
    case .exited(let code): return "its script ended with status \(code)" + (tail.last.map { ": \($0)" } ?? "")
    case .signalled(let number): return "its script was ended by signal \(number)"
    case .stopped: return "its script was stopped"
    }
  }

  private nonisolated func remove(_ temporary: String) async {
    guard let group = try? ProcessGroup(arguments: ["/bin/rm", "-rf", temporary], environment: [], folder: "/") else {
      return
    }
    for await _ in group.output {}
    await group.end()
  }

  #if arch(arm64)
    private static let arch = "arm64"
  #else
    private static let arch = "amd64"
  #endif
}

/// Makes a folder and those above it; false when it is not there afterwards.
func makeFolders(_ path: String) -> Bool {
  var position = path.startIndex
  while position < path.endIndex {
    let slash = path[path.index(after: position)...].firstIndex(of: "/") ?? path.endIndex
    mkdir(String(path[..<slash]), 0o755)
    position = slash
  }
  return access(path, W_OK) == 0
}

/// Makes a folder that nobody has; nil when that is not possible.
func makeTemporaryFolder(in folder: String) -> String? {
  var template = Array("\(folder)/.new-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { return nil }
  return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
