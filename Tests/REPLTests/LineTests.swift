import REPL
import Testing

/// What belongs to one line, what is remembered, and what can be written next.
@Suite struct LineTests {
  @Test(arguments: [
    ("<+a", true), ("<+a>", false), ("<+<+a>", true), ("${A", true), ("${A:-${B}", true), ("${A:-${B}}", false),
    ("$${A", false), ("{{ .A", true), ("{{ .A }}", false), (#"{{ "}}" "#, true), (#"{{ "}}" }}"#, false),
    ("a \\", true),
    ("a \\\\", false), ("don't", false), ("a", false), ("", false), ("<+a\n", false), (":encode {a: [1,", true),
    (":encode {a: [1]}", false), (":encode", true), (":encode\na: 1", true), (":encode\na: 1\n", false),
    (":encode a: 1", false), (":set x {", false),
  ]) func isOpen(_ text: String, _ expected: Bool) {
    #expect(Continuation.isOpen(text) == expected, "\(text)")
  }

  @Test func secretsAreNotRemembered() throws {
    var talk = try Talk("drone.yml")
    #expect(talk.session.mayRemember(":set branch x"))
    #expect(!talk.session.mayRemember(":set secret.tok hunter22"))
    #expect(!talk.session.mayRemember("  :set   secret.tok=hunter22"))
    talk.say(":set secret.tok hunter22")
    #expect(!talk.session.mayRemember("echo hunter22"))
    #expect(talk.session.mayRemember("echo"))
  }

  /// A line with `|` where the cursor is, and what is offered, each with its type.
  struct Row: CustomTestStringConvertible, Sendable {
    var file: String?
    var line: String
    var offers: [String]
    var testDescription: String { line }

    init(_ file: String?, _ line: String, _ offers: [String]) {
      self.file = file
      self.line = line
      self.offers = offers
    }
  }

  private static let shop = "shop.harness.yaml"

  static let rows = [
    Row(nil, ":st|", [":step", ":steps"]), Row(nil, ":q|", [":quit"]), Row(nil, ":help se|", ["secrets", "set"]),
    Row(nil, ":dialect |", ["drone: Drone", "harness: Harness", "pipecd: PipeCD", "auto: by the file"]),
    Row("drone.yml", ":at |", ["build: step", "deploy: step"]), Row("drone.yml", ":why d|", ["deploy: step"]),
    Row("drone.yml", "${DRONE_STAGE_A|", ["DRONE_STAGE_ARCH: string"]),
    Row("drone.yml", "x ${A:-${DRONE_STAGE_N|", ["DRONE_STAGE_NAME: string", "DRONE_STAGE_NUMBER: string"]),
    Row("drone.yml", "DRONE_STAGE_A|", ["DRONE_STAGE_ARCH: string"]),
    Row("drone.yml", ":set event p|", ["push: value", "pull_request: value", "promote: value"]),
    Row("drone.yml", ":set dep|", ["deploy-to"]),
    Row(shop, "<+pipeline.variables.|", ["env: string", "region: string"]),
    Row(shop, "a <+x> <+stage.variables.i|", ["image: string"]), Row(shop, "pipeline.variables.e|", ["env: string"]),
    Row(shop, ":set input.|", ["input.variables.region"]),
    Row(shop, ":at publi|", ["publish: step"]),
    Row(shop, ":at build.|", ["build.compile: step", "build.publish: step"]),
    Row(shop, "<+execution.steps.|", ["compile: node", "publish: node"]),
    Row(shop, "<+execution.steps.compile.output.outputVariables.|", ["TAG: string"]),
    Row(shop, "<+execution.steps.compile.output.outputVariables.TAG.le|", ["length(: integer"]),
    Row(shop, "<+pipeline.name.toU|", ["toUpperCase(: string"]), Row(shop, "<+json.se|", ["select(: any"]),
    Row(shop, "<+pipeline.name == stage.na|", ["name: string"]),
    Row(shop, ":set output.co|", ["output.compile.: Run"]),
    Row(shop, ":set output.compile.|", ["output.compile.TAG: string"]),
    Row(shop, ":set status.compile SUC|", ["SUCCEEDED: value"]),
    Row(shop, ":trace <+pipeline.variables.r|", ["region: string"]),
    Row("app.pipecd.yaml", "{{ .A|", ["App: structure", "AppCustomArgs: map"]),
    Row("app.pipecd.yaml", "{{ .App.|", ["Name: string", "Env: string"]),
    Row("app.pipecd.yaml", ".Variant.|", ["Name: string"]),
    Row("app.pipecd.yaml", "{{ pri|", ["print: function", "printf: function", "println: function"]),
    Row("app.pipecd.yaml", ":at AN|", ["ANALYSIS: step"]),
    Row("app.pipecd.yaml", ":set strategy |", ["quick: value", "pipeline: value"]),
  ]

  @Test(arguments: rows) func offers(_ row: Row) throws {
    var talk = try Talk(row.file)
    if row.file == Self.shop { talk.say(":at publish") }
    let cursor = row.line.utf8.prefix { $0 != UInt8(ascii: "|") }.count
    let line = row.line.replacing("|", with: "")
    let completion = talk.session.complete(line, cursor: cursor)
    let found = completion.candidates.map { candidate in
      [.command, .setting].contains(candidate.kind) ? candidate.text : "\(candidate.text): \(candidate.type)"
    }
    #expect(found == row.offers)
    let written = String(decoding: Array(line.utf8)[completion.range], as: UTF8.self)
    #expect(completion.candidates.allSatisfy { $0.text.hasPrefix(written) })
  }

  @Test func filesAreTheCallers() throws {
    var talk = try Talk()
    let completion = talk.session.complete(":load a/b", cursor: 9)
    #expect(completion.takesFiles)
    #expect(completion.range == 6..<9)
  }
}
