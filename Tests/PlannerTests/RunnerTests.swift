import Diagnostics
import Planner
import TestSupport
import Testing

/// Pipelines for machines and clusters, which are planned though they cannot run here.
@Suite struct RunnerTests {
  @Test(arguments: [
    ("ssh", "server: {host: example.com, user: root, password: {from_secret: pw}}"),
    ("digitalocean", "token: {from_secret: t}"),
    ("macstadium", "settings: {image: x, cpu: 2}"),
  ])
  func machines(_ type: String, _ key: String) throws {
    let text =
      "kind: pipeline\ntype: \(type)\nname: m\n\(key)\nsteps: [{name: a, commands: [make], environment: {A: b}}]\n"
    let pipeline = try #require(plan(text, in: context { $0.repository.httpURL = "https://h/o/r.git" }).pipelines.first)
    #expect(pipeline.refusals.isEmpty && pipeline.type == type && pipeline.decision == .run)
    let step = try #require(pipeline.step("a"))
    #expect(step.image == nil && step.command == ["\nset -e\n\necho + \"make\"\nmake\n"] && step[variable: "A"] == "b")
    let fetch = type == "exec" ? "git fetch" : "git fetch origin"
    #expect(pipeline.step("clone")?.commands.contains { $0.hasPrefix(fetch) } == true)
  }

  @Test func kubernetes() throws {
    let text = """
      kind: pipeline
      type: kubernetes
      name: k
      workspace: {base: /go, path: src}
      volumes: [{name: c, claim: {name: x}}, {name: t, temp: {}}]
      steps:
      - {name: a, image: alpine, commands: [make], volumes: [{name: c, path: /c}, {name: t, path: /t}], dns: [8.8.8.8]}
      - {name: b, image: alpine, entrypoint: [make], command: [all], commands: [never]}
      """
    let pipeline = try #require(plan(text, in: context()).pipelines.first)
    #expect(pipeline.workspace.full == "/drone/src/src")
    let step = try #require(pipeline.step("a"))
    #expect(step.mounts.map(\.volume) == ["t", "_workspace"] && step.dns.isEmpty && step.pull == .ifNotExists)
    #expect(pipeline.step("b")?.commands == ["make all"])
  }

  /// The git commands of runners without a clone image, by event.
  @Test(arguments: [
    ("push", "refs/heads/main", "main", "git fetch origin +refs/heads/main:|git checkout 8f51 -b main"),
    ("push", "refs/heads/it's", "it's", "git fetch origin '+refs/heads/it'\\''s:'|git checkout 8f51 -b 'it'\\''s'"),
    ("tag", "refs/tags/v1", "", "git fetch origin +refs/tags/v1:|git checkout -qf FETCH_HEAD"),
    (
      "pull_request", "refs/pull/7/head", "main",
      "git fetch origin +refs/heads/main:|git checkout main|git fetch origin refs/pull/7/head:|git merge 8f51"
    ),
    ("custom", "", "", "git fetch origin|git checkout -qf 8f51"),
  ])
  func clone(_ event: String, _ ref: String, _ branch: String, _ expected: String) throws {
    let context = context(event: event, branch: branch) {
      $0.commit.ref = ref
      $0.commit.sha = "8f51"
      $0.repository.httpURL = "https://example.com/o/r.git"
    }
    let text = "kind: pipeline\ntype: exec\nname: x\nsteps: [{name: a, commands: [make]}]\n"
    let commands = try #require(plan(text, in: context).pipelines.first?.step("clone")).commands
    #expect(commands.prefix(2) == ["git init", "git remote add origin https://example.com/o/r.git"])
    #expect(commands.dropFirst(2).joined(separator: "|") == expected)
  }

  /// How often a file is read for its runners: once for all that substitute the same.
  @Test(arguments: [
    ("${DRONE_BRANCH}", 1), ("${DRONE_STAGE_OS}", 1), ("${DRONE_STAGE_NAME}", 5), ("${DRONE_STAGE_ARCH}", 2),
  ])
  func readings(_ expansion: String, _ expected: Int) {
    let documents = (0..<5).map { index in
      "kind: pipeline\nname: p\(index)\nplatform: {arch: \(index < 3 ? "amd64" : "arm64")}\nsteps:\n"
        + "- {name: a, image: \"alpine:\(expansion)\"}\n"
    }
    let source = Source(name: "t.yml", text: documents.joined(separator: "---\n"))
    var count = 0
    let plan = countingPlan(source) { count += 1 }
    #expect(count == expected)
    #expect(plan.pipelines.allSatisfy { $0.decision == .run })
    let images = plan.pipelines.compactMap { $0.step("a")?.image }
    if expansion.contains("NAME") { #expect(images == (0..<5).map { "docker.io/library/alpine:p\($0)" }) }
    if expansion.contains("ARCH") {
      #expect(images.suffix(3) == ["amd64", "arm64", "arm64"].map { "docker.io/library/alpine:\($0)" })
    }
  }

  /// Every file of the corpus can be planned and shown, whatever it holds.
  @Test func everyFile() {
    guard let files = Corpus.files(in: "drone") else { return }
    var pipelines = 0
    for (index, file) in files.enumerated() {
      let source = Source(name: file.name, text: file.text)
      let context = context(event: ["push", "tag", "pull_request", "cron", "promote", ""][index % 6]) {
        $0.repository.slug = "octocat/hello-world"
        if index % 2 == 0 { $0.workspace = .mounted(path: "/project") }
      }
      let plan = plan(source, in: context)
      pipelines += plan.pipelines.count
      for text in [
        PlanRenderer.text(plan, source: source), PlanRenderer.text(plan, source: source, isVerbose: true),
        PlanJSON.text(plan, source: source), PlanGraph.dot(plan), PlanGraph.mermaid(plan),
      ] { #expect(text.hasSuffix("\n") && !text.contains("\u{1B}"), "\(file.name)") }
      for pipeline in plan.pipelines {
        let ids = Set(pipeline.steps.map(\.id))
        #expect(ids.count == pipeline.steps.count, "\(file.name): identifiers are unique")
        #expect(pipeline.steps.allSatisfy { ids.isSuperset(of: $0.needs) }, "\(file.name): needs exist")
      }
    }
    print("planned \(pipelines) pipelines of \(files.count) files")
  }
}
