import Checker
import Configuration
import Diagnostics
import IR

/// The files that are to be checked, each with what holds for it.
struct CheckPlan {
  /// What holds for a file.
  struct Entry {
    /// As the program opens it; `-` is standard input.
    var path: String
    var options: Checker.Options
    /// From which severity on its findings matter to the exit status.
    var failOn: Diagnostic.Severity
    /// The absolute path of the file with its known findings.
    var baseline: String?
  }

  var entries: [Entry] = []
  /// How many files were found and are excluded.
  var excludedCount = 0
  /// The configurations that were read.
  private(set) var store: ConfigurationStore
  private let command: CheckCommand
  /// What the command line says about all files.
  private let common: Checker.Options
  /// What was made of configurations, by the configuration and the overrides that are about a file.
  private var made: [Key: Entry] = [:]

  private struct Key: Hashable {
    var configuration: Int?
    var overrides: [Int]
  }

  init(_ command: CheckCommand, _ environment: Environment) throws(CommandError) {
    self.command = command
    store = ConfigurationStore(try command.configurationChoice(environment))
    var options = Checker.Options()
    for file in command.secretFiles {
      options.secrets = try (options.secrets ?? []).union(SecretNames.read(file))
    }
    if let file = command.pipedFile {
      let piped = try PipedPlugins.piped(file)
      options.plugins = piped.servingPlugins
      options.providers = piped.allAnalysisProviders.map(\.head.name.value)
    }
    common = options
  }

  /// Adds a file, unless a configuration excludes it.
  ///
  /// - Parameters:
  ///   - name: the file as configurations see it; standard input may be called something.
  ///   - isNamed: whether somebody named it.
  mutating func add(_ path: String, called name: String, isNamed: Bool) throws(CommandError) {
    // A configuration is checked as what it is; one that is broken must not keep that from being said.
    let isConfiguration = ConfigurationStore.names.contains(FilePath.name(of: name))
    let position = isConfiguration ? nil : try store.position(for: name)
    var key = Key(configuration: position, overrides: [])
    if let position {
      let absolute = store.absolute(name)
      if !isNamed || command.takesAsFound, store.loaded[position].excludes(absolute) {
        excludedCount += 1
        return
      }
      key.overrides = store.loaded[position].overrides(for: absolute)
    }
    if var entry = made[key] {
      entry.path = path
      return entries.append(entry)
    }
    let configuration = position.map { store.loaded[$0] }
    var settings = CheckSettings(
      configuration?.files ?? [], path: configuration?.relative(store.absolute(name)))
    command.apply(to: &settings)
    var options = common
    if let configuration {
      options.ownPlugins = configuration.ownPlugins
      if let piped = configuration.piped, options.plugins == nil {
        options.plugins = piped.servingPlugins
        options.providers = piped.allAnalysisProviders.map(\.head.name.value)
      }
      if let secrets = configuration.secrets { options.secrets = secrets.union(options.secrets ?? []) }
    }
    settings.apply(to: &options)
    if command.showsInfo { options.minimumSeverity = .info }
    let entry = Entry(
      path: path, options: options, failOn: settings.failOn.value,
      baseline: command.baseline.map { store.absolute($0) } ?? configuration?.baseline)
    made[key] = entry
    entries.append(entry)
  }
}

extension CheckCommand {
  /// Which configuration is used: the last option that says so, else the environment.
  func configurationChoice(_ environment: Environment) throws(CommandError) -> ConfigurationStore.Choice {
    if let configuration { return configuration }
    guard let file = environment["PIPEC_CONFIG"], !file.isEmpty else { return .nearest }
    guard FileReader.kind(of: file) == .file else {
      throw .input("there is no file \(file), which the variable PIPEC_CONFIG names")
    }
    return .file(file)
  }

  /// Options outweigh configurations. A rule that is selected by its name speaks even where a configuration ignores it.
  func apply(to settings: inout CheckSettings) {
    if let persona { settings.persona = Sourced(persona, .option("--persona")) }
    if hasPreviews { settings.hasPreviews = Sourced(true, .option("--preview")) }
    if isTrusted { settings.isTrusted = Sourced(true, .option("--trusted")) }
    if let failOn { settings.failOn = Sourced(failOn.severity, .option("--fail-on")) }
    let selected = RuleCatalogue.split(selected)
    if !selected.isEmpty {
      settings.selected = selected.map { Sourced($0, .option("--select")) }
      settings.excepted = Set(selected.map { RuleName($0) })
    }
    settings.ignored += RuleCatalogue.split(ignored).map { Sourced($0, .option("--ignore")) }
  }
}
