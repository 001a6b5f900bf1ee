import Diagnostics
import IR
import Parser
import Planner
import REPL

/// Makes plans of Harness files: reads the files that go with a pipeline, and says what is planned.
struct HarnessPlans {
  private let source: Source
  private let options: BuildOptions
  private var sources: SourceSet
  private var sets: [HarnessInputSet] = []
  private var partials: [Data] = []
  private var triggers: [HarnessTrigger] = []
  private var payload: HarnessValue?
  private var problems: [Diagnostic] = []

  init(_ source: Source, _ options: BuildOptions) {
    self.source = source
    self.options = options
    sources = SourceSet([source])
  }

  /// The plan of the pipeline in the file.
  mutating func plan(_ context: Context) throws(CommandError) -> Planned {
    let program = HarnessLoader.load(source)
    problems = program.problems.filter { $0.diagnostic.severity == .error }.map(\.diagnostic)
    guard let pipeline = try pipeline(of: program) else {
      return Planned(plan: Plan(pipelines: [], refusals: problems), sources: sources)
    }
    try readInputs()
    try readTriggers()
    var request = HarnessRequest()
    request.sets = partials
    request.values = try values()
    request.templates = templates(for: pipeline)
    request.trigger = triggers.first
    request.payload = payload
    request.stages = options.stages
    request.usesCompactSettings = options.usesCompactSettings
    request.namesEvent = options.event != nil || options.tag != nil || options.cron != nil
    request.namesBranch = options.branch != nil || options.ref != nil
    let facts = request.facts(of: pipeline, in: context)
    let resolution = request.resolve(pipeline)
    problems += request.problems(of: resolution)
    try check(resolution.pipeline, facts)
    return Planned(
      plan: request.plan(resolution, facts: facts, refusedFor: problems), sources: sources,
      warnings: request.warnings(of: resolution))
  }

  private func pipeline(of program: Program) throws(CommandError) -> HarnessPipeline? {
    for case .harness(let document) in program.documents {
      switch document {
      case .pipeline(let pipeline): return pipeline
      case .inputSet, .overlayInputSet:
        throw .input("\(source.name) is an input set; name a pipeline and give it with --input-set")
      case .template: throw .input("\(source.name) is a template; name a pipeline that uses it")
      case .trigger: throw .input("\(source.name) is a trigger; name a pipeline and give it with --trigger")
      case .entity(let entity): throw .input("\(source.name) is a \(entity.kind.rawValue), not a pipeline")
      }
    }
    if problems.isEmpty { throw .input("\(source.name) holds no pipeline") }
    return nil
  }

  // MARK: Other files

  private mutating func read(_ path: String) throws(CommandError) -> Source {
    sources.add(name: PipelineFiles.shown(path), bytes: try FileReader.read(path))
  }

  private mutating func readInputs() throws(CommandError) {
    for path in options.inputSets {
      let file = try read(path)
      let program = HarnessLoader.load(file)
      guard case .harness(let document)? = program.documents.first else {
        throw .input("\(path) holds no input set; 'pipec check' says why")
      }
      switch document {
      case .inputSet(let set):
        sets.append(set)
        if let values = set.values { partials.append(values) }
      case .overlayInputSet(let overlay):
        let beside = neighbours(of: path)
        let (found, problems) = HarnessInputs.sets(
          of: overlay, among: sets + beside.inputSets, overlays: beside.overlays)
        partials += found
        self.problems += problems.map(\.diagnostic)
      case .pipeline(let partial): partials.append(partial.data)
      default: throw .input("\(path) is no input set")
      }
    }
  }

  private mutating func readTriggers() throws(CommandError) {
    var triggerFile = source.name
    for path in options.triggers {
      let file = try read(path)
      let isTrigger = HarnessPayload.data(file)?["trigger"] != nil
      guard isTrigger else {
        guard let data = HarnessPayload.data(file) else {
          throw .input("\(path) is neither a trigger nor a payload in JSON")
        }
        payload = HarnessValue(written: data)
        continue
      }
      for case .harness(.trigger(let trigger)) in HarnessLoader.load(file).documents {
        triggers.append(trigger)
        triggerFile = path
      }
    }
    guard let trigger = triggers.first else { return }
    let beside = trigger.inputSetReferences.isEmpty ? [] : neighbours(of: triggerFile).inputSets
    for reference in trigger.inputSetReferences {
      guard let set = (sets + beside).first(where: { $0.identifier == reference }) else {
        let message = "there is no input set \(reference.value) beside the trigger"
        problems.append(
          Diagnostic(
            rule: "missing-input", severity: .error, message: message, at: reference.span,
            help: "give it with --input-set FILE"))
        continue
      }
      if let values = set.values { partials.append(values) }
    }
    if let values = HarnessInputs.values(of: trigger) { partials.append(values) }
  }

  // MARK: Inputs and templates

  private mutating func values() throws(CommandError) -> [HarnessAssignment] {
    var values: [HarnessAssignment] = []
    for text in options.values {
      let given = sources.add(name: "--set", bytes: Array(text.utf8))
      guard let value = HarnessAssignment(given) else { throw .usage("--set takes PATH=VALUE, not '\(text)'") }
      values.append(value)
    }
    return values
  }

  /// Templates that stand beside the pipeline.
  private mutating func templates(for pipeline: HarnessPipeline) -> [HarnessTemplate] {
    guard HarnessTemplates.hasLinks(pipeline.data) else { return [] }
    return neighbours(of: source.name).templates
  }

  /// The documents beside a file.
  private mutating func neighbours(of path: String) -> HarnessNeighbours {
    var files = HarnessFiles(firstIndex: sources.sources.count)
    let neighbours = files.neighbours(of: path)
    for source in files.sources { _ = sources.add(name: source.name, bytes: source.bytes) }
    return neighbours
  }

  // MARK: What the user names

  private func check(_ pipeline: HarnessPipeline, _ facts: HarnessFacts) throws(CommandError) {
    guard problems.isEmpty else { return }
    let stages = pipeline.allStages.compactMap { $0.identifier?.value }
    for wanted in facts.selectedStages where !stages.contains(wanted) {
      throw .usage("no stage has the identifier '\(wanted)'" + Planning.hint(wanted, stages))
    }
  }
}
