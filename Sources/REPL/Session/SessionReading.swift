import Checker
import Diagnostics
import Expressions
import IR
import Parser
import Planner

/// What a file says, without a look at the context: read once, whenever somebody first asks.
struct SessionReading: Sendable {
  let dialect: Dialect
  /// The file as `check` reads it, with the templates that lie beside it.
  let program: Program
  let sources: SourceSet

  init(_ file: LoadedFile, as chosen: Dialect?) {
    let own = DialectDetection.dialect(of: file.source)
    dialect = chosen ?? own
    let known = dialect == own ? file.program : nil
    let program = known ?? ProgramLoader.load(file.source, dialect: dialect, lookup: Checker.assumedValue)
    self.program = HarnessNeighbours.matter(for: program) ? file.neighbours.linked(program) : program
    sources = file.sources
  }

  /// What the server or the runner refuses.
  var errors: [Diagnostic] {
    program.problems.map(\.diagnostic).filter { $0.severity == .error }.inSourceOrder()
  }

  /// The first Harness document.
  var harness: HarnessDocument? {
    for case .harness(let document) in program.documents { return document }
    return nil
  }

  /// What the file holds, for the first line about it.
  var summary: String {
    switch dialect {
    case .drone:
      let pipelines = program.pipelines
      let steps = pipelines.reduce(0) { $0 + $1.allSteps.count }
      return "\(Self.count(pipelines.count, "pipeline")), \(Self.count(steps, "step"))"
    case .harness:
      guard case .pipeline(let pipeline)? = harness else { return "no pipeline" }
      let environment = HarnessEnvironment(.pipeline(pipeline))
      let stages = environment.nodes.count { $0.kind == .stage }
      let steps = environment.nodes.count { $0.kind == .step }
      return "\(Self.count(stages, "stage")), \(Self.count(steps, "step"))"
    case .pipecd:
      for case .pipecd(let document) in program.documents {
        let kind = document.kind?.value ?? "no kind"
        return document.application == nil ? kind : "\(kind), \(Self.count(document.stages.count, "stage"))"
      }
      return "no document"
    }
  }

  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

/// What would run of a file in a context.
struct SessionPlan: Sendable {
  let plan: Plan
  /// All texts that its places are in.
  let sources: SourceSet
  /// What expressions of Harness are asked of.
  let settler: HarnessSettler?
  /// What refuses the file or its pipelines.
  let refusals: [Diagnostic]
  /// What was set and is ignored.
  let warnings: [Diagnostic]

  /// - Parameter state: how steps of Harness are taken to have ended.
  init(_ plan: Plan, sources: SourceSet, warnings: [Diagnostic] = [], state: HarnessState = HarnessState()) {
    self.plan = plan
    self.sources = sources
    self.warnings = warnings
    settler = plan.pipelines.first.flatMap { HarnessSettler($0, state: state) }
    refusals = Self.distinct(plan.refusals + plan.pipelines.flatMap(\.refusals))
  }

  private static func distinct(_ refusals: [Diagnostic]) -> [Diagnostic] {
    var result: [Diagnostic] = []
    for refusal in refusals.inSourceOrder() where refusal != result.last { result.append(refusal) }
    return result
  }
}

extension Session {
  /// Makes the plan of the file in the context as it is.
  func makePlan(_ file: LoadedFile, _ reading: SessionReading) -> SessionPlan {
    let context = surroundings.context(with: settings)
    switch reading.dialect {
    case .drone: return SessionPlan(DroneFile(file.source).plan(in: context), sources: file.sources)
    case .harness: return harnessPlan(file, context)
    case .pipecd:
      var request = DeploymentRequest(context: context)
      request.directory = file.directory
      request.file = file.source.name.split(separator: "/").last.map(String.init) ?? ""
      request.templates = file.analysisTemplates
      settings.apply(to: &request)
      return SessionPlan(PipeCDPlanner.plan(PipeCDLoader.load(file.source), for: request), sources: file.sources)
    }
  }

  private func harnessPlan(_ file: LoadedFile, _ context: Context) -> SessionPlan {
    var sources = file.sources
    let program = HarnessLoader.load(file.source)
    let errors = program.problems.filter { $0.diagnostic.severity == .error }.map(\.diagnostic)
    for case .harness(.pipeline(let pipeline)) in program.documents {
      var request = HarnessRequest()
      if HarnessTemplates.hasLinks(pipeline.data) { request.templates = file.neighbours.templates }
      for input in settings.members(of: .input) {
        let text = sources.add(name: ":set", bytes: Array("\(input.name)=\(input.value)".utf8))
        if let value = HarnessAssignment(text) { request.values.append(value) }
      }
      request.namesEvent = ["event", "tag", "cron"].contains { settings[$0] != nil }
      request.namesBranch = ["branch", "ref"].contains { settings[$0] != nil }
      request.roots = roots
      let resolution = request.resolve(pipeline)
      let facts = request.facts(of: pipeline, in: context)
      let refusals = errors + request.problems(of: resolution)
      let warnings = request.warnings(of: resolution)
      let plan = request.plan(resolution, facts: facts, refusedFor: refusals)
      guard let harness = plan.pipelines.first?.harness, let state = state(of: harness) else {
        return SessionPlan(plan, sources: sources, warnings: warnings)
      }
      // Where steps are, is known only now; what they have published may decide what runs.
      request.state = state
      return SessionPlan(
        request.plan(resolution, facts: facts, refusedFor: refusals), sources: sources, warnings: warnings,
        state: state)
    }
    return SessionPlan(Plan(pipelines: [], refusals: errors), sources: sources)
  }

  /// Objects of expressions that were set by their path, such as `trigger.branch`.
  private var roots: [HarnessValue.Member] {
    zip(settings.tree.keys, settings.tree.values).map { .init($0.javaText, HarnessValue($1)) }
  }

  /// What steps are taken to have done; nil where nothing was said.
  private func state(of plan: HarnessPlan) -> HarnessState? {
    var state = HarnessState()
    for output in settings.members(of: .output) {
      guard let dot = output.name.lastIndex(of: ".") else { continue }
      let step = String(output.name[..<dot])
      let member = HarnessValue.Member(
        String(output.name[output.name.index(after: dot)...]), .text(output.value))
      for node in Self.steps(step, of: plan) {
        var record = state.nodes[node.path] ?? HarnessState.NodeState(status: .succeeded)
        record.outputs.append(member)
        record.outcome.append(member)
        state.nodes[node.path] = record
      }
    }
    for status in settings.members(of: .status) {
      guard let word = HarnessStatus(rawValue: status.value.uppercased()) else { continue }
      for node in Self.steps(status.name, of: plan) {
        var record = state.nodes[node.path] ?? HarnessState.NodeState(status: word)
        record.status = word
        state.nodes[node.path] = record
      }
    }
    return state.nodes.isEmpty ? nil : state
  }

  /// The steps of a name: that of a path, or all that have the identifier.
  static func steps(_ name: String, of plan: HarnessPlan) -> [HarnessPlanNode] {
    let steps = plan.placesOfExpressions
    let exact = steps.filter { $0.path.description == name }
    return exact.isEmpty ? steps.filter { $0.identifier == name } : exact
  }
}
