import Foundation
import TestSupport
import Testing

/// `pipec plugins`, with the plugin of the examples where it can run.
@Suite struct PluginsTests {
  static let example = Repository.url("examples/pipecd-plugin/plugin.py").path

  static func piped(_ plugins: String) -> String {
    """
    apiVersion: pipecd.dev/v1beta1
    kind: Piped
    spec:
      projectID: p
      pipedID: i
      pipedKeyData: aw==
      apiAddress: localhost:80
      plugins:
    \(plugins.split(separator: "\n").map { "    \($0)\n" }.joined())
    """
  }

  static let two = piped(
    """
    - name: example
      url: file://\(example)
      port: 7001
      deployTargets: [{name: dev}, {name: prod}]
    - name: broken
      url: \(example)
      config: {mode: crash}
    """)

  private func run(_ file: String, _ arguments: String...) throws -> ProgramRunner.Result {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("piped.yaml", file)
    return try runner.run(arguments: ["plugins"] + arguments)
  }

  @Test func listsThemWithoutStartingAny() throws {
    #expect(
      try run(Self.two, "list", "piped.yaml")
        == .init(
          0,
          output: """
            example  file://\(Self.example)  targets dev, prod
            broken   \(Self.example)

            """))
  }

  @Test func listsThemForPrograms() throws {
    #expect(
      try run(Self.two, "list", "piped.yaml", "example", "--format", "json")
        == .init(
          0,
          output: """
            [
              {
                "name": "example",
                "url": "file://\(Self.example)",
                "targets": [
                  "dev",
                  "prod"
                ]
              }
            ]

            """))
  }

  /// One value that cannot be read keeps piped from reading anything; that is then what is said.
  @Test(arguments: [["list"], ["check"]]) func filesThatCannotBeRead(_ words: [String]) throws {
    let file = Self.piped("- {name: a, url: /a, config: {rate: .inf}}")
    let message =
      "piped.yaml cannot be read: JSON, which the file becomes, has no such number; 'pipec check' shows where\n"
    #expect(try run(file, words[0], "piped.yaml") == .init(2, error: "pipec plugins: \(message)"))
    let runner = try PipeCDRunTests.runner("WAIT, with: {duration: 1ms}")
    defer { runner.remove() }
    try runner.write("piped.yaml", file)
    let result = try runner.run("run", "--piped", "piped.yaml", "shop/app.pipecd.yaml")
    #expect(result == .init(2, error: "pipec run: \(message)"))
  }

  @Test(arguments: [
    (["list"], "name the file that configures piped"), ([], "say what to do: list, describe, check"),
    (["lst", "piped.yaml"], "unknown action 'lst'; there are list, describe, check; did you mean 'list'?"),
    (["list", "piped.yaml", "exmaple"], "piped.yaml names no plugin 'exmaple'; did you mean 'example'?"),
  ])
  func wrongCalls(_ arguments: [String], _ message: String) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("piped.yaml", Self.two)
    let result = try runner.run(arguments: ["plugins"] + arguments)
    #expect(
      result == .init(2, error: "pipec plugins: \(message)\nTry 'pipec plugins --help'.\n"))
  }

  @Test func otherFilesNameNoPlugins() throws {
    let result = try run("apiVersion: pipecd.dev/v1beta1\nkind: Application\nspec: {}\n", "list", "piped.yaml")
    #expect(
      result
        == .init(
          2, error: "pipec plugins: piped.yaml has no 'kind: Piped', which is where plugins are named\n"))
  }

  /// This one ignores that it should end; the second signal ends it all the same, and all that it started.
  @Test func secondSignalEndsThemAtOnce() throws {
    guard canHost else { return }
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("plugin", "#!/bin/sh\ntrap '' TERM\necho $$ >started\nwhile :; do sleep 10; done\n")
    try runner.write("piped.yaml", Self.piped("- {name: slow, url: ./plugin}"))
    let result = try runner.shell(
      """
      chmod +x plugin; mkfifo started
      "$pipec" plugins check piped.yaml >out 2>err &
      read plugin <started
      kill -TERM $!; until grep -q ending err; do :; done
      kill -TERM $!; wait $!; echo "status $?"; cat out err
      n=0; while grep -q . /proc/$plugin/cmdline 2>/dev/null && [ $n -lt 100000 ]; do n=$((n + 1)); done
      [ $n -lt 100000 ] && echo gone
      """)
    #expect(
      result.output == """
        status 143
        pipec plugins: ending them; Ctrl-C again ends at once

        pipec plugins: ended at once
        gone

        """)
  }

  private var canHost: Bool {
    let packages = ["grpc", "google/protobuf"].map { "/usr/lib/python3/dist-packages/\($0)/__init__.py" }
    let isInstalled = packages.allSatisfy { FileManager.default.fileExists(atPath: $0) }
    if !isInstalled { Skipped.because("tests with a plugin: apt-get install python3-grpcio python3-protobuf") }
    return isInstalled
  }

  @Test func saysWhichAreFit() throws {
    guard canHost else { return }
    #expect(
      try run(Self.two, "check", "piped.yaml")
        == .init(
          1,
          output: """
            example: ready with EXAMPLE
            broken: the plugin 'broken' ended with status 1 before it was ready: the example does not start

            """))
  }

  @Test func describesThem() throws {
    guard canHost else { return }
    #expect(
      try run(Self.two, "describe", "piped.yaml", "example")
        == .init(
          0,
          output: """
            example
              url         file://\(Self.example)
              stages      EXAMPLE
              quick sync  none
              targets     dev, prod

            """))
  }
}
