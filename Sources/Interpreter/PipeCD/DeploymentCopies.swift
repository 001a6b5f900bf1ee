import Glibc
import Processes
import Synchronization

/// Copies of the files of a deployment: each stage may write into its own, as with piped.
final class DeploymentCopies: Sendable {
  private struct State {
    var isPrepared = false
    /// The application's file by what was copied, before anything was put into it.
    var configurations: [String: [UInt8]] = [:]
    /// Why there is nothing to copy.
    var problem: BackendError?
    var hasRunning = false
    var count = 0
  }

  private let files: DeploymentFiles
  private let rendering: SourceRendering
  private let secrets: SecretProvider
  private let masks: MaskSource
  private let note: @Sendable (String) -> Void
  private let root: String
  private let state = Mutex(State())

  /// - Parameters:
  ///   - identifier: the name of the run, after which the folder of the copies is called.
  ///   - secrets: what a person says that encrypted secrets are.
  ///   - masks: is told what secrets there are.
  ///   - note: is told what people should know.
  init(
    _ files: DeploymentFiles, _ rendering: SourceRendering, identifier: String, secrets: SecretProvider,
    masks: MaskSource, note: @escaping @Sendable (String) -> Void
  ) {
    self.files = files
    self.rendering = rendering
    self.secrets = secrets
    self.masks = masks
    self.note = note
    root = "\(files.temporaryFolder)/pipec-\(identifier)-sources"
  }

  /// A folder with a copy.
  struct Copy: Hashable, Sendable {
    /// Where the repository's root is.
    var root: String
    /// Where the application is.
    var application: String
    /// The name of the application's file in it.
    var file: String
    /// The bytes of that file as they were before anything was put into them; empty where there is none.
    var configuration: [UInt8]
  }

  /// A fresh copy of what is deployed.
  func target() async throws(BackendError) -> Copy {
    try await prepare()
    return try await copy("target")
  }

  /// A fresh copy of what runs now; nil where nothing is known of that.
  func running() async throws(BackendError) -> Copy? {
    try await prepare()
    return state.withLock({ $0.hasRunning }) ? try await copy("running") : nil
  }

  /// Whether something in a copy belongs to another user.
  func hasStrangers(_ copy: Copy) async -> Bool {
    await shell("find \"$1\" ! -user \"$(id -u)\" | head -c 1", [copy.root])?.output.isEmpty == false
  }

  /// Removes all copies.
  func remove() async {
    guard state.withLock({ $0.isPrepared }) else { return }
    await HostFolders.remove(root)
  }

  /// Takes the work tree as it is now; later changes do not reach the deployment.
  private func prepare() async throws(BackendError) {
    let mustPrepare = state.withLock { state in
      defer { state.isPrepared = true }
      return !state.isPrepared
    }
    guard mustPrepare else {
      if let problem = state.withLock({ $0.problem }) { throw problem }
      return
    }
    do throws(BackendError) {
      try await make()
    } catch {
      state.withLock { $0.problem = error }
      throw error
    }
  }

  private func make() async throws(BackendError) {
    do throws(SystemFailure) {
      guard mkdir(root, 0o700) == 0 else { throw SystemFailure("make the folder \(root)", errno) }
      // By this a later 'pipec run --clean' knows whose the folder is.
      try HostFolders.write(ProcessMark.own, to: "\(root)/owner")
    } catch {
      throw .engine(error.message)
    }
    try await fetch()
    let place = files.directory.isEmpty ? files.file : "\(files.directory)/\(files.file)"
    state.withLock { state in
      // What git ignores is deployed all the same where it is named.
      state.configurations["target"] = readFile("\(files.repository)/\(place)")
      state.configurations["running"] = readFile("\(root)/running/\(place)")
    }
    guard !rendering.isEmpty else { return }
    let opened = try await openedSecrets()
    for name in state.withLock({ $0.hasRunning }) ? ["target", "running"] : ["target"] {
      let application = files.directory.isEmpty ? "\(root)/\(name)" : "\(root)/\(name)/\(files.directory)"
      try SourceRenderer(rendering: rendering, root: "\(root)/\(name)", application: application).render(opened)
    }
  }

