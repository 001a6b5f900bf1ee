import Diagnostics
import Glibc
import IR
import Interpreter
import Planner

/// What the user says about the build that a plan or a run is for.
struct BuildOptions: Hashable, Sendable {
  var event: String?
  var branch: String?
  var sourceBranch: String?
  var ref: String?
  var tag: String?
  var sha: String?
  var message: String?
  var repo: String?
  var deployTo: String?
  var cron: String?
  var action: String?
  var instance: String?
  var parameters: [String] = []
  var environmentFiles: [String] = []
  var isTrusted = false
  var include: [String] = []
  var exclude: [String] = []
  var pipelines: [String] = []
  var clones = false
  var volumes: [String] = []
  var privileged: [String] = []
  var netrcUser: String?
  var netrcPassword: String?
  var netrcMachine: String?
  var dialect: Dialect?
  /// Harness: files with values for runtime inputs, single values, identifiers of stages, triggers and payloads.
  var inputSets: [String] = []
  var values: [String] = []
  var stages: [String] = []
  var triggers: [String] = []
  /// Harness: whether settings that are maps are handed to plugins on one line.
  var usesCompactSettings = false
  /// PipeCD: files that differ, a strategy that a command asks for, whether nothing runs yet, and what piped is told.
  var changed: [String] = []
  var strategy: DeploymentPlan.Strategy?
  var isFirstDeployment = false
  var piped: String?
}

/// A command that works on one build.
protocol BuildCommand: Command {
  var build: BuildOptions { get set }
}

extension BuildOptions {
  /// The options, named as `drone exec` names them where it has them.
  static func table<Target: BuildCommand>() -> [CommandOption<Target>] {
    [
      .text("event", nil, "EVENT", "push (default), pull_request, tag, promote, cron, …") { $0.build.event = $1 },
      .text("branch", nil, "BRANCH", "the target branch") { $0.build.branch = $1 },
      .text("tag", nil, "TAG", "the tag; implies --event tag") { $0.build.tag = $1 },
      .text("deploy-to", nil, "TARGET", "where to deploy; implies --event promote") { $0.build.deployTo = $1 }
        .rare,
      .text("param", nil, "NAME=VALUE", "a parameter of a promotion (repeat)") { $0.build.parameters.append($1) }
        .rare,
      .text("include", nil, "STEP", "run this step only (repeat)") { $0.build.include.append($1) },
      .text("exclude", nil, "STEP", "do not run this step (repeat)") { $0.build.exclude.append($1) }.rare,
      .text("pipeline", nil, "NAME", "this pipeline only (repeat)") { $0.build.pipelines.append($1) }.rare,
      .flag("trusted", nil, "the repository is trusted") { $0.build.isTrusted = true }.rare,
      .text("input-set", nil, "FILE", "Harness: values for runtime inputs (repeat)") { $0.build.inputSets.append($1) },
      .text("set", nil, "PATH=VALUE", "Harness: a value for one runtime input (repeat)") { $0.build.values.append($1) },
      .text("trigger", nil, "FILE", "Harness: a trigger, or a webhook's payload; PipeCD: commit, command, …") {
        $0.build.triggers.append($1)
      }.rare,
      .text("stages", nil, "ID,…", "Harness: these stages only") {
        $0.build.stages += $1.split(separator: ",").map(String.init)
      }.rare,
      .flag("compact-settings", nil, "Harness: give plugins maps and lists as JSON without white space") {
        $0.build.usesCompactSettings = true
      }.rare,
      .text("changed", nil, "PATH", "PipeCD: a file that the commit changes (repeat)") { $0.build.changed.append($1) }
        .rare,
      .choice("strategy", "STRATEGY", "PipeCD: quick or pipeline, as a command asks") { $0.build.strategy = $1 }.rare,
      .flag("first-deployment", nil, "PipeCD: nothing has been deployed before") {
        $0.build.isFirstDeployment = true
      }.rare,
      .text("piped", nil, "FILE", "PipeCD: the configuration of piped, for its plugins") { $0.build.piped = $1 }.rare,
      .choice("dialect", "DIALECT", "the language of the file: drone, harness, pipecd") { $0.build.dialect = $1 }.rare,
      .text("ref", nil, "REF", "the git reference, such as refs/heads/main") { $0.build.ref = $1 }.rare,
      .text("sha", nil, "SHA", "the commit") { $0.build.sha = $1 }.rare,
      .text("commit-message", nil, "TEXT", "the message of the commit") { $0.build.message = $1 }.rare,
      .text("message", nil, "TEXT", "the message of the commit") { $0.build.message = $1 }.rare,
      .text("source-branch", nil, "BRANCH", "the branch that a pull request comes from") { $0.build.sourceBranch = $1 }
        .rare,
      .text("repo", nil, "OWNER/NAME", "the repository") { $0.build.repo = $1 }.rare,
      .text("cron", nil, "NAME", "the name of the cron job; implies --event cron") { $0.build.cron = $1 }.rare,
      .text("action", nil, "ACTION", "the action of the event, such as opened") { $0.build.action = $1 }.rare,
      .text("instance", nil, "HOST", "the host of the Drone server") { $0.build.instance = $1 }.rare,
      .text("env-file", nil, "FILE", "variables for every step, as NAME=value lines") {
        $0.build.environmentFiles.append($1)
      }.rare,
      .flag("clone", nil, "clone into a fresh volume instead of using the current folder") { $0.build.clones = true }
        .rare,
      .text("volume", nil, "HOST:PATH", "mount a folder of the host into every step (repeat)") {
        $0.build.volumes.append($1)
      }.rare,
      .text("privileged", nil, "IMAGE", "plugin image that runs privileged (repeat)") { $0.build.privileged.append($1) }
        .rare,
      .text("netrc-username", nil, "NAME", "user name for cloning") { $0.build.netrcUser = $1 }.rare,
      .text("netrc-password", nil, "TEXT", "password for cloning") { $0.build.netrcPassword = $1 }.rare,
      .text("netrc-machine", nil, "HOST", "host for cloning") { $0.build.netrcMachine = $1 }.rare,
    ]
  }

