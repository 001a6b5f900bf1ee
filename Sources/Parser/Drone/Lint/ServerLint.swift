import Diagnostics
import IR

/// What the server refuses once it has decoded a file: names, dependencies and platforms of pipelines.
///
/// The server walks the documents in order and stops at the first refusal; here each is found.
struct ServerLint {
  private let pipelines: [Pipeline]
  private var declared: [String: Span] = [:]

  static func run(_ pipelines: [Pipeline], log: inout LoadLog) {
    var lint = ServerLint(pipelines)
    for pipeline in pipelines {
      guard let server = pipeline.drone?.server else { continue }
      lint.checkName(server, pipeline, &log)
      lint.checkDependencies(server, &log)
      lint.checkPlatform(server, &log)
    }
  }

  private init(_ pipelines: [Pipeline]) {
    self.pipelines = pipelines
  }

  private mutating func checkName(_ server: ServerView, _ pipeline: Pipeline, _ log: inout LoadLog) {
    let name = server.name?.value ?? ""
    let span = server.name?.span ?? pipeline.keys.entries.first?.span ?? pipeline.span
    if let first = declared[name] {
      let message =
        name.isEmpty ? "two pipelines have no name" : "two pipelines are named `\(name)`"
      log.refuse(
        "duplicate-pipeline-name", message, at: span, by: .server, upstream: "linter: duplicate pipeline names",
        help: name.isEmpty ? "give each pipeline a `name` of its own" : "rename one of them",
        related: [.init(first, "first one here")])
    } else {
      declared[name] = span
    }
  }

  private func checkDependencies(_ server: ServerView, _ log: inout LoadLog) {
    let name = server.name?.value ?? ""
    for dependency in server.dependsOn {
      // The pipeline itself is already among the declared names when its dependencies are looked up.
      if dependency.value == name {
        log.refuse(
          "self-dependency", "the pipeline depends on itself", at: dependency.span, by: .server,
          upstream: "linter: pipeline cannot have a dependency on itself", help: "delete this entry")
      } else if declared[dependency.value] == nil {
        refuseUnknown(dependency, of: name, beside: server.dependsOn, &log)
      }
    }
  }

  private func refuseUnknown(
    _ dependency: Text, of name: String, beside others: [Text], _ log: inout LoadLog
  ) {
    let upstream = "linter: invalid or unknown pipeline dependency"
    let later = pipelines.lazy.compactMap(\.drone?.server).first { $0.name?.value == dependency.value }
    guard let later, let span = later.name?.span else {
      let names = pipelines.compactMap { $0.drone?.server.name?.value }.filter { $0 != name }
      // What is there already cannot be meant by another name.
      let free = names.filter { name in !others.contains { $0.value == name } }
      let nearest = Suggestion.nearest(to: dependency.value, among: free)
      log.refuse(
        "unknown-pipeline-dependency", "no pipeline is named `\(dependency.value)`", at: dependency.span, by: .server,
        upstream: upstream, help: nearest.map { "did you mean `\($0)`?" } ?? Self.known(names),
        fixes: nearest.map {
          [Fix("depend on `\($0)`", safety: .unsafe, edits: [.init(dependency.span, $0)])]
        } ?? [])
      return
    }
    let cycle = later.dependsOn.contains { $0.value == name }
    log.refuse(
      "unknown-pipeline-dependency",
      cycle
        ? "`\(name)` and `\(dependency.value)` wait for each other"
        : "`\(dependency.value)` is declared after the pipeline that depends on it",
      at: dependency.span, by: .server, upstream: upstream,
      help: cycle ? "take one of the two dependencies away" : "move the pipeline `\(dependency.value)` further up",
      related: [.init(span, "declared here")])
  }

  private static func known(_ names: [String]) -> String? {
    let names = names.filter { !$0.isEmpty }.prefix(8)
    return names.isEmpty ? nil : "pipelines in this file: \(names.joined(separator: ", "))"
  }

  private func checkPlatform(_ server: ServerView, _ log: inout LoadLog) {
    guard (server.kind?.value ?? "") == "pipeline", ["", "docker"].contains(server.type?.value ?? "") else { return }
    let systems = ["linux", "windows"]
    let architectures = ["arm", "arm64", "amd64", "ppc64le", "s390x"]
    if let os = server.platform.os, !os.value.isEmpty, !systems.contains(os.value) {
      refusePlatform("os", os, systems, "linter: unsupported os: \(os.value)", &log)
    }
    if let architecture = server.platform.architecture, !architecture.value.isEmpty,
      !architectures.contains(architecture.value)
    {
      refusePlatform(
        "arch", architecture, architectures, "linter: unsupported architecture: \(architecture.value)", &log)
    }
  }

  private func refusePlatform(
    _ key: String, _ text: Text, _ known: [String], _ upstream: String, _ log: inout LoadLog
  ) {
    let synonyms = ["x86_64": "amd64", "x64": "amd64", "aarch64": "arm64", "armv7": "arm", "armhf": "arm"]
    let nearest = synonyms[text.value] ?? Suggestion.nearest(to: text.value, among: known)
    log.refuse(
      "unsupported-platform", "docker pipelines do not run on `\(key): \(text.value)`", at: text.span, by: .server,
      upstream: upstream,
      help: nearest.map { "did you mean `\($0)`?" } ?? "known values: \(known.joined(separator: ", "))",
      fixes: nearest.map { [Fix("write `\($0)`", safety: .unsafe, edits: [.init(text.span, $0)])] } ?? [])
  }
}
