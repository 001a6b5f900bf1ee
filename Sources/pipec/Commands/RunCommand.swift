import Diagnostics
import Expressions
import Interpreter
import Planner

/// `pipec run`: runs what `pipec plan` shows.
struct RunCommand: BuildCommand {
  enum Format: String, CaseIterable, Sendable {
    case text, drone, json
  }

  enum BackendChoice: String, CaseIterable, Sendable {
    case auto, docker, host, dummy
  }

  enum PullChoice: String, CaseIterable, Sendable {
    case `default`, always
    case ifNotExists = "if-not-exists"
    case never
  }

  static let info = CommandInfo(
    name: "run", summary: "run a pipeline on this machine, in containers", usage: "[FILE]",
    details: """
      Runs exactly what 'pipec plan' shows with the same options. Without a file, .drone.yml or .drone.yaml of the \
      current folder is read. The current folder is the workspace and nothing is cloned, unless --clone is given.

      Pipelines of type docker run in containers of the engine that the docker program would use: --host, DOCKER_HOST, the \
      Docker context, the usual sockets, then Podman's. Pipelines of type exec run as processes of this machine. \
      --backend chooses for all; there is no silent change from containers to the host.

      Harness pipelines run stage by stage: steps with an image in containers, those of machines of Harness and scripts of \
      delegates on this machine, approvals and waiting in pipec itself. What only a delegate can do is refused before \
      anything starts, unless --stub takes it to be done.

      Applications of PipeCD are deployed as piped does it: waiting, approvals, analyses and scripts by pipec itself, all \
      other stages by their plugins, which --piped names and --stub does without. What fails is rolled back.

      Secrets come from --secret-file, a file of NAME=value lines, and --secret, which takes the value of an environment \
      variable; they are masked in all output. As on a Drone server, builds of pull requests get none.

      Ctrl-C stops all steps and removes what the run made; a second one ends the program at once, and 'pipec run --clean' \
      removes what is left then. What a run did is kept in XDG_STATE_HOME/pipec/runs, so that --resume can leave out the \
      steps that succeeded and are planned as they were.
      """,
    examples: [
      ("pipec run --include build", "one step, in this folder"),
      ("pipec run --tag v1.0.0 --secret-file .secrets", "what a tag would run"),
    ], operands: [.files])

  static let options: [CommandOption<RunCommand>] =
    BuildOptions.table().map { ["deploy-to", "param"].contains($0.info.long) ? $0.rare : $0 } + [
      .text("secret-file", nil, "FILE", "secrets as NAME=value lines (repeat)") { $0.secretFiles.append($1) },
      .text("secret", nil, "NAME", "take this secret from the environment (repeat)") { $0.secrets.append($1) }.rare,
      .optional("resume", "RUN", "leave out what the last run of the file has done") { $0.resume = $1 }.rare,
      .text("jobs", "j", "N", "at most so many steps at once") { $0.jobs = $1 }.rare,
      .text(
        "timeout", nil, "DURATION",
        "the most time for a pipeline, such as 90s or 1h30m (default: 1h; Harness, PipeCD: as the file says)"
      ) {
        $0.timeout = $1
      }
      .rare,
      .choice("backend", "BACKEND", "where steps run; auto goes by the type of the pipeline") { $0.backend = $1 }.rare,
      .text("host", nil, "ADDRESS", "the engine, such as unix:///run/docker.sock") { $0.host = $1 }.rare,
      .text("registry", nil, "FILE", "a Docker config.json with credentials") { $0.registry = $1 }.rare,
      .choice("pull", "POLICY", "when images are fetched; default follows the file") { $0.pull = $1 }.rare,
      .text("user", nil, "USER", "the user of steps that name none, such as 1000:1000") { $0.user = $1 }.rare,
      .text("network", nil, "NAME", "join this network of the engine (repeat)") { $0.networks.append($1) }.rare,
      .choice("format", "FORMAT", "text; drone, as drone exec prints it; json, one event a line") { $0.format = $1 }
        .rare,
    ] + HarnessRunSettings.table + [
      .text("running", nil, "COMMIT", "PipeCD: the commit that is deployed now (default: the one before HEAD)") {
        $0.running = $1
      }.rare,
      .text("skip", nil, "STAGE[=USER]", "PipeCD: skip this analysis, as people may while it runs (repeat)") {
        $0.skips.append($1)
      }.rare,
      .flag("clean", nil, "only remove what killed runs left in the engine") { $0.cleans = true }.rare,
    ]

