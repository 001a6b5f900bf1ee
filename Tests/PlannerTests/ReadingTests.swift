import Diagnostics
import Parser
import Planner
import Testing

/// Files whose pipelines all substitute values of their own: each is planned from its own document.
@Suite struct ReadingTests {
  /// A pipeline for each name, with its name in a command, and with `extra` lines.
  private static func file(_ names: [String], type: String = "docker", extra: String = "") -> Source {
    let documents = names.map { name in
      """
      ---
      kind: pipeline
      type: \(type)
      name: \(name)
      steps:
      - name: build
        image: alpine
        commands:
        - echo ${DRONE_STAGE_NAME} \\/
        - echo $${HOME}
      \(extra)

      """
    }
    return Source(name: "many.yml", text: documents.joined())
  }

  private static let names = (1...12).map { "p\($0)" }

  /// The plan as it is when every runner reads the whole file.
  private func wholePlan(_ source: Source) -> Plan {
    DronePlanner.plan(DroneLoader.loadAsWritten(source), in: context()) { DroneLoader.load(source, lookup: $0) }
  }

  @Test(arguments: [
    "", "environment: {A: \"${DRONE_STAGE_NUMBER}\"}", "trigger: {event: push, branch: [main]}",
    // Refused by the linter, by the decoder, by the syntax of the expanded text, and by substitution at run time.
    "volumes: [{name: workspace, temp: {}}]", "clone: {depth: ${DRONE_STAGE_NAME}}", "x-note: ${DRONE_STAGE_NAME%p}: a",
    "node: {a: ${DRONE_STAGE_NAME:0:-1}}",
    // Expansions that cross the borders of documents, or make borders.
    "x-note: ${NOBODY:-a", "${NOBODY:-\n---\n}", "---\nkind: secret\nname: ${DRONE_STAGE_NAME}\ndata: x",
  ])
  func sameAsReadingTheWholeFile(_ extra: String) {
    let source = Self.file(Self.names, extra: extra)
    let text = PlanJSON.text(plan(source, in: context()), source: source)
    #expect(text == PlanJSON.text(wholePlan(source), source: source))
  }

  @Test func readsTheWholeFileAFewTimesOnly() {
    let source = Self.file((1...300).map { "p\($0)" })
    let reloader = DroneReloader(source)
    var wholes = 0
    let plan = DronePlanner.plan(DroneLoader.loadAsWritten(source), in: context()) { lookup in
      wholes += 1
      return reloader.load(lookup: lookup)
    } reloadDocument: {
      reloader.load(document: $0, lookup: $1)
    }
    #expect(wholes <= 8)
    #expect(plan.pipelines.map { $0.steps.last?.commands.first } == (1...300).map { "echo p\($0) /" })
  }

  @Test func anErrorInAnotherDocumentRefusesEveryPipeline() {
    var source = Self.file(Self.names)
    source = Source(
      name: "many.yml",
      text: source.text(of: Span(source.id, 0, UInt32(source.bytes.count)))
        + "---\nkind: pipeline\ntype: docker\nname: last\nsteps: [{name: a, image: x, mem_limit: 1x}]\n")
    let plan = plan(source, in: context())
    #expect(plan.pipelines.allSatisfy { $0.decision == .skip })
    #expect(plan.pipelines.allSatisfy { $0.reason.text.contains("invalid size: '1x'") })
  }

  /// Every pipeline is refused for one of the places only, not each for all of them.
  @Test func manyFailuresOfManyPipelines() {
    let source = Self.file((1...60).map { "p\($0)" }, type: "exec", extra: "x-note: ${A:-b${C}}")
    let refusals = plan(source, in: context()).pipelines.map(\.refusals.count)
    #expect(refusals.allSatisfy { $0 > 0 })
    #expect(refusals.dropFirst(4).allSatisfy { $0 <= 2 })
  }

  @Test func windowsHasNoPrivilegedMode() {
    for (os, isPrivileged) in [("windows", false), ("linux", true)] {
      let text = "kind: pipeline\nplatform: {os: \(os)}\nsteps: [{name: a, image: plugins/docker}]\n"
      #expect(plan(text, in: context()).pipelines.first?.step("a")?.isPrivileged == isPrivileged)
    }
  }

  /// The runners without containers carry an older substitution.
  @Test func olderSubstitutionRefusesThePipelinesOfItsRunnersOnly() {
    let source = Source(
      name: "mixed.yml",
      text: """
        kind: pipeline
        type: exec
        name: host
        steps:
        - name: a
          commands: [make]
        ---
        kind: pipeline
        type: docker
        name: container
        steps:
        - name: a
          image: alpine
          commands: ["echo ${NOBODY:-x${DRONE_BRANCH}y}"]

        """)
    let plan = plan(source, in: context())
    #expect(plan.pipelines.map(\.decision) == [.skip, .run])
    #expect(plan.pipelines[0].reason.text == "its runner refuses it: bad substitution")
    #expect(plan.pipelines[1].step("a")?.commands == ["echo xmainy"])
  }
}
