import Diagnostics
import IR
import Parser
import Planner
import REPL

/// A plan, and the texts that its places are in.
struct Planned {
  var plan: Plan
  /// The first is the file that was planned.
  var sources: SourceSet
  /// What is taken all the same, but does not do what somebody meant.
  var warnings: [Diagnostic] = []
  /// Where the application of a deployment lies, and what is told about piped.
  var deployment: DeploymentInput?
}

/// Makes plans of files.
enum Planning {
  /// The plan of a file in the language that it is in.
  static func plan(
    _ source: Source, _ context: Context, _ options: BuildOptions
  ) throws(CommandError) -> Planned {
    let dialect = options.dialect ?? DialectDetection.dialect(of: source)
    try options.verify(for: dialect)
    switch dialect {
    case .drone: return Planned(plan: try dronePlan(source, context), sources: SourceSet([source]))
    case .harness:
      var plans = HarnessPlans(source, options)
      return try plans.plan(context)
    case .pipecd:
      var plans = PipeCDPlans(source, options)
      return try plans.plan(context)
    }
  }

  /// The same without options for inputs.
  static func plan(_ source: Source, _ context: Context) throws(CommandError) -> Plan {
    try plan(source, context, BuildOptions()).plan
  }

  /// The plan of a Drone file, whose steps and pipelines must include those that the user names.
  private static func dronePlan(_ source: Source, _ context: Context) throws(CommandError) -> Plan {
    let file = DroneFile(source)
    try check(context.selection, against: file.program)
    return file.plan(in: context)
  }

  /// Shows what refuses the file or its pipelines; true where something does.
  static func report(_ planned: Planned, _ style: Style, _ streams: Streams) -> Bool {
    let plan = planned.plan
    let refusals = (plan.refusals + plan.pipelines.flatMap(\.refusals)).inSourceOrder()
    var distinct: [Diagnostic] = []
    for refusal in refusals where refusal != distinct.last { distinct.append(refusal) }
    // What the planner cannot take, the reader may have said before, and better.
    let told = Set(distinct.lazy.filter { $0.rule != "harness-plan" }.map(\.primary.span))
    distinct.removeAll { $0.rule == "harness-plan" && told.contains($0.primary.span) }
    // What is only a warning of the check, because the file cannot show whether it holds, does refuse this build.
    for index in distinct.indices { distinct[index].severity = .error }
    let renderer = TextRenderer(style: style, sources: planned.sources)
    streams.error.write(renderer.text(of: planned.warnings.inSourceOrder() + distinct))
    return !distinct.isEmpty
  }

  private static func check(_ selection: Context.Selection, against program: Program) throws(CommandError) {
    let pipelines = program.pipelines
    // A file with errors may be without names; the errors are what must be said then.
    guard !pipelines.isEmpty else { return }
    let names = pipelines.map { $0.name?.value ?? "default" }
    for wanted in selection.pipelines where !names.contains(wanted) {
      throw .usage("no pipeline is named '\(wanted)'" + hint(wanted, names))
    }
    let steps = pipelines.flatMap { $0.allSteps.compactMap { $0.name?.value } }
    for wanted in selection.include + selection.exclude where !steps.contains(wanted) && wanted != "clone" {
      throw .usage("no step is named '\(wanted)'" + hint(wanted, steps))
    }
  }

  /// The nearest name, or else all of them.
  static func hint(_ wanted: String, _ names: [String]) -> String {
    let nearest = suggestion(wanted, names)
    return nearest.isEmpty ? list(names) : nearest
  }

  private static func list(_ names: [String]) -> String {
    let unique = names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    guard !unique.isEmpty, unique.count <= 12 else { return "" }
    return "; there is " + unique.joined(separator: ", ")
  }
}