  var common = CommonOptions()
  var operands: [String] = []
  var build = BuildOptions()
  var secretFiles: [String] = []
  var secrets: [String] = []
  var resume: String?
  var jobs: String?
  var timeout: String?
  var backend = BackendChoice.auto
  var host: String?
  var registry: String?
  var pull = PullChoice.default
  var user: String?
  var networks: [String] = []
  var format = Format.text
  var cleans = false
  var running: String?
  var skips: [String] = []
  var harness = HarnessRunSettings()

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    let backends = Backends(self, streams)
    if cleans { return try clean(backends, streams) }
    var options = try runOptions()
    let source = try PipelineInput.source(operands, inputName: nil, streams)
    let context = try build.context(streams, isQuiet: common.isQuiet, name: "pipec run")
    let planned = try Planning.plan(source, context, build)
    let plan = planned.plan
    let isDeployment = plan.pipelines.contains { $0.pipecd != nil }
    let isHarness = plan.pipelines.contains { $0.harness != nil }
    let secrets = try secretProvider(context, streams, isHarness: isHarness || isDeployment)
    let isRefused = Planning.report(planned, errorStyle(streams), streams)
    if isRefused, plan.pipelines.allSatisfy({ $0.decision == .skip }) { return .findings }
    if plan.pipelines.isEmpty {
      throw .input("\(source.name) has nothing in it that can run: no pipeline, no application")
    }
    if !skips.isEmpty, !plan.pipelines.contains(where: { $0.pipecd != nil }) {
      throw .usage("--skip is for the analyses of PipeCD, and the file has none")
    }
    options.harness = try harness.options(for: plan, streams)
    options.harness.machine = backends.machine
    try HarnessRunSettings.refuseDelegateSteps(plan, options.harness)
    if isDeployment {
      options.pipecd = try PipeCDRunSettings(self, streams).options(for: planned)
      if PipeCDRunSettings.reportMissingPlugins(plan, options.pipecd, streams) { return .usage }
    }
    let archive = RunArchive.standard { streams.environment[$0] }
    let subject = Self.absolute(source.name)
    if isHarness {
      // The file says how long its steps, stages and pipeline may take.
      if timeout == nil { options.timeout = nil }
      guard resume == nil else {
        throw .usage("--resume: a Harness pipeline runs from its beginning, since what its steps publish is not kept")
      }
    }
    if isDeployment {
      if timeout == nil { options.timeout = nil }
      guard resume == nil else {
        throw .usage("--resume: a deployment runs from its beginning, since what its stages remember is not kept")
      }
    }
    options.resume = try resumePoint(archive, subject)
    let run = RunIdentifier.make(milliseconds: options.clock.now())
    options.run = run
    nameMissing(plan.secretNames.filter { secrets.value(of: $0) == nil }, context, streams, isHarness: isHarness)
    try streams.error.flush()

