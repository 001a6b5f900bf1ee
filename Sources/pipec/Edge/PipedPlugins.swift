import Diagnostics
import IR
import Parser
import PluginHost

/// The plugins that a configuration of piped names.
enum PipedPlugins {
  /// Reads a file of `kind: Piped`.
  ///
  /// - Returns: its plugins in order, and how many errors the file has.
  static func read(_ source: Source) throws(CommandError) -> (plugins: [PluginConfiguration], errors: Int) {
    let program = PipeCDLoader.load(source, generation: .v1)
    var plugins: [PluginConfiguration]?
    for case .pipecd(let document) in program.documents {
      guard case .piped(let piped) = document.specification else { continue }
      plugins = (plugins ?? []) + piped.plugins.value.map { PluginConfiguration($0.value) }
    }
    guard let plugins else {
      throw refusal(of: source, program)
        ?? .input(
          "\(source.name) has no 'kind: Piped', which is where plugins are named")
    }
    return (plugins, program.problems.filter { $0.diagnostic.severity == .error }.count)
  }

  /// The configuration of piped in a file.
  static func piped(_ path: String) throws(CommandError) -> PipeCD.Piped {
    let name = PipelineFiles.shown(path)
    let source = Source(id: SourceID(0), name: name, bytes: try FileReader.read(path))
    return try piped(source)
  }

  /// The configuration of piped that a source has.
  static func piped(_ source: Source) throws(CommandError) -> PipeCD.Piped {
    let program = PipeCDLoader.load(source)
    for case .pipecd(let document) in program.documents {
      if case .piped(let piped) = document.specification { return piped }
    }
    throw refusal(of: source, program)
      ?? .input(
        "\(source.name) is no configuration of piped: it has not `kind: Piped`")
  }

  /// Why nothing can be read of a file that has the right kind; one that cannot be read as a whole has none.
  private static func refusal(of source: Source, _ program: Program) -> CommandError? {
    guard String(decoding: source.bytes, as: UTF8.self).contains("kind: Piped"),
      let problem = program.problems.first(where: { $0.diagnostic.severity == .error })
    else { return nil }
    return .input("\(source.name) cannot be read: \(problem.diagnostic.message); 'pipec check' shows where")
  }

  /// How plugins are hosted for the user of the program.
  static func options(_ streams: Streams) throws(CommandError) -> PluginHost.Options {
    let environment = streams.environment
    let cache: String
    if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") {
      cache = "\(folder)/pipec"
    } else if let home = environment["HOME"], !home.isEmpty {
      cache = "\(home)/.cache/pipec"
    } else {
      throw .failure("there is no folder for programs of plugins; set HOME or XDG_CACHE_HOME")
    }
    var options = PluginHost.Options(
      environment: environment.all.map { "\($0.name)=\($0.value)" }, folder: ".", cacheFolder: cache)
    // No stage runs that could take its time to end.
    options.grace = .seconds(5)
    return options
  }
}

extension PluginConfiguration {
  /// What piped is configured with, as the plugin gets it.
  init(_ plugin: PipeCD.PipedPlugin) {
    self.init(
      name: plugin.name.value, url: plugin.address.value,
      config: Self.json(plugin.configuration.value),
      deployTargets: plugin.targets.value.map { target in
        var labels: [String: String] = [:]
        for entry in target.value.labels.value.entries { labels[entry.name.value] = entry.option.value }
        return DeployTarget(
          name: target.value.name.value, labels: labels, config: Self.json(target.value.configuration.value))
      })
  }

  private static func json(_ raw: PipeCD.Raw) -> String? { raw.data.flatMap { $0.isNull ? nil : $0.json } }
}
