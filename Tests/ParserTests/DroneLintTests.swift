import Diagnostics
import IR
import Parser
import Testing

/// The refusals of the docker runner, of the other runners and of the server, in their own words.
@Suite struct DroneLintTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var body: String
    var refusals: [String]
    var testDescription: String { body.split(separator: "\n").suffix(2).joined(separator: " ") }

    init(_ body: String, _ refusals: String...) {
      self.body = body
      self.refusals = refusals
    }
  }

  private static func refusals(_ text: String) -> [String] {
    DroneLoader.load(Source(name: "test", text: text)) { _ in nil }.problems.map(\.upstream)
  }

  private static let head = "kind: pipeline\ntype: docker\nname: p\n"

  static let runner: [Case] = [
    Case(
      "steps: [{name: a, image: x, depends_on: [zz]}]",
      "linter: unknown step dependency detected: a references zz"),
    Case(
      "steps: [{name: a, image: x, depends_on: [b]}, {name: b, image: x}]",
      "linter: unknown step dependency detected: a references b"),
    Case(
      "steps: [{name: a, image: x, depends_on: [b]}, {name: b, image: x, depends_on: [a]}]",
      "linter: unknown step dependency detected: a references b"),
    Case("steps: [{name: a, image: x, depends_on: [a]}]", "linter: cyclical step dependency detected: a"),
    Case("services: [{name: db, image: x}]\nsteps: [{name: a, image: x, depends_on: [db]}]"),
    Case(
      "services: [{name: db, image: x, depends_on: [a]}]\nsteps: [{name: a, image: x}]",
      "linter: unknown step dependency detected: db references a"),
    Case("services: [{name: db, image: x, depends_on: [clone]}]\nsteps: [{name: a, image: x}]"),
    Case("steps: [{name: a, image: x}, {name: a, image: x}]", "Linter: duplicate step name"),
    Case("services: [{name: a, image: x}]\nsteps: [{name: a, image: x}]", "linter: duplicate step names"),
    Case("services: [{name: a, image: x}, {name: a, image: x}]", "linter: duplicate step names"),
    Case("steps: [{name: clone, image: x}]", "linter: duplicate step names"),
    Case("clone: {disable: true}\nsteps: [{name: clone, image: x}]"),
    Case(
      "clone: {disable: true}\nsteps: [{name: a, image: x, depends_on: [clone]}]",
      "linter: unknown step dependency detected: a references clone"),
    Case("steps: [{image: x}]", "Linter: invalid or missing step name"),
    Case("services: [{image: x}]"),
    Case("steps: [{name: a}]", "linter: invalid or missing image"),
    Case("steps: [{name: a, build: x}]", "linter: invalid or missing image"),
    Case("steps:\n-\n", "Linter: detected nil step"),
    Case("services:\n-\n", "linter: nil step"),
    Case(""),
    Case("steps: [{name: a, image: x, volumes: [{name: zz, path: /x}]}]"),
    Case("volumes: [{name: v, temp: }]\nsteps: [{name: a, image: x, volumes: [{name: v, path: /x}]}]"),
    Case(
      "steps: [{name: a, image: x, volumes: [{name: v, path: /run/drone/x}]}]",
      "linter: cannot mount volume at /run/drone"),
    Case(
      "steps: [{name: a, image: x, volumes: [{name: v, path: /run/../run/drone-foo}]}]",
      "linter: cannot mount volume at /run/drone"),
    Case("volumes: [{temp: {}}]", "linter: missing volume name"),
    Case("volumes: [{name: _workspace, temp: {}}]", "linter: invalid volume name: _workspace"),
    Case(
      "steps: [{name: a, image: x, volumes: [{name: workspace, path: /x}]}]",
      "linter: invalid volume name: workspace"),
    Case("clone: false", "cannot unmarshal !!bool `false` into yaml.Clone"),
    Case("platform: linux/amd64", "cannot unmarshal !!str `linux/a...` into yaml.Platform"),
    Case("steps: {a: {image: x}}", "cannot unmarshal !!map into []*yaml.Container"),
    Case("concurrency: 1", "cannot unmarshal !!int `1` into yaml.Concurrency"),
    Case("steps: [{name: a, image: x, commands: echo hi}]", "cannot unmarshal !!str `echo hi` into []string"),
    Case("steps: [{name: a, image: x, privileged: \"true\"}]", "cannot unmarshal !!str `true` into bool"),
    Case("steps: [{name: a, image: x, mem_limit: 1x}]", "invalid size: '1x'"),
    Case(
      "steps: [{name: a, image: x, settings: [a]}]",
      "cannot unmarshal !!seq into map[string]*yaml.Parameter"),
    Case("steps: [{name: a, image: x, environment: {X: [1]}}]", "cannot unmarshal !!seq into yaml.variable"),
    Case(
      "steps: [{name: a, image: x, environment: [A=1]}]",
      "cannot unmarshal !!seq into map[string]*yaml.Variable"),
    Case("environment: {A: {from_secret: x}}", "cannot unmarshal !!map into string"),
    Case("steps: [{name: a, image: x, ports: [\"80:80\"]}]", "cannot unmarshal !!str `80:80` into int"),
    Case(
      "steps: [{name: a, image: x, resources: {limits: {cpu: 100m}}}]",
      "cannot unmarshal !!str `100m` into float64"),
    Case(
      "steps: [{name: \(String(repeating: "n", count: 101)), image: x}]",
      "Linter: step name cannot exceed 100 characters"),
  ]

  @Test(arguments: runner) func refusesAsTheRunner(_ test: Case) {
    #expect(Self.refusals(Self.head + test.body) == test.refusals)
  }

  /// Keys that need a trusted repository are refused by the runner in any other.
  static let trusted: [Case] = [
    Case(
      "steps: [{name: a, image: x, privileged: true}]",
      "linter: untrusted repositories cannot enable privileged mode"),
    Case(
      "steps: [{name: a, image: x, devices: [{name: d, path: /dev/x}]}]",
      "linter: untrusted repositories cannot mount devices"),
    Case("steps: [{name: a, image: x, dns: [1.1.1.1]}]", "linter: untrusted repositories cannot configure dns"),
    Case(
      "steps: [{name: a, image: x, dns_search: [a]}]",
      "linter: untrusted repositories cannot configure dns_search"),
    Case(
      "steps: [{name: a, image: x, extra_hosts: [\"a:1\"]}]",
      "linter: untrusted repositories cannot configure extra_hosts"),
    Case(
      "steps: [{name: a, image: x, network_mode: host}]",
      "linter: untrusted repositories cannot configure network_mode"),
    Case("steps: [{name: a, image: x, shm_size: 1g}]", "linter: untrusted repositories cannot configure shm_size"),
    Case("steps: [{name: a, image: x, shm_size: -1}]"),
    Case(
      "volumes: [{name: v, temp: {medium: memory}}]",
      "linter: untrusted repositories cannot mount in-memory volumes"),
    Case("volumes: [{name: v, host: {}}]", "linter: untrusted repositories cannot mount host volumes"),
  ]

  @Test(arguments: trusted) func warnsOfWhatNeedsTrust(_ test: Case) {
    let program = DroneLoader.load(Source(name: "test", text: Self.head + test.body)) { _ in nil }
    #expect(program.problems.map(\.upstream) == test.refusals)
    #expect(program.problems.allSatisfy { $0.isTrustDependent && $0.diagnostic.severity == .warning })
  }

  static let server: [Case] = [
    Case(
      "kind: pipeline\nname: a\ndepends_on: [b]\n---\nkind: pipeline\nname: b\n",
      "linter: invalid or unknown pipeline dependency"),
    Case("kind: pipeline\nname: a\n---\nkind: pipeline\nname: a\n", "linter: duplicate pipeline names"),
    Case("kind: pipeline\nname: \"\"\n---\nkind: pipeline\nname: default\n"),
    Case("kind: pipeline\nname: a\ndepends_on: [a]\n", "linter: pipeline cannot have a dependency on itself"),
    Case("kind: pipeline\ntype: docker\nplatform: {os: darwin}\n", "linter: unsupported os: darwin"),
    Case("kind: pipeline\ntype: exec\nplatform: {os: darwin}\n"),
    Case("kind: pipeline\nplatform: {arch: x86_64}\n", "linter: unsupported architecture: x86_64"),
    Case("# comment\n---\nkind: pipeline\n", "yaml: missing kind attribute"),
    Case("kind: pipeline\n---\n", "yaml: missing kind attribute"),
    Case("\n---\nkind: pipeline\n", "yaml: missing kind attribute"),
    Case("---\nkind: pipeline\n"),
    Case("%YAML 1.1\n---\nkind: pipeline\n", "yaml: did not find expected <document start>"),
    Case("\u{FEFF}kind: pipeline\n"),
    Case("", "yaml: missing kind attribute"),
    Case("kind: pipeline\n...\n}}}\n"),
    Case("- a\n", "cannot unmarshal !!seq into yaml.RawResource"),
    Case("kind: pipeline\nx: &c 1\n---\nkind: pipeline\nname: b\ny: *c\n", "yaml: unknown anchor 'c' referenced"),
  ]

  @Test(arguments: server) func refusesAsTheServer(_ test: Case) {
    #expect(Self.refusals(test.body) == test.refusals)
  }

  static let others: [Case] = [
    Case("type: exec\nsteps: [{name: a, image: x}]", "Linter: cannot define images for an exec pipeline"),
    Case("type: exec\nsteps: [{name: a}, {name: a}]", "Linter: duplicate step name"),
    Case(
      "type: exec\nsteps: [{name: a, environment: {A: ~}}]",
      "runtime error: invalid memory address or nil pointer dereference"),
    Case("type: exec\nsteps: [{name: a, commands: [\"${A:-b${C}}\"]}]", "bad substitution"),
    Case("type: kubernetes\nsteps: [{name: a, image: x, commands: [\"${A:-b${C}}\"]}]"),
    Case("type: vm\nsteps: [{name: a, image: x, privileged: true}]"),
    Case(
      "type: kubernetes\nsteps: [{name: a, image: x, resources: {limits: {cpu: 100m}}}]",
      "cannot unmarshal !!str `100m` into float64"),
    Case(
      "type: ssh\nsteps: [{name: a}]", "Linter: invalid or missing server host",
      "Linter: invalid or missing server user", "Linter: invalid or missing server password or ssh_key"),
    Case(
      "type: ssh\nserver: {host: h, user: u, ssh_key: {from_secret: k}}\nsteps: [{name: a, detach: true}]",
      "Linter: detached steps are not allowed"),
    Case("type: digitalocean\nsteps: [{name: a}]", "Linter: invalid or missing API token"),
    Case("type: digitalocean\ntoken: {from_secret: t}\nsteps: [{name: a}]"),
    Case(
      "type: kubernetes\nresources: {limits: {cpu: 1}}\nsteps: [{name: a, image: x}]",
      "linter: cpu limit cannot be applied at stage level"),
    Case(
      "type: kubernetes\nresources: {limits: {memory: 1g}}\nsteps: [{name: a, image: x}]",
      "linter: memory limit cannot be applied at stage level"),
    Case("type: kubernetes\nresources: {limits: {cpu: 0}}\nsteps: [{name: a, image: x}]"),
    Case("type: kubernetes\nsteps: [{name: a, image: x, user: \"1000\"}]", "cannot unmarshal !!str `1000` into int"),
    Case("type: vm\npool: {use: p}\nsteps: [{name: a, commands: [x]}]"),
  ]

  @Test(arguments: others) func refusesAsTheOtherRunners(_ test: Case) {
    #expect(Self.refusals("kind: pipeline\nname: p\n" + test.body) == test.refusals)
  }
}
