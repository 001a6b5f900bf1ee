import Diagnostics
import Glibc
import IR
import Interpreter
import Planner
import PluginHost

/// What the user says about a run of a PipeCD deployment, held against its plan.
struct PipeCDRunSettings {
  private let command: RunCommand
  private let streams: Streams

  init(_ command: RunCommand, _ streams: Streams) {
    self.command = command
    self.streams = streams
  }

  /// Everything that the run needs to know. What could not be run to its end is refused here, before anything starts.
  func options(for planned: Planned) throws(CommandError) -> PipeCDRunOptions {
    var options = PipeCDRunOptions()
    guard let input = planned.deployment, let pipeline = planned.plan.pipelines.first(where: { $0.pipecd != nil }),
      let deployment = pipeline.pipecd
    else { return options }
    options.person = streams.environment["USER"] ?? ""
    if let image = command.harness.image { options.image = image }
    options.stubs = try stubs(deployment)
    options.approvals = try approvals(deployment)
    options.skips = try skips(deployment, options.person)
    if isatty(streams.input) == 1, streams.error.isTerminal { options.prompter = TerminalPrompter() }
    options.files = try files(input)
    if let application = input.application { options.rendering = SourceRendering(application, input.piped) }
    options.providers = input.piped.map { AnalysisProvider.all(in: $0) } ?? []
    let archive = RunArchive.standard { streams.environment[$0] }
    if let runs = archive?.root {
      let folder = runs.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/analyses"
      options.record = AnalysisRecord(
        in: folder, of: "\(input.repository)/\(input.directory)/\(input.file)")
    }
    options.project = input.piped?.project.value ?? ""
    options.piped = input.piped?.identifier.value ?? ""
    options.plugins = plugins(of: deployment, input, options)
    if !options.plugins.isEmpty { options.hosting = try PipedPlugins.options(streams) }
    guard pipeline.decision != .skip else { return options }
    try refuseSilentApprovals(deployment, options)
    if input.piped == nil { try refuseQueries(of: deployment, options) }
    return options
  }

  /// Says which stages need plugins that nobody has configured, and what to do about it; true where there are any.
  static func reportMissingPlugins(_ plan: Plan, _ options: PipeCDRunOptions, _ streams: Streams) -> Bool {
    for pipeline in plan.pipelines where pipeline.decision != .skip {
      guard let deployment = pipeline.pipecd else { continue }
      let advice = MissingPlugins(in: deployment, options).advice
      guard let first = advice.first else { continue }
      streams.error.line("pipec run: \(Printable.line(first))")
      for line in advice.dropFirst() { streams.error.line(Printable.line(line)) }
      return true
    }
    return false
  }

  // MARK: Stages by their names

  private func stubs(_ deployment: DeploymentPlan) throws(CommandError) -> [String: Bool] {
    var stubs: [String: Bool] = [:]
    for text in command.harness.stubs {
      let (name, value) = Self.split(text)
      try check(name, "stub", deployment.stages + deployment.rollback)
      switch value {
      case nil, "", "success": stubs[name] = true
      case "failure": stubs[name] = false
      default: throw .usage("--stub takes STAGE, STAGE=success or STAGE=failure, not '\(text)'")
      }
    }
    return stubs
  }

  /// Analyses look for somebody who skips them; what plugins of one's own look for, nobody knows.
  private func skips(_ deployment: DeploymentPlan, _ person: String) throws(CommandError) -> [String: String] {
    var skips: [String: String] = [:]
    for text in command.skips {
      let (name, value) = Self.split(text)
      try check(name, "skip", deployment.stages)
      for stage in deployment.stages where stage.id == name || stage.name == name {
        if case .analysis = stage.kind {
        } else if stage.kind != .platform || stage.executor == .piped {
          throw .usage("--skip: only an analysis can be skipped, and \(stage.id) is \(stage.name)")
        }
        let who = value.flatMap { $0.isEmpty ? nil : $0 } ?? person
        skips[stage.id] = who.isEmpty ? "somebody" : who
      }
    }
    return skips
  }

  private func approvals(_ deployment: DeploymentPlan) throws(CommandError) -> [String: [String]] {
    var approvals: [String: [String]] = [:]
    let stages = deployment.stages.filter { Self.isApproved($0) }
    let approvers = stages.flatMap { Self.approvers(of: $0) }
    for text in command.harness.approvals {
      let (name, value) = Self.split(text)
      let meant = stages.filter { $0.id == name || $0.name == name }
      guard meant.isEmpty else {
        let people = (value ?? "").split(separator: ",").map(String.init)
        for stage in meant {
          try check(people, approve: stage)
          approvals[stage.id, default: []] += people
        }
        continue
      }
      // A person may be named alone, who then approves all that awaits that person.
      guard value == nil, approvers.contains(name) else {
        try check(name, "approve", deployment.stages, orPeople: approvers)
        throw .usage("--approve: nobody approves the stage \(name)")
      }
      for stage in stages where Self.approvers(of: stage).contains(name) {
        approvals[stage.id, default: []].append(name)
      }
    }
    return approvals
  }

  private func check(_ people: [String], approve stage: PlannedStage) throws(CommandError) {
    let approvers = Self.approvers(of: stage)
    guard !approvers.isEmpty else { return }
    for person in people where !approvers.contains(person) {
      throw .usage("--approve: \(person) may not approve \(stage.id)" + suggestion(person, approvers))
    }
  }

