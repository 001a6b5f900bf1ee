import Diagnostics
import Glibc
import IR
import Interpreter
import Planner

/// What the user says about a run of a Harness pipeline.
struct HarnessRunSettings: Sendable {
  var approvals: [String] = []
  var rejections: [String] = []
  var stubs: [String] = []
  var policyFolder: String?
  var opa: String?
  var isPolicyStrict = false
  var image: String?

  /// The options, named for what they do; those for approvals, stubs and images serve PipeCD as well.
  static var table: [CommandOption<RunCommand>] {
    [
      .text(
        "approve", nil, "STEP[=NAME=VALUE,…]",
        "give this approval; Harness: with what it asks for; PipeCD: STAGE[=USER,…] (repeat)"
      ) {
        $0.harness.approvals.append($1)
      }.rare,
      .text("reject", nil, "STEP", "Harness: refuse this approval (repeat)") { $0.harness.rejections.append($1) }.rare,
      .text(
        "stub", nil, "STEP[=FILE|=failure]",
        "take the step to be done; Harness: with these outputs; PipeCD: =success, =failure (repeat)"
      ) {
        $0.harness.stubs.append($1)
      }.rare,
      .text("image", nil, "IMAGE", "Harness: for steps without an image; PipeCD: for scripts") {
        $0.harness.image = $1
      }.rare,
      .text("policy", nil, "FOLDER", "Harness: policy sets as files of Rego; org.x is org/x.rego") {
        $0.harness.policyFolder = $1
      }.rare,
      .text("opa", nil, "PROGRAM", "Harness: the program that evaluates policies (default: opa)") {
        $0.harness.opa = $1
      }.rare,
      .flag("strict-policy", nil, "Harness: policies that cannot be evaluated fail their step") {
        $0.harness.isPolicyStrict = true
      }.rare,
    ]
  }

  /// Everything that the run needs to know, checked against what the plan has.
  func options(for plan: Plan, _ streams: Streams) throws(CommandError) -> HarnessRunOptions {
    var options = HarnessRunOptions()
    guard let pipeline = plan.pipelines.first(where: { $0.harness != nil }) else {
      let isDeployment = plan.pipelines.contains { $0.pipecd != nil }
      let shared: Set = isDeployment ? ["approve", "stub", "image"] : []
      if let option = given.first(where: { !shared.contains($0) }) {
        throw .usage("--\(option) is for Harness pipelines, and the file has none")
      }
      return options
    }
    let steps = Steps(pipeline)
    for text in approvals {
      let (name, value) = Self.split(text)
      try steps.check(name, option: "approve", types: ["Approval"])
      var answer = HarnessApprovalAnswer(isApproved: true)
      for pair in (value ?? "").split(separator: ",") {
        guard let equals = pair.firstIndex(of: "="), equals > pair.startIndex else {
          throw .usage("--approve takes STEP=NAME=VALUE,…, not '\(text)'")
        }
        answer.inputs.append(.init(String(pair[..<equals]), .text(String(pair[pair.index(after: equals)...]))))
      }
      options.approvals[name] = answer
    }
    for name in rejections {
      try steps.check(name, option: "reject", types: ["Approval"])
      options.approvals[name] = HarnessApprovalAnswer(isApproved: false)
    }
    for text in stubs {
      let (name, value) = Self.split(text)
      let type = try steps.check(name, option: "stub", types: [])
      options.stubs[name] = try Self.stub(value, type: type)
    }
    options.image = image
    options.isPolicyStrict = isPolicyStrict
    options.policies = try policies(streams)
    options.person = streams.environment["USER"] ?? ""
    if isatty(streams.input) == 1, streams.error.isTerminal { options.prompter = TerminalPrompter() }
    return options
  }

  private var given: [String] {
    let options: [(Bool, String)] = [
      (!approvals.isEmpty, "approve"), (!rejections.isEmpty, "reject"), (!stubs.isEmpty, "stub"),
      (policyFolder != nil, "policy"), (opa != nil, "opa"), (isPolicyStrict, "strict-policy"), (image != nil, "image"),
    ]
    return options.filter(\.0).map(\.1)
  }

