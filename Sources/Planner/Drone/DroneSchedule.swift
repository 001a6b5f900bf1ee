import Diagnostics
import IR

/// What a Drone server makes of a file: which pipelines it creates, in which order, and which not.
///
/// The server reads the text as written, never after substitution.
public struct DroneSchedule: Sendable {
  /// What becomes of the whole file.
  public enum Outcome: Hashable, Sendable {
    case build
    /// No build is created; why.
    case skip(Plan.Reason)
    /// The whole build is an error.
    case refused([Problem])
  }

  /// A pipeline that the build consists of.
  public struct Stage: Sendable {
    /// The name under which a runner looks for the pipeline.
    public var name: String
    /// `kind` as the server reads it.
    public var kind: String
    /// `type` as the server reads it; `docker` where none is written.
    public var type: String
    /// From 1, in file order.
    public var number: Int
    /// Where the pipeline stands among the pipelines of the program.
    public var index: Int
    /// What must be done before, skipped pipelines replaced by what they waited for; as Drone lists it, with repetitions.
    public var dependsOn: [String]
    /// When it runs after those that it waits for.
    public var runPolicy: Plan.RunPolicy
    /// The machine that it asks for.
    public var platform: Plan.Platform
    /// Why it is part of the build.
    public var reason: Plan.Reason

    /// Whether it waits for others before any runner may take it.
    public var isWaiting: Bool { !dependsOn.isEmpty }
  }

  /// A pipeline that the build does not have.
  public struct Skipped: Sendable {
    /// The name of the pipeline.
    public var name: String
    /// Where the pipeline stands among the pipelines of the program.
    public var index: Int
    /// The condition that failed first.
    public var subject: Condition.Subject?
    /// The same for people, with its place.
    public var reason: Plan.Reason
  }

  /// What becomes of the whole file.
  public var outcome: Outcome
  /// The pipelines that the build has, in file order.
  public var stages: [Stage] = []
  /// The pipelines that it does not have, in file order.
  public var skipped: [Skipped] = []

  /// Decides for the pipelines of a file as the server sees them.
  public init(_ program: Program, in context: Context) {
    outcome = .build
    if let reason = DroneSchedule.skipText(context) {
      outcome = .skip(reason)
    } else {
      let problems = program.problems.filter { $0.counts(in: context) && $0.isServers }
      if !problems.isEmpty { outcome = .refused(problems) }
    }
    decide(program.pipelines, context)
    if outcome == .build, stages.isEmpty { outcome = .skip(Plan.Reason("no pipeline's trigger matches")) }
  }

  /// A message with such a text keeps a push or a pull request from being built.
  private static func skipText(_ context: Context) -> Plan.Reason? {
    guard context.selection.honoursTriggers, context.selection.pipelines.isEmpty else { return nil }
    guard context.build.event == .push || context.build.event == .pullRequest else { return nil }
    let texts = [context.commit.message, context.build.event == .pullRequest ? context.build.pullRequestTitle : ""]
    for marker in ["[ci skip]", "[skip ci]", "***no_ci***"] {
      if texts.contains(where: { $0.lowercased().contains(marker) }) {
        return Plan.Reason("the commit message contains \(marker)")
      }
    }
    return nil
  }

  private mutating func decide(_ pipelines: [Pipeline], _ context: Context) {
    let values = DroneConditions.Values(context)
    var graph = DependencyGraph()
    for (index, pipeline) in pipelines.enumerated() {
      let server = pipeline.drone?.server ?? ServerView()
      let rawName = server.name?.value ?? ""
      let name = rawName.isEmpty ? "default" : rawName
      let verdict = DroneSchedule.verdict(server, name: name, values, context.selection)
      graph.add(rawName, dependsOn: server.dependsOn.map(\.value), isSkipped: verdict.isSkipped)
      if verdict.isSkipped {
        skipped.append(Skipped(name: name, index: index, subject: verdict.subject, reason: verdict.reason))
        continue
      }
      let kind = server.kind?.value ?? ""
      let type = server.type?.value ?? ""
      stages.append(
        Stage(
          name: name, kind: kind, type: type.isEmpty && kind == "pipeline" ? "docker" : type, number: stages.count + 1,
          index: index, dependsOn: [], runPolicy: DroneConditions.pipelinePolicy(server.trigger?[.status]),
          platform: Plan.Platform(server.platform), reason: verdict.reason))
    }
    // The graph knows an unnamed pipeline by its empty name and is asked for `default`: its dependencies are lost.
    for index in stages.indices { stages[index].dependsOn = graph.ancestors(of: stages[index].name) }
  }