  /// The names under which the credentials for cloning are kept among the secrets; no file can write them.
  static let netrcPasswordSecret = "pipec\u{0}netrc-password"
  static let netrcFileSecret = "pipec\u{0}netrc-file"

  /// The credentials for cloning as secrets.
  var netrcSecrets: [(name: String, value: String)] {
    guard let user = netrcUser, let password = netrcPassword else { return [] }
    let file = "machine \(netrcMachine ?? "") login \(user) password \(password)\n"
    return [(Self.netrcPasswordSecret, password), (Self.netrcFileSecret, file)]
  }

  /// Everything that the planner needs to know.
  func context(_ streams: Streams, isQuiet: Bool, name: String) throws(CommandError) -> Context {
    let reading = WorkingTree.read()
    if reading.isGitMissing, !isQuiet {
      streams.error.line(
        "\(name): git is not installed, so branch, commit and repository are empty where no option says them")
    }
    if let event, !isQuiet, !BuildEvent.known.contains(BuildEvent(event)) {
      let names = BuildEvent.known.map(\.text)
      let hint = suggestion(event, names)
      streams.error.line(
        "\(name): no server sends the event '\(event)'"
          + (hint.isEmpty ? "; there is \(names.joined(separator: ", "))" : hint))
    }
    return try context(streams, workingTree: reading.facts)
  }

  /// The same with what is known of the working tree.
  func context(_ streams: Streams, workingTree facts: WorkingTreeFacts?) throws(CommandError) -> Context {
    var context = Context(request, workingTree: facts)
    context.parameters = try parameters.map { (text) throws(CommandError) in try Self.pair(text, of: "--param") }
    for file in environmentFiles {
      context.environment += try DotenvFile.read(file).map { Context.Parameter($0.name, $0.value) }
    }
    let variables = streams.environment.all
    context.hostVariables = variables.filter { $0.name.hasPrefix("DRONE_") }.map {
      Context.Parameter($0.name, $0.value)
    }
    context.proxies = Self.proxies(streams.environment)
    context.selection.pipelines = pipelines
    context.selection.include = include
    context.selection.exclude = exclude
    context.runner.privilegedImages = privileged
    context.runner.mounts = try volumes.map { (text) throws(CommandError) in try Self.mount(text) }
    context.runner.name = Self.hostName()
    if let netrcUser, netrcPassword != nil {
      context.netrc = Context.Netrc(
        machine: netrcMachine ?? "", login: netrcUser, passwordSecret: Self.netrcPasswordSecret,
        fileSecret: Self.netrcFileSecret)
    }
    guard let folder = PipelineFiles.currentFolder() else { throw .failure("the current folder has been removed") }
    context.workspace = clones ? .cloned : .mounted(path: folder)
    context.now = Int64(time(nil))
    return context
  }

