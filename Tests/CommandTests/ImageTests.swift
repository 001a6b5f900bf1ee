import Foundation
import TestSupport
import Testing

/// The container image, built by the engine that the tests have.
@Suite struct ImageTests {
  @Test func imageChecksAFolder() throws {
    guard let host = ProcessInfo.processInfo.environment["DOCKER_HOST"], !host.isEmpty,
      let docker = OutsideProgram.path("docker")
    else {
      Skipped.because("tests with containers: there is no engine (scripts/engine run …)")
      return
    }
    var runner = try ProgramRunner()
    defer { runner.remove() }
    runner.environment["DOCKER_HOST"] = host
    runner.environment["DOCKER_BUILDKIT"] = "0"
    runner.environment["docker"] = docker
    runner.environment["name"] = "pipec-test/\(runner.folder.lastPathComponent.lowercased())"
    defer { _ = try? runner.shell("\"$docker\" image rm -f $name:image $name:base 2>/dev/null") }
    // Nothing is downloaded: the base is what the program is linked with.
    let base = try runner.shell(
      """
      { ldd "$pipec" | sed -n 's/.* => \\(.*\\) (.*/\\1/p; s/^\\t\\(\\/[^ ]*\\) .*/\\1/p'; echo /bin/busybox; } |
        tar -ch -T - -P -f - | "$docker" import - $name:base >/dev/null
      """)
    #expect(base.status == 0, "\(base.error)")
    let containerfile = Repository.url("Containerfile").path
    let built = try runner.shell(
      """
      mkdir image && cp "$pipec" image/pipec &&
      "$docker" build -q --build-arg BASE=$name:base -t $name:image -f '\(containerfile)' image
      """)
    #expect(built.status == 0, "\(built.error)")
    try runner.write("work/.drone.yml", PreCommitTests.broken)
    let run = "\"$docker\" run --rm --network none -v \"$PWD/work:/work\" $name:image"
    let result = try runner.shell(run)
    #expect(result.status == 1)
    #expect(result.output.contains("--> .drone.yml:7:3"), "\(result.output)")
    #expect(result.error.hasSuffix("checked 1 file: 1 warning\n"))
    #expect(try runner.shell("\(run) --version").output == (try runner.run("--version").output))
  }
}
