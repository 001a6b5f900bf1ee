import Expressions
import Testing

@Suite struct ImageNameTests {
  static let digest = "sha256:" + String(repeating: "0a", count: 32)

  @Test func namesAreExpanded() {
    let rows: [(String, String)] = [
      ("alpine", "docker.io/library/alpine:latest"), ("alpine:3.20", "docker.io/library/alpine:3.20"),
      ("octocat/x", "docker.io/octocat/x:latest"),
      ("index.docker.io/library/golang", "docker.io/library/golang:latest"),
      ("docker.io/golang:1", "docker.io/library/golang:1"), ("gcr.io/a/b", "gcr.io/a/b:latest"),
      ("localhost/x", "localhost/x:latest"), ("localhost:5000/x", "localhost:5000/x:latest"),
      ("my.host/x", "my.host/x:latest"), ("myhost/x", "docker.io/myhost/x:latest"),
      ("alpine@\(Self.digest)", "docker.io/library/alpine@\(Self.digest)"),
      ("alpine:3@\(Self.digest)", "docker.io/library/alpine:3@\(Self.digest)"),
      ("a.b/c:8080", "a.b/c:8080"), ("my_host.x/image", "my_host.x/image:latest"),
      ("a__b/c--d", "docker.io/a__b/c--d:latest"),
      ("REGISTRY.example.com/x", "REGISTRY.example.com/x:latest"),
    ]
    for (text, expanded) in rows { #expect(ImageName.expand(text) == expanded, "\(text)") }
  }

  @Test func whatCannotBeReadPassesThrough() {
    let hexadecimal = String(repeating: "0a", count: 32)
    let texts = [
      "", "UPPER/case", "alpine:", "Alpine", "a b", "alpine:-x", "a..b", "a___b", "-a", "a/", "/a", "a//b", "é",
      "alpine@sha256:12", "alpine@", hexadecimal, Self.digest, "$IMAGE", "${IMAGE}", "http://a/b", "alpine:a:b",
      "my.host:x/y", "alpine:" + String(repeating: "a", count: 129), String(repeating: "a", count: 256),
    ]
    for text in texts { #expect(ImageName.expand(text) == text) }
  }

  @Test func repositoriesAreCompared() {
    for same in ["plugins/docker:20", "index.docker.io/plugins/docker", "docker.io/plugins/docker:latest"] {
      #expect(ImageName.isSameRepository(same, "plugins/docker"), "\(same)")
    }
    for other in ["quay.io/plugins/docker", "plugins/docker-extra", "plugins/kaniko", "PLUGINS/docker", ""] {
      #expect(!ImageName.isSameRepository(other, "plugins/docker"), "\(other)")
    }
    #expect(ImageName.trim("docker.io/library/alpine:3") == "alpine")
    #expect(ImageName.isLatest("alpine") && ImageName.isLatest("a.b/c:latest"))
    #expect(!ImageName.isLatest("alpine:3") && !ImageName.isLatest("alpine@\(Self.digest)"))
  }

  @Test func registriesAreRecognised() throws {
    let rows: [(String, String, Bool)] = [
      ("alpine", "index.docker.io", true), ("alpine", "docker.io", true),
      ("alpine", "https://index.docker.io/v1/", false),
      ("gcr.io/a/b", "https://gcr.io", true), ("gcr.io/a/b", "http://gcr.io/v2/", true), ("gcr.io/a/b", "gcr.io", true),
      ("gcr.io/a/b", "docker.io", false), ("localhost:5000/x", "https://localhost:5000", true),
      ("localhost:5000/x", "localhost", false), ("a.b/x", "a.b/path", false),
    ]
    for (image, registry, isServed) in rows {
      let name = try #require(ImageName(image))
      #expect(name.isServed(by: registry) == isServed, "\(image) by \(registry)")
    }
  }
}