  private static func verdict(
    _ server: ServerView, name: String, _ values: DroneConditions.Values, _ selection: Context.Selection
  ) -> (isSkipped: Bool, subject: Condition.Subject?, reason: Plan.Reason) {
    if !selection.pipelines.isEmpty {
      guard selection.pipelines.contains(name) else {
        return (true, nil, Plan.Reason("another pipeline was asked for"))
      }
      return (false, nil, Plan.Reason("it was asked for by name"))
    }
    guard selection.honoursTriggers else { return (false, nil, Plan.Reason("triggers are not looked at")) }
    if let trigger = server.trigger,
      let refusal = DroneConditions.refusal(of: trigger, DroneConditions.triggerSubjects, values)
    {
      return (true, refusal.subject, refusal.reason)
    }
    return (false, nil, DroneConditions.acceptance(of: server.trigger, DroneConditions.triggerSubjects, values))
  }
}

extension Problem {
  /// Whether the problem exists for this repository: some are only problems where it is not trusted.
  func counts(in context: Context) -> Bool {
    !(isTrustDependent && context.repository.isTrusted)
  }

  var isServers: Bool {
    switch authority {
    case .server, .both: true
    case .runner: false
    }
  }

  /// Whether the runner refuses the pipeline of that name.
  func isRunners(for pipeline: String) -> Bool {
    switch authority {
    case .server: false
    case .both, .runner(pipeline: nil): true
    case .runner(pipeline: let name?): name == pipeline || (name.isEmpty && pipeline == "default")
    }
  }
}

extension Plan.Platform {
  /// Linux on amd64 where the file says nothing.
  init(_ platform: IR.Platform) {
    self.init()
    if let os = platform.os?.value, !os.isEmpty { self.os = os }
    if let architecture = platform.architecture?.value, !architecture.isEmpty { self.architecture = architecture }
    variant = platform.variant?.value ?? ""
    version = platform.version?.value ?? ""
  }
}

/// Pipelines by name, with what they depend on.
struct DependencyGraph {
  private var edges: [String: [String]] = [:]
  private var skipped: Set<String> = []
  private var known: [String: [String]] = [:]
  /// From here on repetitions are left out, lest chains of skipped pipelines grow the list beyond measure.
  private static let longest = 1000

  mutating func add(_ name: String, dependsOn: [String], isSkipped: Bool) {
    edges[name] = dependsOn
    if isSkipped { skipped.insert(name) } else { skipped.remove(name) }
  }

  /// What a pipeline waits for; a skipped one is replaced by what it waits for itself.
  mutating func ancestors(of name: String) -> [String] {
    var stack = [name]
    while let top = stack.last {
      if known[top] != nil {
        stack.removeLast()
        continue
      }
      let dependencies = (edges[top] ?? []).filter { edges[$0] != nil }
      let missing = dependencies.filter { skipped.contains($0) && known[$0] == nil && !stack.contains($0) }
      guard missing.isEmpty else {
        stack += missing
        continue
      }
      var result: [String] = []
      for dependency in dependencies {
        if skipped.contains(dependency) { result += known[dependency] ?? [] } else { result.append(dependency) }
      }
      if result.count > DependencyGraph.longest {
        var seen: Set<String> = []
        result = result.filter { seen.insert($0).inserted }
      }
      known[top] = result
      stack.removeLast()
    }
    return known[name] ?? []
  }
}
