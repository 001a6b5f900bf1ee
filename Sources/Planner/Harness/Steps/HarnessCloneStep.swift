import Expressions
import IR

/// What fetches repositories: the codebase of a CI stage, and what `GitClone` steps name.
struct HarnessCloneStep {
  static let image = "harness/drone-git:latest"
  private let settler: HarnessSettler
  private let index: Int

  init(_ writer: HarnessStepWriter) {
    settler = writer.settler
    index = writer.index
  }

  init(_ settler: HarnessSettler, _ index: Int) {
    self.settler = settler
    self.index = index
  }

  /// What the clone image reads for the codebase of the pipeline.
  ///
  /// Builds of a branch or tag that somebody starts by hand fetch the last 50 commits where the file says nothing.
  func variables(of codebase: HarnessCodebase?) -> [Plan.EnvironmentVariable] {
    var list: [Plan.EnvironmentVariable] = []
    let context = settler.plan.facts.context
    let depth = codebase?.depth.flatMap { settler.integer($0, at: index) }
    let isManual = settler.plan.facts.triggerType == "MANUAL"
    let kind = codebase?.build?.type?.value
    let isReference = kind == nil ? context.build.event != .pullRequest : kind == "branch" || kind == "tag"
    if let depth = depth ?? (isManual && isReference ? 50 : nil), depth > 0 {
      list.append(.init("PLUGIN_DEPTH", String(depth)))
    }
    let data = codebase?.data
    if data?["sslVerify"]?.name == "false" { list.append(.init("GIT_SSL_NO_VERIFY", "true")) }
    for (key, name) in [("lfs", "PLUGIN_LFS"), ("debug", "PLUGIN_DEBUG"), ("fetchTags", "PLUGIN_TAGS")]
    where data?[key]?.name == "true" {
      list.append(.init(name, "true"))
    }
    return list
  }

  /// What the clone image reads for a step that clones another repository.
  func variables(of clone: HarnessGitClone) -> [Plan.EnvironmentVariable] {
    func text(_ text: Text?) -> Plan.Value? { text.map { settler.render($0.value, at: index, unresolved: .original) } }
    var list: [Plan.EnvironmentVariable] = []
    if let repository = text(clone.repoName) { list.append(.init("DRONE_REMOTE_URL", repository)) }
    if let reference = text(clone.build?.reference) {
      switch clone.build?.type?.value {
      case "branch"?: list.append(.init("DRONE_COMMIT_BRANCH", reference))
      case "tag"?: list.append(.init("DRONE_TAG", reference))
      case "PR"?: list.append(.init("DRONE_PULL_REQUEST", reference))
      case "commitSha"?: list.append(.init("DRONE_COMMIT_SHA", reference))
      default: break
      }
    }
    let depth = clone.depth.flatMap { settler.integer($0, at: index) }
    let kind = clone.build?.type?.value
    if let depth = depth ?? (kind == "branch" || kind == "tag" ? 50 : nil), depth > 0 {
      list.append(.init("PLUGIN_DEPTH", String(depth)))
    }
    if settler.flag(clone.verifiesTLS, at: index) == false { list.append(.init("GIT_SSL_NO_VERIFY", "true")) }
    let folder = text(clone.directory) ?? clone.repoName.map { .literal(Self.lastPart($0.value)) }
    if let folder {
      var path = TextPieces()
      if !folder.display.hasPrefix("/") { path.append(HarnessFolders.workspace + "/") }
      path.append(folder)
      list.append(.init("DRONE_WORKSPACE", path.value))
    }
    return list
  }

  private static func lastPart(_ name: String) -> String {
    let last = name.split(separator: "/").last.map(String.init) ?? name
    return last.hasSuffix(".git") ? String(last.dropLast(4)) : last
  }
}

extension HarnessSettler {
  /// The step that fetches the codebase before all others of a stage. Where the working tree is used it stays in the plan
  /// as a step that never runs.
  mutating func addClone(_ stage: HarnessStage, _ index: Int) {
    guard let place = plan.nodes[index].scope else { return }
    var step = Plan.Step(
      id: plan.nodes[index].path.description + ".harness-git-clone", name: "clone codebase", role: .clone,
      decision: plan.nodes[index].decision, reason: Plan.Reason("fetches the codebase"))
    if case .mounted = plan.facts.context.workspace {
      step.decision = .skip
      step.reason = Plan.Reason("the working tree is used as it is")
      step.runPolicy = .never
    } else if step.decision == .skip {
      step.reason = Plan.Reason("its stage \(plan.nodes[index].identifier) does not run")
      step.runPolicy = .never
    }
    step.stage = plan.nodes[index].identifier
    step.node = index
    step.type = "GitClone"
    step.performer = .container
    step.image = HarnessCloneStep.image
    step.workingDirectory = HarnessFolders.workspace
    step.mounts = mounts(of: plan.scopes[place])
    step.environment = HarnessEnvironment(self, index).variables(
      own: [], settings: HarnessCloneStep(self, index).variables(of: plan.pipeline.codebase), isService: true)
    if let netrc = plan.facts.context.netrc { step.environment += DroneVariables.netrc(netrc) }
    plan.scopes[place].clone = steps.count
    steps.append(step)
  }

  /// Something that runs beside the steps of a stage, in the manner of older files.
  mutating func add(_ service: HarnessStep, besides index: Int) {
    guard let place = plan.nodes[index].scope, case .background(let background) = service.action else { return }
    let identifier = service.identifier?.value ?? "service\(plan.scopes[place].services.count + 1)"
    var step = Plan.Step(
      id: plan.nodes[index].path.appending(identifier).description, name: service.name?.value ?? identifier,
      role: .service, decision: plan.nodes[index].decision, reason: Plan.Reason("runs beside the steps of its stage"))
    if step.decision == .skip { step.runPolicy = .never }
    step.stage = plan.nodes[index].identifier
    step.node = index
    step.span = service.span
    let writer = HarnessStepWriter(self, index, service)
    background.write(writer, &step)
    step.networkAliases = [identifier]
    plan.scopes[place].services.append(steps.count)
    steps.append(step)
  }
}