  private func check(
    _ name: String, _ option: String, _ stages: [PlannedStage], orPeople people: [String] = []
  ) throws(CommandError) {
    let names = stages.flatMap { [$0.id, $0.name] }
    guard !names.contains(name) else { return }
    throw .usage("--\(option): no stage is called '\(name)'" + Planning.hint(name, names + people))
  }

  private static func isApproved(_ stage: PlannedStage) -> Bool {
    if case .approval = stage.kind { return true }
    // A plugin may ask for approvals of its own.
    return stage.kind == .platform && stage.executor != .piped
  }

  private static func approvers(of stage: PlannedStage) -> [String] {
    if case .approval(let approval) = stage.kind { approval.approvers } else { [] }
  }

  private static func split(_ text: String) -> (name: String, value: String?) {
    guard let equals = text.firstIndex(of: "=") else { return (text, nil) }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }

  /// A deployment that would stop half-way because nobody can be asked does not begin.
  private func refuseSilentApprovals(
    _ deployment: DeploymentPlan, _ options: PipeCDRunOptions
  ) throws(CommandError) {
    guard options.prompter == nil else { return }
    for stage in deployment.stages where stage.decision != .skip {
      guard case .approval(let approval) = stage.kind, (options.stubs[stage.id] ?? options.stubs[stage.name]) == nil
      else { continue }
      let given = options.approvals[stage.id]
      guard let given, !given.isEmpty else {
        if given != nil { continue }
        throw .input(
          "\(stage.id) (\(stage.name)) waits for an approval, and nobody can be asked without a terminal; "
            + "--approve \(stage.id) gives it")
      }
      let missing = max(1, approval.count) - Set(given).count
      if missing > 0 {
        throw .input(
          "\(stage.id) (\(stage.name)) needs \(missing) more approval\(missing == 1 ? "" : "s"), and nobody can be "
            + "asked without a terminal; --approve \(stage.id)=USER,… gives them")
      }
    }
  }

  /// Who answers queries, only the configuration of piped knows.
  private func refuseQueries(of deployment: DeploymentPlan, _ options: PipeCDRunOptions) throws(CommandError) {
    for stage in deployment.stages where stage.decision != .skip && options.stubs[stage.id] == nil {
      if options.skips[stage.id] != nil { continue }
      guard case .analysis(let analysis) = stage.kind, options.stubs[stage.name] == nil,
        let check = analysis.checks.first(where: { $0.kind != .http && !$0.provider.isEmpty })
      else { continue }
      throw .input(
        "\(stage.id) (\(stage.name)) asks the analysis provider \(check.provider), which the configuration of piped "
          + "names; --piped FILE gives it, and --stub \(stage.id) does without")
    }
  }

  // MARK: Files and plugins

  private func files(_ input: DeploymentInput) throws(CommandError) -> DeploymentFiles {
    let environment = streams.environment
    let temporary = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    var variables = ["PATH=\(environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin")", "LC_ALL=C"]
    if let home = environment["HOME"] { variables.append("HOME=\(home)") }
    return DeploymentFiles(
      repository: input.repository, isGit: input.isGit, directory: input.directory, file: input.file,
      running: try running(input), temporaryFolder: temporary, environment: variables)
  }

  /// The commit that runs now: what the user says, else the one before HEAD, if it has the application. Plugins refuse a
  /// commit without its file.
  private func running(_ input: DeploymentInput) throws(CommandError) -> String? {
    if input.isFirst {
      if command.running != nil { throw .usage("--running and --first-deployment exclude each other") }
      return nil
    }
    guard input.isGit else {
      if command.running != nil { throw .usage("--running needs a git repository, which the file is not in") }
      return nil
    }
    let words = ["git", "-C", input.repository, "rev-parse", "--quiet", "--verify", "--end-of-options"]
    let outcome = ChildProcess.run(words + ["\(command.running ?? "HEAD^")^{commit}"])
    if case .ended(0, let bytes) = outcome {
      let commit = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
      let file = input.directory.isEmpty ? input.file : "\(input.directory)/\(input.file)"
      let look = ChildProcess.run(["git", "-C", input.repository, "cat-file", "-e", "\(commit):\(file)"])
      if case .ended(0, _) = look { return commit }
      if let running = command.running { throw .usage("--running: the commit '\(running)' has no \(file)") }
      return nil
    }
    if let running = command.running { throw .usage("--running: git knows no commit '\(running)'") }
    return nil
  }

  /// The plugins that the deployment needs; those that nobody knows may be needed as well.
  private func plugins(
    of deployment: DeploymentPlan, _ input: DeploymentInput, _ options: PipeCDRunOptions
  ) -> [PluginConfiguration] {
    guard deployment.generation == .v1, let piped = input.piped else { return [] }
    let real = deployment.stages.filter { (options.stubs[$0.id] ?? options.stubs[$0.name]) == nil }
    guard !real.isEmpty else { return [] }
    var needed: Set<String> = []
    for stage in real { if case .plugin(let plugin) = stage.executor { needed.insert(plugin.name) } }
    return piped.plugins.value.map(\.value).filter { plugin in
      needed.contains(plugin.name.value) || DeploymentPlugin(plugin).official == nil
    }.map { PluginConfiguration($0) }
  }
}