  /// What they say about the build itself.
  var request: Context.Request {
    var request = Context.Request()
    request.event = event
    request.branch = branch
    request.sourceBranch = sourceBranch
    request.ref = ref
    request.tag = tag
    request.sha = sha
    request.message = message
    request.repository = repo
    request.deployTo = deployTo
    request.cron = cron
    request.action = action
    request.instance = instance
    request.isTrusted = isTrusted
    return request
  }

  /// The proxies of this machine in both spellings, as a runner passes them on; the lower one wins.
  private static func proxies(_ environment: Environment) -> [Context.Parameter] {
    ["no_proxy", "http_proxy", "https_proxy", "all_proxy"].flatMap { name -> [Context.Parameter] in
      let value = environment.isSet(name) ? environment[name] : environment[name.uppercased()]
      guard let value, !value.isEmpty else { return [] }
      return [Context.Parameter(name, value), Context.Parameter(name.uppercased(), value)]
    }
  }

  private static func pair(_ text: String, of option: String) throws(CommandError) -> Context.Parameter {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw .usage("\(option) takes NAME=VALUE, not '\(text)'")
    }
    return Context.Parameter(String(text[..<equals]), String(text[text.index(after: equals)...]))
  }

  private static func mount(_ text: String) throws(CommandError) -> Context.HostMount {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts[0].hasPrefix("/"), parts[1].hasPrefix("/") else {
      throw .usage("--volume takes two absolute paths with a colon between, not '\(text)'")
    }
    return Context.HostMount(hostPath: parts[0], path: parts[1])
  }

  private static func hostName() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension BuildOptions {
  /// - Throws: that something is said that means nothing in the language of the file.
  func verify(for dialect: Dialect) throws(CommandError) {
    let harness: [(name: String, isGiven: Bool)] = [
      ("input-set", !inputSets.isEmpty), ("set", !values.isEmpty), ("stages", !stages.isEmpty),
      ("compact-settings", usesCompactSettings),
    ]
    let pipecd: [(name: String, isGiven: Bool)] = [
      ("changed", !changed.isEmpty), ("strategy", strategy != nil), ("first-deployment", isFirstDeployment),
      ("piped", piped != nil),
    ]
    if dialect != .harness, let option = harness.first(where: \.isGiven) {
      throw .usage("--\(option.name) is for Harness pipelines, and the file is one of \(dialect.title)")
    }
    if dialect != .pipecd, let option = pipecd.first(where: \.isGiven) {
      throw .usage("--\(option.name) is for PipeCD applications, and the file is one of \(dialect.title)")
    }
    if dialect == .drone, !triggers.isEmpty {
      throw .usage(
        "--trigger is for Harness and PipeCD, and the file is one of Drone; --event and its kin say what happened")
    }
  }
}

extension Dialect {
  /// The name of the system.
  fileprivate var title: String {
    switch self {
    case .drone: "Drone"
    case .harness: "Harness"
    case .pipecd: "PipeCD"
    }
  }
}

/// Files of `NAME=value` lines.
enum DotenvFile {
  /// The names and values of a file.
  static func read(_ path: String) throws(CommandError) -> [(name: String, value: String)] {
    let bytes = try FileReader.read(path)
    do {
      return try Dotenv.parse(String(decoding: bytes, as: UTF8.self))
    } catch {
      throw .input("\(path):\(error.line): \(error.message)")
    }
  }
}