  /// The secrets by name: what a person says, or what the key of piped opens; nil where there is neither, so that they stay
  /// closed, as with a piped that has no key.
  private func openedSecrets() async throws(BackendError) -> [String: String]? {
    guard !rendering.secrets.isEmpty, !rendering.secretTargets.isEmpty else { return [:] }
    let given = rendering.secrets.filter { secrets.value(of: $0.name) != nil }
    guard rendering.key != nil || !given.isEmpty else {
      note("secrets stay encrypted: no key of piped is known (--piped FILE, or --secret NAME for each)")
      return nil
    }
    var opened: [String: String] = [:]
    for entry in rendering.secrets {
      if let value = secrets.value(of: entry.name) {
        opened[entry.name] = value
        continue
      }
      guard let key = rendering.key else {
        throw .engine("failed to decrypt \(entry.name) secret (no key of piped is known; --secret \(entry.name))")
      }
      do throws(SecretOpener.Failure) {
        let opener = SecretOpener(key: key, folder: root, environment: files.environment)
        opened[entry.name] = try await opener.open(entry.value)
      } catch {
        throw .engine("failed to decrypt \(entry.name) secret (\(error.message))")
      }
    }
    masks.add(opened.sorted { $0.key < $1.key }.map(\.value).filter { !$0.isEmpty })
    return opened
  }

  private func fetch() async throws(BackendError) {
    if files.isGit, await succeeds(Self.clone, [files.repository, "\(root)/target"]) {
      if let running = files.running {
        guard await succeeds(Self.checkout, [files.repository, "\(root)/running", running]) else {
          throw .engine("the commit \(running) of \(files.repository) cannot be checked out")
        }
        state.withLock { $0.hasRunning = true }
      }
      return
    }
    // Without git, or without a commit, the folder of the application is all that surely belongs to it.
    try await run(
      Self.copyFolder, [files.repository, "\(root)/target", files.isGit ? "." : files.directory],
      "copy \(files.repository)")
  }

  private func copy(_ name: String) async throws(BackendError) -> Copy {
    let number = state.withLock { state in
      state.count += 1
      return state.count
    }
    let folder = "\(root)/\(name)-\(number)"
    try await run(Self.copyAll, ["\(root)/\(name)", folder], "copy \(root)/\(name)")
    let application = files.directory.isEmpty ? folder : "\(folder)/\(files.directory)"
    return Copy(
      root: folder, application: application, file: files.file,
      configuration: state.withLock { $0.configurations[name] } ?? [])
  }

  // MARK: Programs

  /// What the work tree holds beside what git ignores: the commit, and what differs from it.
  private static let clone = """
    set -e
    cd "$1"
    git rev-parse -q --verify HEAD >/dev/null
    git -c core.hooksPath=/dev/null clone -q --shared -- "$1" "$2"
    git diff --name-only -z --diff-filter=D HEAD | (cd "$2" && xargs -0 -r rm -f --)
    { git diff --name-only -z --diff-filter=d HEAD; git ls-files -z --others --exclude-standard -x 'pipec-*-sources/'; } |
      xargs -0 -r cp -a --parents -t "$2" --
    """
  private static let checkout = """
    set -e
    git -c core.hooksPath=/dev/null clone -q --shared --no-checkout -- "$1" "$2"
    git -c core.hooksPath=/dev/null -c advice.detachedHead=false -C "$2" checkout -q --detach "$3"
    """
  private static let copyAll = "rm -rf -- \"$2\" && mkdir -p -- \"$2\" && cp -a -- \"$1/.\" \"$2\""
  /// The same without the folder in which the copy itself would be.
  private static let copyFolder = """
    set -e
    mkdir -p -- "$2/$3"
    for entry in "$1/$3"/* "$1/$3"/.[!.]* "$1/$3"/..?*; do
      if [ ! -e "$entry" ] && [ ! -L "$entry" ]; then continue; fi
      case $(realpath -- "$2") in "$(realpath -- "$entry")"/*) continue ;; esac
      cp -a -- "$entry" "$2/$3"
    done
    """

  private func succeeds(_ script: String, _ arguments: [String]) async -> Bool {
    await shell(script, arguments)?.status == .exited(code: 0)
  }

  private func run(_ script: String, _ arguments: [String], _ work: String) async throws(BackendError) {
    guard let (status, output) = await shell(script, arguments) else { throw .engine("cannot start /bin/sh") }
    guard status != .exited(code: 0) else { return }
    let said = output.split(separator: "\n").last.map { ": \($0)" } ?? ""
    throw .engine("cannot \(work)\(said)")
  }

  private func shell(
    _ script: String, _ arguments: [String]
  ) async -> (status: ProcessGroup.Ending, output: String)? {
    let process = try? ProcessGroup(
      arguments: ["/bin/sh", "-c", script, "sh"] + arguments, environment: files.environment, folder: "/")
    guard let process else { return nil }
    var output: [UInt8] = []
    for await chunk in process.output where output.count < 4096 { output += chunk.prefix(4096) }
    let status = await process.wait()
    await process.end()
    return (status, String(decoding: output, as: UTF8.self))
  }
}
