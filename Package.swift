// swift-tools-version: 6.2
import Foundation
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

/// Expected outputs and fixtures lie beside the tests that read them from the work tree.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  let data = ["Fixtures", "Golden"].filter {
    FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/Tests/\(name)/\($0)")
  }
  return .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: data, swiftSettings: swiftSettings)
}

/// The commit that `pipec --version` names; nothing outside a checkout.
let commit: [CSetting] =
  Context.gitInformation.map {
    [.define("PIPEC_COMMIT", to: "\"\($0.currentCommit)\($0.hasUncommittedChanges ? "+" : "")\"")]
  } ?? []

/// With `PIPEC_ONLY=ExpressionsTests,ParserTests` the package is these targets and what they depend on: while one module is
/// written, the others need not be built.
func selected(_ all: [Target]) -> [Target] {
  guard let only = Context.environment["PIPEC_ONLY"], !only.isEmpty else { return all }
  var wanted: Set<String> = []
  var open = only.split(separator: ",").map(String.init)
  while let name = open.popLast() {
    guard wanted.insert(name).inserted else { continue }
    for case .byNameItem(let other, _) in all.first(where: { $0.name == name })?.dependencies ?? [] {
      open.append(other)
    }
  }
  return all.filter { wanted.contains($0.name) }
}

let package = Package(
  name: "pipec",
  products: Context.environment["PIPEC_ONLY"].map { !$0.isEmpty } == true
    ? []
    : [
      .executable(name: "pipec", targets: ["pipec"]),
      .library(
        name: "PipecCore",
        targets: [
          "Diagnostics", "YAML", "Expressions", "IR", "Parser", "Checker", "Configuration", "Planner", "PluginHost",
          "Interpreter",
          "REPL",
        ]),
    ],
  targets: selected([
    .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CGetopt"),
    .systemLibrary(name: "CSearch"),
    .systemLibrary(name: "CPCRE2", providers: [.apt(["libpcre2-dev"])]),
    .target(name: "CBuild", cSettings: commit),
    .target(name: "CHarnessKeys"),
    .target(name: "CPlugins", exclude: ["plugins.txt"]),
    .target(name: "CSchemas"),
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CXML", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CGRPC", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CReadline", linkerSettings: [.linkedLibrary("dl")]),
    module("Diagnostics"),
    module("YAML", ["Diagnostics", "CYAML"]),
    module("Expressions", ["Diagnostics", "CPCRE2", "CXML"]),
    module("IR", ["Diagnostics", "Expressions"]),
    module("Threads"),
    module("Parser", ["CHarnessKeys", "CSearch", "Threads", "Diagnostics", "YAML", "Expressions", "IR"]),
    module("Checker", ["CPlugins", "CSearch", "Threads", "Diagnostics", "Expressions", "IR"]),
    module("Configuration", ["Diagnostics", "YAML", "Expressions", "Parser", "Checker"]),
    module("Planner", ["Diagnostics", "Expressions", "IR"]),
    .target(name: "CProcess"),
    module("Processes", ["CProcess"]),
    module("PluginHost", ["Diagnostics", "CProcess", "CCurl", "CGRPC", "Processes"]),
    module(
      "Interpreter",
      ["Diagnostics", "Expressions", "IR", "Planner", "CProcess", "CCurl", "Processes", "PluginHost"]),
    module("REPL", ["Diagnostics", "Expressions", "IR", "Parser", "Checker", "Planner"]),
    .executableTarget(
      name: "pipec",
      dependencies: [
        "CBuild", "CGetopt", "CProcess", "CReadline", "CSchemas", "CYAML", "Diagnostics", "Expressions", "IR",
        "Threads", "Parser",
        "Checker", "Configuration", "Planner", "Interpreter", "PluginHost", "REPL",
      ],
      swiftSettings: swiftSettings),
    .target(
      name: "TestSupport", dependencies: ["Diagnostics"], path: "Tests/TestSupport", swiftSettings: swiftSettings),
    tests("DiagnosticsTests", ["Diagnostics"]),
    tests("YAMLTests", ["YAML", "Diagnostics"]),
    .target(
      name: "ExpressionRows", dependencies: ["Expressions", "TestSupport"], path: "Tests/ExpressionRows",
      swiftSettings: swiftSettings),
    tests("ExpressionsTests", ["Expressions", "Diagnostics", "ExpressionRows"]),
    tests("ParserTests", ["Parser", "YAML", "IR", "Diagnostics", "Expressions"]),
    tests("CheckerTests", ["Checker", "Configuration", "Parser", "IR", "Diagnostics", "Expressions"]),
    tests("PlannerTests", ["Planner", "Parser", "IR", "Diagnostics", "Expressions"]),
    tests(
      "InterpreterTests", ["Interpreter", "PluginHost", "Planner", "Parser", "IR", "Diagnostics", "Expressions"]),
    tests("PluginHostTests", ["PluginHost"]),
    tests("REPLTests", ["REPL", "Planner", "IR", "Diagnostics", "Expressions", "ExpressionRows"]),
    tests("CommandTests", ["REPL", "Expressions", "ExpressionRows"]),
    tests("ProjectTests", []),
  ])
)
