import Diagnostics
import IR
import Parser
import Planner

/// Makes plans of Harness files: reads the files that go with a pipeline, and puts everything together.
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
    var facts = HarnessFacts(context: context)
    facts.selectedStages = options.stages
    facts.usesCompactJSON = options.usesCompactSettings
    begin(&facts, pipeline)
    let resolution = try resolve(pipeline, &facts)
    try check(resolution.pipeline, facts)
    var plan = HarnessPlanner.plan(resolution.pipeline, facts: facts, refusedFor: problems)
    if let trigger = triggers.first, let event {
      let verdict = HarnessTriggerVerdict(trigger, event, facts, resolution.pipeline)
      if !verdict.fires { plan.stop(because: verdict.reason) }
    }
    return Planned(plan: plan, sources: sources)
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

  // MARK: What started it

  private var event: HarnessEvent? {
    guard let payload else { return nil }
    var event = HarnessEvent(payload: payload)
    if let host = triggers.first?.webhookType?.value { event.sourceType = host }
    return event
  }

  private func begin(_ facts: inout HarnessFacts, _ pipeline: HarnessPipeline) {
    if let event {
      facts.begin(with: event)
    } else if options.event != nil || options.tag != nil || options.cron != nil {
      facts.begin(with: HarnessEvent(facts.context))
    } else if let trigger = triggers.first {
      var event = HarnessEvent(facts.context)
      if let type = trigger.sourceType?.value { event.type = type }
      facts.begin(with: event)
    } else {
      facts.chooseBuild(of: pipeline.codebase, isBranchGiven: options.branch != nil || options.ref != nil)
      facts.roots += HarnessFacts.codebase(of: facts.context)
    }
    let stages = triggers.first?.stagesToExecute.map(\.value) ?? []
    if facts.selectedStages.isEmpty { facts.selectedStages = stages }
  }

  // MARK: Inputs and templates

  private mutating func resolve(
    _ pipeline: HarnessPipeline, _ facts: inout HarnessFacts
  ) throws(CommandError) -> HarnessResolution {
    var values: [HarnessAssignment] = []
    for text in options.values {
      let given = sources.add(name: "--set", bytes: Array(text.utf8))
      guard let value = HarnessAssignment(given) else { throw .usage("--set takes PATH=VALUE, not '\(text)'") }
      values.append(value)
    }
    let templates = HarnessTemplates(templates(for: pipeline))
    let resolution = HarnessResolution(pipeline, templates: templates, sets: partials, values: values)
    problems += resolution.problems.map(\.diagnostic).filter { $0.severity == .error }
    // What is built is taken from the working tree where nobody says it.
    let missing = resolution.missing.filter { !$0.path.hasPrefix("pipeline.properties.ci.codebase.") }
    for input in missing {
      // A variable stands for its value.
      let isVariable = input.path.contains("variables.") && input.path.hasSuffix(".value")
      let path = isVariable ? String(input.path.dropLast(".value".count)) : input.path
      problems.append(
        Diagnostic(
          rule: "missing-input", severity: .error, message: "\(path) is a runtime input that nobody has given",
          at: input.input.span, help: "give it with --set \(path)=VALUE, or with --input-set FILE"))
    }
    for link in resolution.unresolved {
      problems.append(
        Diagnostic(
          rule: "missing-template", severity: .error,
          message: "the template \(link.reference?.value ?? "") is not beside the pipeline", at: link.span,
          help: "put its file into the folder of the pipeline, into .harness or into templates"))
    }
    if !partials.isEmpty { facts.roots.append(.init("inputSet", .map([.init("pipeline", inputs)]))) }
    return resolution
  }

  /// What was given, for `<+inputSet.…>`; later sets win.
  private var inputs: HarnessValue {
    .map(
      partials.flatMap { partial -> [HarnessValue.Member] in
        if case .map(let members) = HarnessValue(written: partial) { members } else { [] }
      })
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

extension Plan {
  /// Takes away the decision to run from everything.
  fileprivate mutating func stop(because reason: Plan.Reason) {
    for index in pipelines.indices {
      pipelines[index].decision = .skip
      pipelines[index].reason = reason
      for step in pipelines[index].steps.indices {
        pipelines[index].steps[step].decision = .skip
        pipelines[index].steps[step].runPolicy = .never
        pipelines[index].steps[step].reason = Plan.Reason("its pipeline does not run")
      }
    }
  }
}
