// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "planned",
  dependencies: [.package(name: "pipec", path: "../..")],
  targets: [
    .executableTarget(name: "planned", dependencies: [.product(name: "PipecCore", package: "pipec")])
  ])