  private static func split(_ text: String) -> (name: String, value: String?) {
    guard let equals = text.firstIndex(of: "=") else { return (text, nil) }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }

  private static func stub(_ value: String?, type: String) throws(CommandError) -> HarnessStub {
    guard let value, !value.isEmpty else { return HarnessStub() }
    if value == "failure" { return HarnessStub(fails: true) }
    let text = String(decoding: try FileReader.read(value), as: UTF8.self)
    switch HarnessStub.read(text, type: type) {
    case .success(let stub): return stub
    case .failure(let refusal): throw .input("\(value): \(refusal.message)")
    }
  }

  private func policies(_ streams: Streams) throws(CommandError) -> PolicyEvaluator? {
    guard let folder = policyFolder else { return nil }
    guard access(folder, R_OK | X_OK) == 0 else { throw .input("the folder \(folder) of --policy cannot be read") }
    let path = streams.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    let name = opa ?? "opa"
    let candidates = name.contains("/") ? [name] : path.split(separator: ":").map { "\($0)/\(name)" }
    guard let program = candidates.first(where: { access($0, X_OK) == 0 }) else {
      if opa != nil { throw .input("the program \(name) of --opa is not there") }
      streams.error.line("pipec run: there is no program opa, so that policies are not evaluated (--opa names it)")
      return nil
    }
    return PolicyEvaluator(folder: folder, program: program, environment: ["PATH=\(path)"])
  }

  /// What only a delegate does and nothing stands in for: the run ends before it begins.
  static func refuseDelegateSteps(_ plan: Plan, _ options: HarnessRunOptions) throws(CommandError) {
    var missing: [String] = []
    for pipeline in plan.pipelines where pipeline.decision != .skip && pipeline.harness != nil {
      for step in pipeline.steps where step.performer == .delegate && step.decision != .skip {
        let names = [step.id, step.id.split(separator: ".").last.map(String.init) ?? step.id]
        let answers = Set(options.stubs.keys).union(options.approvals.keys)
        if !names.contains(where: answers.contains) { missing.append("\(step.id) (\(step.type ?? "?"))") }
      }
    }
    for node in plan.pipelines.filter({ $0.decision != .skip }).flatMap({ $0.harness?.nodes ?? [] })
    where node.decision != .skip && node.elsewhere != nil {
      if options.stubs[node.path.description] == nil { missing.append("\(node.path) (a stage of its own pipeline)") }
    }
    guard let first = missing.first else { return }
    let shown = missing.prefix(8).joined(separator: ", ") + (missing.count > 8 ? ", …" : "")
    let id = first.prefix { $0 != " " }
    throw .input(
      "only a Harness delegate does \(shown): it reaches what is deployed, which pipec does not; "
        + "--stub \(id)[=OUTPUTS.json] takes a step to be done")
  }
}

/// The steps of a plan by the names that a user gives them.
private struct Steps {
  /// Paths and identifiers, with the type of the step.
  private var types: [String: String] = [:]
  private var names: [String] = []

  init(_ pipeline: Plan.Pipeline) {
    for node in pipeline.harness?.nodes ?? [] {
      if node.elsewhere != nil {
        types[node.path.description] = "Pipeline"
        names.append(node.path.description)
      }
      guard node.kind == .step, case .step(let step) = node.origin else { continue }
      let written = step.identifier?.value ?? node.identifier
      for name in [node.path.description, node.identifier, written] where types[name] == nil {
        types[name] = step.type?.value ?? ""
        names.append(name)
      }
    }
  }

  /// The type of a step; refuses names that no step has, and steps of types that the option is not for.
  @discardableResult
  func check(_ name: String, option: String, types allowed: [String]) throws(CommandError) -> String {
    guard let type = types[name] else {
      throw .usage("--\(option): no step is called '\(name)'" + suggestion(name, names))
    }
    guard allowed.isEmpty || allowed.contains(where: type.hasSuffix) else {
      throw .usage("--\(option): the step '\(name)' is of type \(type), which nobody approves")
    }
    return type
  }
}
