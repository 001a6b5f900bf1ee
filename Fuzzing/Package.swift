// swift-tools-version: 6.2
import PackageDescription

// libFuzzer targets, in a package of their own: libFuzzer brings its own `main`. `make fuzz` builds and runs them.

func fuzzer(_ name: String) -> Target {
  .executableTarget(
    name: name, dependencies: [.product(name: "PipecCore", package: "pipec")],
    swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])])
}

let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "pipec", path: "..")],
  targets: [
    fuzzer("FuzzYAML"), fuzzer("FuzzSubstitution"), fuzzer("FuzzHarnessText"), fuzzer("FuzzJexl"), fuzzer("FuzzDrone"),
    fuzzer("FuzzHarness"), fuzzer("FuzzPipeCD"), fuzzer("FuzzGoTemplate"),
  ]
)
