import Checker
import Diagnostics
import Parser
import Testing

/// What is said of common mistakes: where, and what to type instead.
@Suite struct MessageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    /// `LINE:COLUMN rule: message (help)` of each finding, in order.
    var said: [String]
    var testDescription: String { text.split(separator: "\n").suffix(2).joined(separator: "⏎") }

    init(_ text: String, _ said: String...) {
      self.text = text
      self.said = said
    }
  }

  private static let head = "kind: pipeline\ntype: docker\nname: a\n"
  private static let step = "steps:\n- name: a\n  image: b\n"
  private static let beforeSubstitution =
    "yaml-syntax: the server reads the YAML before `${…}` is replaced, and here `{` opens a mapping "
    + "(put the whole text in quotes, as in `\"${…}\"`)"

  static let cases = [
    // The server reads the text as written.
    Case(head + step + "  settings: {tags: ${DRONE_TAG}}\n", "7:21 \(beforeSubstitution)"),
    Case(head + step + "  settings:\n    tags: [${DRONE_TAG}]\n", "8:13 \(beforeSubstitution)"),
    Case(
      head + "trigger:\n  branch: [*.x]\n" + step,
      "5:12 yaml-syntax: `*` at the start of a text makes it an alias, and a name must follow (put the text in quotes)"),
    Case(
      head + step + "  commands:\n  - [ -f x ] && make\n",
      "8:14 yaml-syntax: `&` at the start of a text makes it an anchor, and a name must follow (put the text in quotes)"
    ),
    Case(
      head + "node: {a: \u{1}}\n" + step,
      "4:11 yaml-syntax: a control character cannot stand in YAML "
        + "(delete it; if the file is one of text, its encoding must be UTF-8)"),
    // One mistake, one finding.
    Case(
      head + "steps:\n-name: a\n",
      "5:1 unknown-key: a pipeline has no key `-name`; it is ignored "
        + "(a dash that starts an item of a list needs a space behind it: `- name`)"),
    Case(
      head + "Steps:\n- name: a\n  image: b\n",
      "4:1 unknown-key: a pipeline has no key `Steps`; it is ignored (did you mean `steps`?)"),
    Case(
      head + step + "  Image: b\n",
      "7:3 unknown-key: a step has no key `Image`; it is ignored "
        + "(keys are written in lower case, and `image` is there already)"),
    Case(
      head + step + "  commands:\n  - echo ${LIST[0]}\n",
      "8:10 substitution-syntax: there are no arrays "
        + "(for the shell to see it, write `$NAME`, or `$${…}` with two dollar signs)"),
    // What to type.
    // drone/IamTheFij__minitor__.drone.yml: what is there already is not what was meant.
    Case(
      "kind: pipeline\ntype: docker\nname: test-3.5\n" + step + "---\n" + head
        + "depends_on: [test-3.4, test-3.5]\n" + step,
      "11:14 unknown-pipeline-dependency: no pipeline is named `test-3.4` (pipelines in this file: test-3.5)"),
    Case(
      head + "steps:\n- name: test-3.5\n  image: b\n- name: a\n  image: b\n  depends_on: [test-3.4, test-3.5]\n",
      "9:16 unknown-step-dependency: no step is named `test-3.4` (steps of this pipeline: test-3.5)"),
    Case(
      head + step + "  commands:\n  - git diff ${DRONE_PREV_COMMIT_SHA}\n",
      "8:14 unknown-variable: Drone 1.x and later know no `DRONE_PREV_COMMIT_SHA`, so this becomes empty "
        + "(Drone 0.8 had it; later ones have `DRONE_COMMIT_BEFORE`)"),
    Case(
      head + step + "  commands:\n  - echo ${DRONE_PREV_BUILD_STATUS}\n",
      "8:10 unknown-variable: Drone 1.x and later know no `DRONE_PREV_BUILD_STATUS`, so this becomes empty "
        + "(Drone 0.8 had it, and nothing took its place)"),
    Case(
      head + step + "  environment: {ID: {from_secret: id}}\n  settings: {corp: \"${ID}\"}\n",
      "8:21 environment-substitution: `${ID}` becomes empty: `environment` is not read for it "
        + "(write `from_secret: …` below the setting, as `environment` has it)"),
    // The help has to mend the file, not only the sentence.
    // drone/distribution__distribution__.drone.yml
    Case(
      "image: dmp42/go\nscript:\n- go test\nnotify:\n  slack: {}\n",
      "1:1 missing-kind: the document has no `kind` (this looks like Drone 0.4 or older, which no later server reads: "
        + "write it anew, as `kind: pipeline` with `steps`)"),
    // drone/debian__rapmap__.drone.yml
    Case(
      " pipeline:\n   build: {image: a}\n",
      "1:2 missing-kind: the document has no `kind` (a file of Drone 0.8 has a line that is `pipeline:` and nothing else, "
        + "not even a blank before it or a comment behind it; later ones need `kind: pipeline`)"),
    // drone/go-gitea__git__.drone.yml
    Case(
      head + step + "  commands: [a]\n  when: {status: [changed, failure]}\n",
      "8:19 unknown-status: no status is called `changed`, so it never matches "
        + "(the statuses are `success` and `failure`; leave `changed` out)"),
    // drone/debian__tea-cli__.drone.yml
    Case(
      head + step + "  commands: [a]\n  settings: {group: test}\n",
      "8:3 settings-with-commands: `group` does nothing here: `commands` replaces the program that would read these "
        + "settings (remove it; steps run side by side with `depends_on`)"),
    // drone/go-gitea__docs__.drone.yml
    Case(
      head + step + "  commands: [a]\n  when: {branch: refs/tags/*}\n",
      "8:18 never-matching: a branch is named without `refs/…`, so `refs/tags/*` never matches "
        + "(use `ref` instead of `branch`)"),
    Case(
      head + step + "  settings: {text: \"${DRONE_COMMIT_MESSAGE}\"}\n",
      "7:21 fragile-substitution: a quote or a second line in `DRONE_COMMIT_MESSAGE` breaks the file here "
        + "(write the value as a block, on a line of its own after `|`)"),
    Case(
      head + step + "  volumes: ['/a:/b']\n",
      "7:13 type-mismatch: an item of `volumes` must be a mapping, not a text "
        + "(declare the volume under `volumes` of the pipeline, and mount it here: `- {name: …, path: …}`)"),
    Case(
      head + step + "  commands: [{from_secret: x}]\n",
      "7:15 type-mismatch: an item of `commands` must be a text, not a mapping (`from_secret` works in the "
        + "`environment` and `settings` of a step; give it a name there and write `$NAME`)"),
    Case(
      head + "steps:\n  name: a\n  image: b\n",
      "4:1 type-mismatch: `steps` must be a list, not a mapping (each item begins with a dash: `- name: …`)"),
    Case(
      head + step + "  environment:\n  - PASSWORD=hunter2\n",
      "7:3 type-mismatch: `environment` must be a mapping, not a list "
        + "(write `PASSWORD: …`, without the dash and the `=`)"),
    Case(
      head + step + "  environment:\n  - A: b\n",
      "7:3 type-mismatch: `environment` must be a mapping, not a list (write `A: …`, without the dash)"),
    Case(
      head + step + "  settings: A=b\n",
      "7:13 type-mismatch: `settings` must be a mapping, not a text (write `A: …` on a line of its own, without the `=`)"
    ),
    Case(
      "[{kind: pipeline}]\n",
      "1:2 type-mismatch: a document must be a mapping, not a list "
        + "(write each pipeline as a document of its own, with `---` between (`drone jsonnet --stream` does))"),
    // Files without a pipeline.
    Case("\n", "1:1 missing-kind: the file has no pipeline (start with `kind: pipeline`)"),
    Case("# nothing yet\n", "1:1 missing-kind: the file has no pipeline (start with `kind: pipeline`)"),
    Case(
      "pipeline: # x\n  a: {image: b}\n",
      "1:1 missing-kind: the document has no `kind` (a file of Drone 0.8 has a line that is `pipeline:` and nothing else, "
        + "not even a blank before it or a comment behind it; later ones need `kind: pipeline`)"),
    // A template takes data of any shape.
    Case("kind: template\nload: a.starlark\ndata: {name: x, list: [1, {a: b}]}\n"),
    Case(
      head + step + "  environment: {A: \"x\\0y\"}\n  commands: [make]\n",
      "7:22 nul-character: `\\0` is a NUL character here, which no container can be given "
        + "(leave the double quotes out: in a text without them, or in a block after `|`, it is a backslash and a zero)"
    ),
    Case(head + step + "  commands:\n  - tr '\\0' ' '\n  - \"printf '\\x41'\"\n"),
  ]

  @Test(arguments: cases) func isSaid(_ sample: Case) {
    let source = Source(name: ".drone.yml", text: sample.text)
    #expect(Self.said(of: source) == sample.said)
  }

  /// What those mean who write a file of PipeCD for the first time.
  @Test(arguments: [
    ("KubernetesApplication", "name: a", "did you mean `KubernetesApp`?"),
    ("KubernetesApp", "name: a\n  pipeline: {stages: [WAIT]}", "a stage begins with `- name: …`"),
    (
      "KubernetesApp", "name: a\n  pipeline: {stages: [{name: WAIT, duration: 5m}]}",
      "the options of a stage stand under its `with`; beside that there are `id`, `name`, `desc`, `timeout`"
    ),
  ]) func whatPipeCDWants(_ kind: String, _ spec: String, _ help: String) {
    let source = Source(
      name: "app.pipecd.yaml", text: "apiVersion: pipecd.dev/v1beta1\nkind: \(kind)\nspec:\n  \(spec)\n")
    let findings = Checker.check(ProgramLoader.load(source, lookup: Checker.assumedValue), of: source)
    #expect(findings.compactMap(\.help).contains(help), "\(findings.map(\.help))")
  }

  /// Bytes that are no text are pointed at one by one; what follows on the next line is not their fault.
  @Test func bytesThatAreNoText() {
    let source = Source(id: SourceID(0), name: ".drone.yml", bytes: Array("kind: ".utf8) + [0xFF, 0xFE, 0x0A])
    let finding = Self.findings(in: source).first
    #expect(finding?.message == "this byte is no UTF-8 text")
    #expect(finding?.primary.span == Span(source.id, 6, 7))
  }

  /// A character that is cut off, or not encoded as it should be, is pointed at where it begins.
  @Test(
    arguments: [
      ([0xE9, 0x20, 0x62], 6..<7, "this byte is no UTF-8 text"), ([0x63, 0xC3], 7..<8, "this byte is no UTF-8 text"),
      ([0x61, 0xE2, 0x82, 0x63, 0x64], 7..<9, "this byte is no UTF-8 text"),
      ([0xC3, 0xA9, 0xFF], 8..<9, "this byte is no UTF-8 text"), ([0xC0, 0xAF], 6..<7, "this byte is no UTF-8 text"),
      ([0xED, 0xA0, 0x80], 6..<7, "these bytes are no character of Unicode"),
    ] as [([UInt8], Range<UInt32>, String)])
  func charactersThatAreNotWhole(_ bytes: [UInt8], _ place: Range<UInt32>, _ message: String) {
    let source = Source(id: SourceID(0), name: ".drone.yml", bytes: Array("kind: ".utf8) + bytes + [0x0A])
    let finding = Self.findings(in: source).first
    #expect(finding?.message == message)
    #expect(finding?.primary.span == Span(source.id, place.lowerBound, place.upperBound))
  }

  /// A file whose name says nothing may be of any language.
  @Test(arguments: [
    (".drone.yml", "add `kind: pipeline`"),
    (
      "compose.yml",
      "Drone wants `kind: pipeline`, Harness `pipeline:` and PipeCD `apiVersion: pipecd.dev/v1beta1` here"
    ),
  ]) func whatEachLanguageWants(_ name: String, _ help: String) {
    let source = Source(name: name, text: "version: \"3\"\nservices: {}\n")
    #expect(Self.findings(in: source).map(\.help) == [help])
  }

  /// What the reader was at is shown only where it began on another line, and in plain words.
  @Test func whereItBegan() {
    let source = Source(name: ".drone.yml", text: "kind: pipeline\nnode: {\n  a: b\n  c: d\n")
    #expect(Self.findings(in: source).first?.related.map(\.text) == ["the reader gave up here"])
    let tab = Source(name: ".drone.yml", text: "kind: pipeline\nsteps:\n- name: a\n\timage: b\n")
    #expect(Self.findings(in: tab).first?.related == [])
  }

  private static func findings(in source: Source) -> [Diagnostic] {
    let program = DroneLoader.load(source, lookup: Checker.assumedValue)
    return Checker.check(program, of: source)
  }

  private static func said(of source: Source) -> [String] {
    findings(in: source).map { finding in
      let place = source.position(of: finding.primary.span.start)
      return "\(place.line):\(place.column) \(finding.rule.text): \(finding.message)"
        + (finding.help.map { " (\($0))" } ?? "")
    }
  }
}