    let cancellation = Cancellation()
    let name = Self.info.name
    // On a terminal, the line of what is going on makes room.
    let erasure = streams.output.isTerminal && streams.error.isTerminal ? "\r\u{1B}[K" : ""
    Signals.watch(cancellation) {
      let doing = isDeployment ? "cancelling the deployment and rolling back" : "stopping and tidying up"
      tell("\(erasure)pipec \(name): \(doing); Ctrl-C again ends at once")
    }
    var readers: [any EventReader] = [RunOutput.console(self, streams, cancellation)]
    if let archive {
      readers.append(Journal(in: archive, run: run, plan: plan, subject: subject) { tell("pipec run: \($0)") })
    }
    let outcome = blocking { [options, readers] () async -> Result<RunOutcome, BackendError> in
      do throws(BackendError) {
        let chosen = try await backends.connect(for: plan, options.pipecd)
        return .success(
          await Interpreter.run(
            plan: plan, options: options, backendFor: chosen, secrets: secrets, readers: readers,
            cancellation: cancellation))
      } catch {
        return .failure(error)
      }
    }
    switch outcome {
    case .success(let outcome):
      if case .outputFailed(let why) = outcome.stopReason {
        throw .failure("cannot write to standard output: \(why)")
      }
      if format == .drone { RunOutput.tellErrors(of: outcome) }
      return ExitStatus(code: outcome.exitStatus).combined(with: isRefused ? .findings : .clean)
    case .failure(let error): return try fail(error, cancellation)
    case nil: throw .failure("the run ended without a result")
    }
  }

  /// What became of a run that could not begin.
  private func fail(_ error: BackendError, _ cancellation: Cancellation) throws(CommandError) -> ExitStatus {
    if case .interrupted(let signal) = cancellation.reason { return .interrupted(code: 128 + signal) }
    throw .failure(error.message)
  }

  private func clean(_ backends: Backends, _ streams: Streams) throws(CommandError) -> ExitStatus {
    // What ran on this machine is swept up whether an engine answers or not.
    let hosts = blocking { await HostBackend.removeLeftovers(in: backends.temporaryFolder) } ?? []
    if !hosts.isEmpty, !common.isQuiet {
      streams.error.line("removed what \(hosts.count) run\(hosts.count == 1 ? "" : "s") left on this machine")
    }
    let living = LivingRuns(RunArchive.standard { streams.environment[$0] })
    let result = blocking { () async -> Result<DockerBackend.Leftovers, BackendError> in
      do throws(BackendError) {
        return .success(try await backends.docker().removeLeftovers { living.contains($0) })
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(let removed):
      if !common.isQuiet {
        let parts = [(removed.containers, "container"), (removed.networks, "network"), (removed.volumes, "volume")]
          .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
        streams.error.line(removed.isEmpty ? "nothing to remove" : "removed \(parts.joined(separator: ", "))")
        if !removed.spared.isEmpty {
          let names =
            removed.spared.sorted().prefix(3).joined(separator: ", ") + (removed.spared.count > 3 ? ", …" : "")
          streams.error.line(
            "left alone: \(names), which \(removed.spared.count == 1 ? "is" : "are") going on, or unknown here and less "
              + "than a day old")
        }
      }
      return .clean
    case .failure(let error): throw .failure(error.message)
    case nil: throw .failure("the tidying ended without a result")
    }
  }

  // MARK: Options

  private func runOptions() throws(CommandError) -> RunOptions {
    var options = RunOptions()
    if let jobs {
      guard let number = Int(jobs), number > 0 else { throw .usage("--jobs takes a number from 1, not '\(jobs)'") }
      options.jobs = number
    }
    options.timeout = .seconds(3600)
    if let timeout {
      let text = timeout.utf8.allSatisfy { (0x30...0x39).contains($0) } ? timeout + "s" : timeout
      guard case .success(let nanoseconds) = GoDuration.nanoseconds(text), nanoseconds > 0 else {
        throw .usage("--timeout takes a duration such as 90s or 1h30m, not '\(timeout)'")
      }
      options.timeout = .nanoseconds(nanoseconds)
    }
    return options
  }

  private func secretProvider(
    _ context: Context, _ streams: Streams, isHarness: Bool
  ) throws(CommandError) -> SecretProvider {
    var table: [(name: String, value: String)] = []
    for file in secretFiles { table += try DotenvFile.read(file) }
    for name in secrets {
      guard let value = streams.environment[name] else {
        throw .usage("--secret: the environment has no variable '\(name)'")
      }
      table.append((name, value))
    }
    let netrc = SecretProvider.Source.exact(build.netrcSecrets)
    guard isHarness || context.build.event != .pullRequest else {
      if !table.isEmpty, !common.isQuiet { streams.error.line("pipec run: builds of pull requests get no secrets") }
      return SecretProvider([netrc])
    }
    return SecretProvider([.table(table), netrc])
  }

  /// A step sees a secret without a value as an empty variable, and mostly fails much later.
  private func nameMissing(_ names: [String], _ context: Context, _ streams: Streams, isHarness: Bool) {
    guard !names.isEmpty, !common.isQuiet, isHarness || context.build.event != .pullRequest else { return }
    let list = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    let isOne = names.count == 1
    let effect = isHarness ? "steps that need \(isOne ? "it" : "them") fail" : isOne ? "it is empty" : "they are empty"
    streams.error.line(
      "pipec run: no value for the secret\(isOne ? "" : "s") \(list); \(effect) (--secret-file or --secret gives one)")
  }

  private func resumePoint(_ archive: RunArchive?, _ subject: String) throws(CommandError) -> ResumePoint? {
    guard let resume else { return nil }
    guard let archive else { throw .failure("there is no home folder in which runs are kept") }
    if resume.isEmpty {
      guard let point = archive.lastResumePoint(of: subject) else {
        throw .usage("no run of this file is kept that could be resumed")
      }
      return point
    }
    guard let point = archive.resumePoint(run: resume) else {
      throw .usage("no run is named '\(resume)'" + suggestion(resume, archive.runs))
    }
    return point
  }

  private static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : (PipelineFiles.currentFolder() ?? "") + "/" + path
  }
}
