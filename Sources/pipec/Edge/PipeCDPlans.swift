import Diagnostics
import IR
import Parser
import Planner

/// Where an application lies, and what is told about the piped that deploys it.
struct DeploymentInput {
  /// The folder of the repository.
  var repository: String
  /// Whether it is a work tree of git.
  var isGit: Bool
  /// The folder of the application in it; empty for its root.
  var directory: String
  /// The name of the application's file.
  var file: String
  /// The configuration of piped; nil where none was given.
  var piped: PipeCD.Piped?
  /// What the file says that all applications can say.
  var application: PipeCD.GenericApplication?
  /// Whether nothing is deployed yet.
  var isFirst: Bool
}

/// Makes plans of PipeCD applications: reads the configuration of piped and the templates of the repository, and finds
/// out where the application lies.
struct PipeCDPlans {
  private let source: Source
  private let options: BuildOptions
  private var sources: SourceSet

  init(_ source: Source, _ options: BuildOptions) {
    self.source = source
    self.options = options
    sources = SourceSet([source])
  }

  /// The plan of the application in the file.
  mutating func plan(_ context: Context) throws(CommandError) -> Planned {
    let piped = try piped()
    // Who names plugins has the generation that knows them.
    let plugins = piped.flatMap { piped in
      piped.plugins.value.isEmpty ? nil : piped.plugins.value.map { DeploymentPlugin($0.value) }
    }
    let program = PipeCDLoader.load(source, generation: plugins == nil ? nil : .v1)
    for case .pipecd(let document) in program.documents where document.application == nil {
      if case .unknown = document.specification { continue }
      throw .input("\(source.name) is of the kind \(document.kind?.value ?? ""), not an application")
    }
    var request = DeploymentRequest(context: context)
    if let trigger = try trigger() {
      request.trigger = trigger
    } else if options.strategy != nil {
      // Only a command can ask for a strategy.
      request.trigger = .command
    }
    request.strategy = options.strategy
    request.changed = options.changed.isEmpty ? nil : options.changed
    request.isFirstDeployment = options.isFirstDeployment
    request.plugins = plugins
    let place = Self.place(of: source.name)
    request.directory = place.directory
    request.file = place.file
    request.templates = templates(in: place.repository)
    let isGit = FileReader.kind(of: place.repository + "/.git") != .nothing
    return Planned(
      plan: PipeCDPlanner.plan(program, for: request), sources: sources,
      deployment: DeploymentInput(
        repository: place.repository, isGit: isGit, directory: request.directory, file: request.file, piped: piped,
        application: Self.application(program),
        isFirst: request.isFirstDeployment))
  }

  private static func application(_ program: Program) -> PipeCD.GenericApplication? {
    for case .pipecd(let document) in program.documents {
      if let application = document.application { return application }
    }
    return nil
  }

  private func trigger() throws(CommandError) -> DeploymentRequest.Trigger? {
    guard let word = options.triggers.last else { return nil }
    guard let trigger = DeploymentRequest.Trigger(rawValue: word) else {
      let names = DeploymentRequest.Trigger.allCases.map(\.rawValue)
      throw .usage("PipeCD has no trigger '\(word)'" + Planning.hint(word, names))
    }
    return trigger
  }

  private mutating func piped() throws(CommandError) -> PipeCD.Piped? {
    guard let path = options.piped else { return nil }
    let file = sources.add(name: PipelineFiles.shown(path), bytes: try FileReader.read(path))
    return try PipedPlugins.piped(file)
  }

  /// Where a file lies: its repository, its folder in there, and its name.
  static func place(of name: String) -> (repository: String, directory: String, file: String) {
    let path = name.hasPrefix("/") ? name : (PipelineFiles.currentFolder() ?? "") + "/" + name
    let folders = path.split(separator: "/").dropLast().map(String.init)
    let depth = repository(around: folders)
    return (
      "/" + folders.prefix(depth).joined(separator: "/"), folders.dropFirst(depth).joined(separator: "/"),
      path.split(separator: "/").last.map(String.init) ?? ""
    )
  }

  /// The files in `.pipe` of a repository.
  static func templateFiles(in repository: String) -> [String] {
    PipelineFiles.yaml(in: repository == "/" ? "/.pipe" : repository + "/.pipe", depth: 0, limit: 1000)
  }

  /// How many of the folders lead to the repository that the file is in; all that lead to the current folder where it
  /// is in none.
  private static func repository(around folders: [String]) -> Int {
    for depth in stride(from: folders.count, through: 0, by: -1) {
      let folder = folders.prefix(depth).map { "/" + $0 }.joined()
      if FileReader.kind(of: folder + "/.git") != .nothing { return depth }
    }
    let current = (PipelineFiles.currentFolder() ?? "/").split(separator: "/").map(String.init)
    return folders.starts(with: current) ? current.count : max(folders.count - 1, 0)
  }

  /// The templates of analyses in `.pipe` of the repository: of the first file that has any, as PipeCD takes it.
  private mutating func templates(in repository: String) -> PipeCD.AnalysisTemplateSpec {
    for path in Self.templateFiles(in: repository) {
      guard let bytes = try? FileReader.read(path) else { continue }
      let file = sources.add(name: PipelineFiles.shown(path), bytes: bytes)
      for case .pipecd(let document) in PipeCDLoader.load(file).documents {
        if case .analysisTemplate(let templates) = document.specification { return templates }
      }
    }
    return PipeCD.AnalysisTemplateSpec()
  }
}
