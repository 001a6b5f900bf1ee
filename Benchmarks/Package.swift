// swift-tools-version: 6.2
import PackageDescription

// Programs that only measure, in a package of their own so that nobody else builds them. `Benchmarks/yaml` does.

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "pipec", path: "..")],
  targets: [
    .executableTarget(
      name: "yaml-walk", dependencies: [.product(name: "PipecCore", package: "pipec")],
      swiftSettings: [.swiftLanguageMode(.v6)])
  ]
)
