import TestSupport
import Testing

/// `.pipec.yaml` as `pipec check` uses it: which one counts, what it decides, and what is said where it is wrong.
@Suite struct ConfigurationTests {
  /// A warning of `pull-value`, one of `unknown-setting`, advice of `pull-request-secret`.
  static let file = """
    kind: pipeline
    type: docker
    name: default
    steps:
    - name: publish
      image: plugins/docker:20
      pull: true
      settings:
        repo: acme/app
        tgas: latest
        password: {from_secret: hub}

    """
  /// What is found in it without any configuration.
  static let usual = "warning pull-value, warning unknown-setting"

  struct Row: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// Files besides `ci/.drone.yml`.
    var files: [String: String]
    var arguments: String
    /// `SEVERITY RULE` of each finding, with commas between.
    var found: String
    var status: Int32

    init(_ description: String, _ files: [String: String], _ arguments: String, _ found: String, _ status: Int32) {
      testDescription = description
      self.files = files
      self.arguments = arguments
      self.found = found
      self.status = status
    }

    init(_ description: String, _ files: [String: String], _ found: String, _ status: Int32) {
      self.init(description, files, "", found, status)
    }
  }

  private static let ignoring = "ignore: [pull-value]\n"

  static let rows = choosing + deciding + partial + surroundings

  /// Which one counts.
  private static let choosing: [Row] = [
    Row("the one in the current folder", [".pipec.yaml": ignoring], "warning unknown-setting", 1),
    Row("the other ending", [".pipec.yml": ignoring], "warning unknown-setting", 1),
    Row(
      "the nearest one alone", [".pipec.yaml": ignoring, "ci/.pipec.yaml": "ignore: unknown-setting\n"],
      "warning pull-value", 1),
    Row(
      "a named file finds the same", [".pipec.yaml": ignoring, "ci/.pipec.yaml": "ignore: unknown-setting\n"],
      "ci/.drone.yml", "warning pull-value", 1),
    Row("none on demand", [".pipec.yaml": ignoring], "--no-config", usual, 1),
    Row("another one on demand", ["other.yaml": ignoring], "--config other.yaml", "warning unknown-setting", 1),
    Row("none above the repository", [".pipec.yaml": ignoring, "ci/.git/HEAD": ""], usual, 1),
    Row("a file of comments", [".pipec.yaml": "# nothing yet\n"], usual, 1),
  ]

  /// What it decides.
  private static let deciding: [Row] = [
    Row("select", [".pipec.yaml": "select: [pull-value]\n"], "warning pull-value", 1),
    Row("select a group", [".pipec.yaml": "select: plugins\n"], "warning unknown-setting", 1),
    Row("persona", [".pipec.yaml": "persona: pedantic\n"], usual + ", info pull-request-secret", 1),
    Row("an option outweighs it", [".pipec.yaml": "persona: pedantic\n"], "--persona regular", usual, 1),
    Row("fail-on", [".pipec.yaml": "fail-on: error\n"], usual, 0),
    Row("an option outweighs fail-on", [".pipec.yaml": "fail-on: error\n"], "--fail-on warning", usual, 1),
    Row(
      "severity", [".pipec.yaml": "severity: {pull-value: error, unknown-setting: off}\n"], "error pull-value", 1),
    Row(
      "severity of advice turns it on", [".pipec.yaml": "severity: {pull-request-secret: warning}\n"],
      "warning pull-request-secret, " + usual, 1),
    Row(
      "severity of a group does not turn advice on", [".pipec.yaml": "severity: {secrets: error}\n"], usual, 1),
    Row(
      "a rule outweighs its group", [".pipec.yaml": "severity: {unknown-setting: error, plugins: off}\n"],
      "error unknown-setting, warning pull-value", 1),
    Row(
      "--select hears what is ignored", [".pipec.yaml": ignoring], "--select pull-value", "warning pull-value", 1),
    Row("--ignore adds", [".pipec.yaml": ignoring], "--ignore unknown-setting", "", 0),
  ]

  /// Some files only.
  private static let partial: [Row] = [
    Row(
      "an override", [".pipec.yaml": "overrides:\n- paths: ci/**\n  ignore: [pull-value]\n"], "warning unknown-setting",
      1),
    Row("an override of other files", [".pipec.yaml": "overrides:\n- paths: [cd]\n  ignore: [pull-value]\n"], usual, 1),
    Row(
      "the last override counts",
      [".pipec.yaml": "overrides:\n- {paths: ci, persona: pedantic}\n- {paths: .drone.yml, persona: regular}\n"], usual,
      1
    ),
    Row(
      "patterns count from the configuration",
      ["ci/.pipec.yaml": "overrides:\n- {paths: /.drone.yml, ignore: all}\n"], "", 0),
    Row("excluded", [".pipec.yaml": "exclude: [ci]\n"], "", 0),
    Row("excluded and named", [".pipec.yaml": "exclude: [ci]\n"], "ci/.drone.yml", usual, 1),
    Row("excluded by force", [".pipec.yaml": "exclude: [ci]\n"], "--as-found ci/.drone.yml", "", 0),
  ]

  /// Other configurations, secrets and plugins.
  private static let surroundings: [Row] = [
    Row(
      "extends adds",
      [".pipec.yaml": "extends: base/pipec.yaml\nignore: [unknown-setting]\n", "base/pipec.yaml": ignoring],
      "", 0),
    Row(
      "extends: the own value counts",
      [".pipec.yaml": "extends: [base.yaml]\npersona: regular\n", "base.yaml": "persona: auditor\n"], usual, 1),
    Row(
      "extends: patterns count from the one in use",
      [".pipec.yaml": "extends: base/pipec.yaml\n", "base/pipec.yaml": "exclude: [ci/*]\n"], "", 0),
    Row(
      "secrets", [".pipec.yaml": "secrets: [other]\n"], usual + ", warning unknown-secret", 1),
    Row("secrets that are there", [".pipec.yaml": "secrets: [HUB]\n"], usual, 1),
    Row(
      "files of secrets are relative to the configuration",
      ["ci/.pipec.yaml": "secrets: [x]\nsecret-files: names\n", "ci/names": "hub\n"], usual, 1),
    Row(
      "a plugin of one's own",
      [
        ".pipec.yaml": "plugins:\n- image: plugins/docker\n  settings: {tgas: string, repo: string, password: string}\n"
      ],
      "warning pull-value", 1),
    Row(
      "a plugin like another",
      [".pipec.yaml": "plugins:\n- image: plugins/docker\n  like: plugins/docker\n  settings: {tgas: list}\n"],
      "warning pull-value", 1),
  ]

  @Test(arguments: rows) func decides(_ row: Row) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("ci/.drone.yml", Self.file)
    for (name, text) in row.files { try runner.write(name, text) }
    let words = row.arguments.split(separator: " ").map(String.init)
    let result = try runner.run(arguments: ["check", "-q", "--format", "concise"] + words)
    #expect(Self.findings(result.output) == row.found.split(separator: ", ").map(String.init).sorted())
    #expect(result.status == row.status)
    #expect(result.error == "")
  }

  /// `SEVERITY RULE` of each line of the concise format.
  static func findings(_ output: String) -> [String] {
    output.split(separator: "\n").compactMap { line in
      guard let match = line.firstMatch(of: /: (error|warning|info): .*\[([a-z-]+)\]$/) else { return nil }
      return "\(match.1) \(match.2)"
    }.sorted()
  }

  @Test func theEnvironmentNamesOne() throws {
    var runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", Self.file)
    try runner.write(".pipec.yaml", "persona: pedantic\n")
    try runner.write("other.yaml", "select: [unknown-setting]\n")
    runner.environment["PIPEC_CONFIG"] = "other.yaml"
    #expect(Self.findings(try runner.run("check", "--format=concise").output) == ["warning unknown-setting"])
    #expect(Self.findings(try runner.run("check", "--format=concise", "--no-config").output).count == 2)
    runner.environment["PIPEC_CONFIG"] = "nothing.yaml"
    let missing = try runner.run("check")
    #expect(missing.status == 2)
    #expect(missing.error == "pipec check: there is no file nothing.yaml, which the variable PIPEC_CONFIG names\n")
  }

  /// Standard input is looked at as the file that it is called.
  @Test func standardInputHasAPlace() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("ci/.pipec.yaml", "ignore: all\n")
    let arguments = ["check", "-q", "--stdin-filename", "ci/.drone.yml", "-"]
    #expect(try runner.run(arguments: arguments, input: Array(Self.file.utf8)).status == 0)
    #expect(try runner.run(arguments: ["check", "-q", "-"], input: Array(Self.file.utf8)).status == 1)
  }

  struct Broken: CustomTestStringConvertible, Sendable {
    var text: String
    /// `LINE:COLUMN: RULE: message`, and the help behind `/`.
    var said: String
    var testDescription: String { said }

    init(_ text: String, _ said: String) {
      self.text = text
      self.said = said
    }
  }

  static let broken: [Broken] = [
    Broken("ignored: x\n", "1:1: config-unknown-key: the configuration has no key `ignored` / did you mean `ignore`?"),
    Broken("paths: x\n", "1:1: config-unknown-key: the configuration has no key `paths` / it belongs to an override"),
    Broken(
      "ignore: [a b]\n",
      "1:10: config-unknown-rule: no rule and no group of rules is named `a b` / `pipec explain` lists them"),
    Broken(
      "select:\n- unknwon-key\n",
      "2:3: config-unknown-rule: no rule and no group of rules is named `unknwon-key` / did you mean `unknown-key`?"),
    Broken("persona: [regular]\n", "1:10: config-value: one of regular, pedantic, auditor is wanted here, not a list"),
    Broken("fail-on: warn\n", "1:10: config-value: `warn` is none of error, warning, info"),
    Broken("fail-on: eror\n", "1:10: config-value: `eror` is none of error, warning, info / did you mean `error`?"),
    Broken("preview: yes\n", "1:10: config-value: `yes` is neither `true` nor `false` / write `true`"),
    Broken("trusted: 0\n", "1:10: config-value: `0` is neither `true` nor `false` / write `false`"),
    Broken("baseline:\n", "1:1: config-value: `baseline` has no value / remove the key, or give it a value"),
    Broken("- ignore\n", "1:1: config-value: the configuration is a mapping, not a list / write `persona: …`"),
    Broken("exclude: ['!a']\n", "1:11: config-value: a pattern cannot be negated / name what is meant instead"),
    Broken("exclude: ['a[']\n", "1:11: config-value: the pattern `a[` cannot be read / a `[` or `{` has no end"),
    Broken(
      "exclude: ../a\n",
      "1:10: config-value: `../a` leads out of the folder that patterns count from / write it without `..`"),
    Broken(
      "overrides: {paths: x}\n", "1:12: config-value: a list of mappings with `paths` is wanted here, not a mapping"),
    Broken("overrides:\n- ignore: all\n", "2:3: config-value: an override needs `paths`"),
    Broken(
      "severity: error\n",
      "1:11: config-value: a mapping from rules to severities is wanted here, not a text / write `RULE: error`"),
    Broken("severity: {all: loud}\n", "1:17: config-value: `loud` is none of off, info, warning, error"),
    Broken(
      "plugins:\n- {image: x, like: plugins/dokcer}\n",
      "2:20: config-value: no plugin with the image `plugins/dokcer` is known / did you mean `plugins/docker`?"),
    Broken(
      "plugins:\n- image: x\n  settings: {a: []}\n",
      "3:17: config-value: a type like `string required` is wanted here, not a list"),
    Broken("plugins: [{settings: {}}]\n", "1:11: config-value: a plugin needs `image`"),
    Broken(
      "plugins:\n- {image: x, like: nobody/knows}\n",
      "2:20: config-value: no plugin with the image `nobody/knows` is known / describe its `settings` instead"),
    Broken(
      "plugins:\n- image: x\n  settings: {a: strng}\n",
      "3:17: config-value: `strng` is no type of settings / did you mean `string`?"),
    Broken(
      "plugins:\n- image: x\n  settings: {a: string requird}\n",
      "3:24: config-value: `requird` says nothing about a setting / did you mean `required`?"),
    Broken("a: [\n", "1:4: config-syntax: this bracket is not closed"),
    Broken("extends: nothing.yaml\n", "1:10: config-file: cannot read …nothing.yaml: No such file or directory"),
    Broken("extends: .pipec.yaml\n", "1:10: config-file: `extends` leads back to .pipec.yaml / remove one of the two"),
    Broken("secret-files: [nothing]\n", "1:16: config-file: cannot read …nothing: No such file or directory"),
    Broken(
      "piped: .pipec.yaml\n", "1:8: config-file: .pipec.yaml is no configuration of piped: it has not `kind: Piped`"),
  ]

  /// Nothing is checked with a configuration that cannot be used; the same is said where it is checked itself.
  @Test(arguments: broken) func saysWhatIsWrong(_ row: Broken) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", Self.file)
    try runner.write(".pipec.yaml", row.text)
    let result = try runner.run("check")
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.error.hasSuffix("\npipec check: the configuration cannot be used, so nothing was checked\n"))
    let parts = row.said.split(separator: " / ", maxSplits: 1).map(String.init)
    let head = parts[0].split(separator: ": ", maxSplits: 2).map(String.init)
    #expect(result.error.contains(".pipec.yaml:\(head[0])"), "\(result.error)")
    #expect(result.error.contains("error[\(head[1])]: ") || result.error.contains("[\(head[1])]"), "\(result.error)")
    for piece in head[2].split(separator: "…") { #expect(result.error.contains(piece), "\(result.error)") }
    if parts.count > 1 { #expect(result.error.contains(parts[1]), "\(result.error)") }
    if head[1] == "config-file" { return }
    let own = try runner.run("check", "-q", "--format", "concise", ".pipec.yaml")
    #expect(own.status == 1)
    #expect(own.output.hasPrefix(".pipec.yaml:\(head[0]): error: "), "\(own.output)")
  }

  /// What is misspelt is not missing as well.
  @Test(arguments: ["overrides:\n- {path: x}\n", "plugins:\n- {imag: x}\n"])
  func oneMistakeIsOneFinding(_ text: String) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".pipec.yaml", text)
    let result = try runner.run("check", "-q", "--format", "concise", ".pipec.yaml")
    #expect(result.output.split(separator: "\n").count == 1)
    #expect(result.output.hasSuffix("[config-unknown-key]\n"))
  }

  @Test func twoOfThemAreOneTooMany() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", Self.file)
    try runner.write(".pipec.yaml", "")
    try runner.write(".pipec.yml", "")
    let result = try runner.run("check")
    #expect(result.status == 2)
    #expect(result.error == "pipec check: there are both .pipec.yaml and .pipec.yml; remove one of them\n")
  }

  /// A configuration that cannot be read is not none, and excluding everything is not a clean result.
  @Test func silenceIsNoSuccess() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", Self.file)
    _ = try runner.shell("ln -s shared/pipec.yaml .pipec.yaml")
    #expect(
      try runner.run("check") == .init(2, error: "pipec check: cannot read .pipec.yaml: No such file or directory\n"))
    _ = try runner.shell("rm .pipec.yaml")
    try runner.write(".pipec.yaml", "exclude: '**'\n")
    #expect(
      try runner.run("check").error
        == "checked 0 files: nothing to report; the configuration excludes what was found (1)\n")
  }

  /// Thousands of configurations that extend each other, or one that is nested without end, end in words.
  @Test func chainsAndNestsEnd() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", Self.file)
    for index in 0..<100 { try runner.write("c\(index).yaml", "extends: c\(index + 1).yaml\n") }
    try runner.write(".pipec.yaml", "extends: c0.yaml\n")
    let chain = try runner.run("check")
    #expect(chain.status == 2)
    #expect(chain.error.contains("too many configurations extend each other"))
    try runner.write(".pipec.yaml", String(repeating: "[", count: 100_000))
    let nest = try runner.run("check")
    #expect(nest.status == 2 && !nest.wasKilled)
    try runner.write(".pipec.yaml", "ignore: [" + String(repeating: "nothing-at-all, ", count: 20_000) + "]\n")
    let many = try runner.run("check")
    #expect(many.status == 2 && !many.wasKilled)
  }
}
