import Diagnostics
import Expressions
import Foundation
import IR
import Parser
import TestSupport
import Testing

@testable import Planner

/// What the real runner makes of every docker pipeline of the corpus, for a push, a tag and a pull request.
///
/// Compared is everything but what is ours by choice: variables named `DRONE_…` and `CI_…` (the table has none of them),
/// labels, and the words of the script before its first command, which are our own and do the same.
@Suite struct CompilerOracle {
  struct Row: Decodable {
    var file: String
    var event: String
    var pipelines: [CompiledPipeline]?
    var error: String?
  }

  struct CompiledPipeline: Decodable {
    struct System: Decodable {
      var os: String?
    }
    var platform: System?
    var steps: [CompiledStep]?
    var volumes: [CompiledVolume]?
  }

  struct CompiledVolume: Decodable {
    struct Temporary: Decodable {
      var name: String
      var medium: String?
    }
    struct Host: Decodable {
      var name: String
      var path: String
    }
    var temp: Temporary?
    var host: Host?
  }

  struct CompiledStep: Decodable {
    struct Secret: Decodable {
      var name: String
      var env: String
    }
    struct Mount: Decodable {
      var name: String
      var path: String
    }
    var name: String
    var image: String?
    var entrypoint: [String]?
    var args: [String]?
    var environment: [String: String]
    var secrets: [Secret]?
    var dependsOn: [String]?
    var detach: Bool?
    var privileged: Bool?
    var pull: String?
    var runPolicy: String?
    var errPolicy: String?
    var user: String?
    var workingDir: String?
    var network: String?
    var dnsSearch: [String]?
    var extraHosts: [String]?
    var volumes: [Mount]?
  }

  @Test func everyFile() throws {
    guard let lines = Corpus.jsonLines("oracle/drone.compile.jsonl.gz"), let root = Corpus.root else { return }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    var differences: [String] = []
    var steps = 0
    for line in lines {
      let row = try decoder.decode(Row.self, from: line)
      guard let bytes = FileManager.default.contents(atPath: root.appendingPathComponent(row.file).path) else {
        continue
      }
      let source = Source(name: row.file, text: String(decoding: bytes, as: UTF8.self))
      guard let actual = compile(source, row.event) else { continue }
      let expected = row.error.map { _ in ["error"] } ?? (row.pipelines ?? []).map(describe)
      steps += (row.pipelines ?? []).reduce(0) { $0 + ($1.steps?.count ?? 0) }
      if expected != actual { differences.append("\(row.file) \(row.event)\n" + difference(expected, actual)) }
    }
    print("compiled: \(lines.count - differences.count) of \(lines.count) rows agree, \(steps) steps")
    #expect(differences.isEmpty, "\(differences.prefix(40).joined(separator: "\n"))")
  }

  private func difference(_ expected: [String], _ actual: [String]) -> String {
    if expected.count != actual.count { return "  \(expected.count) pipelines expected, not \(actual.count)" }
    for (left, right) in zip(expected, actual) where left != right {
      let lines = zip(left.split(separator: "\n"), right.split(separator: "\n")).filter { $0 != $1 }
      let texts = lines.prefix(4).map { "  expected \($0)\n  actual   \($1)" }
      return texts.isEmpty ? "  length" : texts.joined(separator: "\n")
    }
    return ""
  }

  // MARK: Ours

  /// Nil for a file of the older format: the table has what the runner says of it as it is, but it is never given one.
  private func compile(_ source: Source, _ event: String) -> [String]? {
    let context = CompilerOracle.context(event)
    var stage = DroneSchedule.Stage(
      name: "default", kind: "pipeline", type: "docker", number: 1, index: 0, dependsOn: [], runPolicy: .onSuccess,
      platform: Plan.Platform(os: "", architecture: ""), reason: Plan.Reason(""))
    let texts = DroneVariables.substitution(DroneVariables.Stage(stage), context)
    let program = DroneLoader.load(source) { texts[$0] }
    guard !program.isConverted else { return nil }
    let problems = program.problems.filter { problem in
      if case .server = problem.authority { false } else { !problem.upstream.hasPrefix("linter:") }
    }
    guard problems.isEmpty else { return ["error"] }
    return program.pipelines.filter { $0.drone?.kind?.value == "pipeline" && $0.drone?.runner == .docker }.map {
      pipeline in
      stage.name = pipeline.name?.value ?? "default"
      if let platform = pipeline.drone?.platform { stage.platform = Plan.Platform(platform) }
      return describe(DroneCompiler(pipeline, as: stage, in: context).plan(stage.reason))
    }
  }

