import Expressions
import IR
import Planner
import Synchronization

/// What steps leave: output variables, variables for those that follow, test reports.
extension HarnessRunner {
  /// No file of variables is longer; what Harness reads of one line is less.
  private static let largestFile = 4 << 20

  /// Reads what a step wrote; the result says what could not be read.
  func collect(
    _ files: LeftFiles, of step: HarnessStep, _ plan: Plan.Step, at index: Int
  ) async -> String? {
    var problems: [String] = []
    await collectOutputs(files, of: step, at: index, &problems)
    await collectExports(files, at: index)
    await collectArtifacts(files, at: index)
    if !plan.reports.isEmpty { await collectReports(files, plan.reports, at: index) }
    return problems.isEmpty ? nil : problems.joined(separator: "; ")
  }

  private func collectOutputs(
    _ files: LeftFiles, of step: HarnessStep, at index: Int, _ problems: inout [String]
  ) async {
    var plain: [(name: String, value: String)] = []
    var secret: [(name: String, value: String)] = []
    if let path = files.variable("DRONE_OUTPUT") ?? files.variable("HARNESS_OUTPUT_FILE"),
      let bytes = await files.file(at: path, atMost: Self.largestFile)
    {
      switch HarnessOutputFile.read(bytes) {
      case .success(let variables): plain = variables.map { ($0.name, $0.value) }
      case .failure(let problem): problems.append("its output variables cannot be read: \(problem.message)")
      }
    }
    if let path = files.variable("HARNESS_OUTPUT_SECRET_FILE"),
      let bytes = await files.file(at: path, atMost: Self.largestFile)
    {
      switch HarnessOutputFile.read(bytes) {
      case .success(let variables): secret = variables.map { ($0.name, $0.value) }
      case .failure(let problem): problems.append("its secret outputs cannot be read: \(problem.message)")
      }
    }
    var members: [HarnessValue.Member] = []
    if let declared = memory.withLock({ $0.settler.declaredOutputs(of: index) }) {
      for variable in declared {
        let name = variable.name
        if let value = secret.last(where: { $0.name == name })?.value {
          members.append(.init(name, secretOutput(value, name: name, at: index)))
        } else if let value = plain.last(where: { $0.name == name })?.value {
          members.append(.init(name, variable.isSecret ? secretOutput(value, name: name, at: index) : .text(value)))
        }
      }
    } else {
      for (name, value) in plain { members.append(.init(name, .text(value))) }
      for (name, value) in secret {
        members.removeAll { $0.name == name }
        members.append(.init(name, secretOutput(value, name: name, at: index)))
      }
    }
    guard !members.isEmpty else { return }
    let path = node(index).path
    memory.withLock { memory in
      memory.state.nodes[path]?.outputs = members
      guard let alias = step.alias, let key = alias.key?.value else { return }
      let scope = alias.scope?.value ?? "Pipeline"
      let kind: HarnessPlanNode.Kind = scope == "Stage" ? .stage : scope == "StepGroup" ? .group : .pipeline
      let owner = memory.lineage(of: index).first { memory.plan.nodes[$0].kind == kind } ?? 0
      let word = kind == .stage ? "stage" : kind == .group ? "stepGroup" : "pipeline"
      memory.state.exports.append(
        .init(scope: word, owner: memory.plan.nodes[owner].path, key: key, outputs: members))
    }
  }

  /// Variables of `DRONE_ENV` are set for the steps that follow in the same stage.
  private func collectExports(_ files: LeftFiles, at index: Int) async {
    guard let path = files.variable("DRONE_ENV"), let bytes = await files.file(at: path, atMost: Self.largestFile),
      case .success(let variables) = HarnessOutputFile.read(bytes), !variables.isEmpty
    else { return }
    let scope = scope(of: index)
    memory.withLock { memory in
      for variable in variables where !variable.name.isEmpty {
        memory.exported[scope, default: []].removeAll { $0.name == variable.name }
        memory.exported[scope, default: []].append((variable.name, variable.value))
      }
    }
  }

  /// What was built or uploaded stands beside `output`, in a group also under the names of both.
  private func collectArtifacts(_ files: LeftFiles, at index: Int) async {
    guard let path = files.variable("PLUGIN_ARTIFACT_FILE"),
      let bytes = await files.file(at: path, atMost: Self.largestFile), let artifacts = HarnessArtifacts.read(bytes)
    else { return }
    memory.withLock { memory in
      let node = memory.plan.nodes[index]
      var names = ["artifact_\(node.identifier)"]
      if let group = memory.lineage(of: index).dropFirst().first(where: { memory.plan.nodes[$0].kind == .group }) {
        names.append("artifact_\(memory.plan.nodes[group].identifier)_\(node.identifier)")
      }
      for name in names {
        memory.state.nodes[node.path]?.siblings.append(.init(name, .map([.init("stepArtifacts", artifacts)])))
      }
    }
  }

  // MARK: Reports

  private func collectReports(_ files: LeftFiles, _ patterns: [String], at index: Int) async {
    let workspace = files.run.pipeline.workspace.full
    var reports = TestReports()
    for pattern in patterns {
      let glob = ReportGlob(pattern, workspace: workspace)
      let request = StepFileRequest(path: glob.folder, byteLimit: 32 << 20, countLimit: 10_000) { glob.matches($0) }
      let found = (try? await files.backend.files(request, of: files.handle, in: files.run)) ?? []
      for file in found { reports.add(junit: file.bytes) }
    }
    let path = node(index).path
    guard let text = reports.summary else {
      return note("\(path): no file matches its reports (\(patterns.joined(separator: ", ")))")
    }
    note("\(path): \(text)")
    memory.withLock { $0.reports.add(reports) }
  }
}

extension HarnessStep {
  /// Where its outputs are also published.
  fileprivate var alias: HarnessOutputAlias? {
    switch action {
    case .run(let run): run.alias
    case .shellScript(let script): script.alias
    default: nil
    }
  }
}