  private static func context(_ event: String) -> Context {
    PlannerTests.context(event: event, branch: event == "tag" ? "v1.2.3" : "main") {
      $0.repository.slug = "octocat/hello-world"
      $0.system.host = "drone.example.com"
      $0.commit.author.login = "octocat"
      $0.commit.author.email = "octocat@github.com"
      $0.repository.defaultBranch = "main"
      $0.commit.sha = "7fd1a60b01f91b314f59955a4e4d4e80d8edf11d"
      switch event {
      case "tag": $0.commit.ref = "refs/tags/v1.2.3"
      case "pull_request": $0.commit.ref = "refs/pull/1/head"
      default: break
      }
    }
  }

  private func describe(_ pipeline: Plan.Pipeline) -> String {
    let volumes = pipeline.volumes.map { volume in
      switch volume.storage {
      case .temporary: volume.name
      case .memory: volume.name + " memory"
      case .host(let path): "\(volume.name)=\(path)"
      }
    }
    var lines = ["volumes \(volumes.sorted())"]
    for step in pipeline.steps {
      var environment: [String: String] = [:]
      var secrets: [String] = []
      for variable in step.environment {
        switch variable.value {
        case .literal(let text): environment[variable.name] = text
        case .secret(let name): secrets.append("\(name) as \(variable.name)")
        case .deferred, .pieces: environment[variable.name] = "open"
        case .runtime: break
        }
      }
      let ids = Dictionary(pipeline.steps.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
      lines += [
        "step \(step.name) image \(step.image ?? "")",
        "  entrypoint \(step.entrypoint ?? []) command \(step.command ?? [])",
        "  needs \(step.needs.map { ids[$0] ?? $0 }) detached \(step.isDetached) privileged \(step.isPrivileged)",
        "  pull \(step.pull.rawValue) run \(step.runPolicy.rawValue) failure \(step.failurePolicy.rawValue)",
        "  user \(step.user ?? "") in \(step.workingDirectory ?? "") network \(step.networkMode ?? "")",
        "  dns \(step.dnsSearch) hosts \(step.extraHosts)",
        "  mounts \(step.mounts.map { "\($0.volume)=\($0.path)" })",
        "  secrets \(secrets.sorted())",
      ]
      lines += describe(environment)
    }
    return lines.joined(separator: "\n")
  }

  // MARK: Theirs

  private func describe(_ pipeline: CompiledPipeline) -> String {
    let volumes = (pipeline.volumes ?? []).compactMap { volume -> String? in
      if let temporary = volume.temp {
        return temporary.name == "_workspace" ? nil : temporary.name + (temporary.medium == "memory" ? " memory" : "")
      }
      return volume.host.map { "\($0.name)=\($0.path)" }
    }
    var lines = ["volumes \(volumes.sorted())"]
    // The engine drops mounts of volumes that do not exist; the plan has none of them.
    let known = Set((pipeline.volumes ?? []).compactMap { $0.temp?.name ?? $0.host?.name })
    // Windows knows no privileged mode; the engine, which comes after the compiler, leaves it out.
    let hasPrivileges = pipeline.platform?.os != "windows"
    for step in pipeline.steps ?? [] {
      lines += [
        "step \(step.name) image \(step.image ?? "")",
        "  entrypoint \(step.entrypoint ?? []) command \(step.args ?? [])",
        "  needs \(unique(step.dependsOn ?? [])) detached \(step.detach ?? false) privileged \(hasPrivileges && step.privileged ?? false)",
        "  pull \(step.pull ?? "default") run \(step.runPolicy ?? "on-success") failure \(step.errPolicy ?? "fail")",
        "  user \(step.user ?? "") in \(step.workingDir ?? "") network \(step.network ?? "")",
        "  dns \(step.dnsSearch ?? []) hosts \(step.extraHosts ?? [])",
        "  mounts \((step.volumes ?? []).filter { known.contains($0.name) }.map { "\($0.name)=\($0.path)" })",
        "  secrets \((step.secrets ?? []).map { "\($0.name) as \($0.env)" }.sorted())",
      ]
      let secret = Set((step.secrets ?? []).map(\.env))
      lines += describe(step.environment.filter { !secret.contains($0.key) })
    }
    return lines.joined(separator: "\n")
  }

  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// Sorted, without what the table leaves out, what no container gets, and the start of the script.
  private func describe(_ environment: [String: String]) -> [String] {
    environment.sorted { $0.key < $1.key }.compactMap { name, value in
      if name == "DRONE_SCRIPT" { return "  script \(GoQuote.quote(commands(value)))" }
      if name.hasPrefix("DRONE") || name == "CI" || name.hasPrefix("CI_") || value.isEmpty { return nil }
      return "  \(name)=\(value)"
    }
  }

  private func commands(_ script: String) -> String {
    for start in [DroneScript.posix([]), DroneScript.windows([])] where script.hasPrefix(start) {
      return String(script.dropFirst(start.count))
    }
    for end in ["EXIT\nfi\n\n", "\"stop\"\n\n"] {
      if let range = script.firstRange(of: end) { return String(script[range.upperBound...]) }
    }
    return script
  }
}
