import Testing

@testable import Interpreter

/// A machine of files and variables only.
private func machine(
  _ environment: [String: String] = [:], files: [String: String] = [:], userID: UInt32 = 1000
) -> Surroundings {
  Surroundings(
    environment: environment, userID: userID, read: { files[$0].map { Array($0.utf8) } },
    exists: { files[$0] != nil })
}

private let home = ["HOME": "/home/ada"]

@Suite struct DockerEndpointTests {
  @Test(arguments: [
    ("unix:///run/x.sock", "unix /run/x.sock"),
    ("tcp://engine", "http://engine:2375"),
    ("tcp://engine:99", "http://engine:99"),
    ("tcp://[::1]:99", "http://[::1]:99"),
    ("engine:99", "http://engine:99"),
    ("http://engine:99/prefix/", "http://engine:99/prefix"),
    ("https://engine", "https://engine:2376"),
    ("ssh://engine", "ssh -o ConnectTimeout=30 -T -- engine docker system dial-stdio"),
    ("ssh://ada@engine:22", "ssh -o ConnectTimeout=30 -T -l ada -p 22 -- engine docker system dial-stdio"),
    (
      "ssh://engine/run/x.sock",
      "ssh -o ConnectTimeout=30 -T -- engine docker --host unix:///run/x.sock system dial-stdio"
    ),
    ("ssh://-oProxyCommand=evil", "refused"), ("ssh://-l@host", "refused"), ("unix://", "refused"),
    ("tcp://engine:port", "refused"), ("tcp://engine:70000", "refused"), ("tcp://", "refused"),
    ("npipe:////./pipe/docker_engine", "refused"), ("tcp://a b", "refused"),
  ])
  func addresses(_ text: String, _ expected: String) {
    #expect(shown(EngineAddress(parsing: text, tls: nil, origin: "test")) == expected)
  }

  @Test func whoeverNamesAnEngineGetsThatOneAlone() throws {
    let files = ["/home/ada/.docker/config.json": #"{"currentContext": "other"}"#]
    let variables = home.merging(["DOCKER_HOST": "unix:///env.sock", "DOCKER_CONTEXT": "other"]) { $1 }
    let given = try EngineSearch.candidates(host: "unix:///given.sock", in: machine(variables, files: files))
    #expect(given.map(shown) == ["unix /given.sock"])
    let fromEnvironment = try EngineSearch.candidates(in: machine(variables, files: files))
    #expect(fromEnvironment.map(shown) == ["unix /env.sock"])
    #expect(fromEnvironment.map(\.origin) == ["DOCKER_HOST"])
  }

  @Test func theUsualSocketsInOrder() throws {
    let variables = home.merging(["XDG_RUNTIME_DIR": "/run/user/1000", "DOCKER_HOST": ""]) { $1 }
    #expect(
      try EngineSearch.candidates(in: machine(variables)).map(shown) == [
        "unix /var/run/docker.sock", "unix /run/user/1000/docker.sock", "unix /home/ada/.docker/run/docker.sock",
        "unix /run/user/1000/podman/podman.sock", "unix /run/podman/podman.sock",
      ])
    #expect(
      try EngineSearch.candidates(in: machine()).map(shown) == [
        "unix /var/run/docker.sock", "unix /run/podman/podman.sock",
      ])
  }

  @Test func contexts() throws {
    let identifier = SHA256.hexDigest(of: "remote")
    let folder = "/home/ada/.docker/contexts"
    let files = [
      "/home/ada/.docker/config.json": #"{"currentContext": "remote", "auths": {}}"#,
      "\(folder)/meta/\(identifier)/meta.json":
        #"{"Name":"remote","Endpoints":{"docker":{"Host":"tcp://far:2376","SkipTLSVerify":false}}}"#,
      "\(folder)/tls/\(identifier)/docker/ca.pem": "", "\(folder)/tls/\(identifier)/docker/cert.pem": "",
      "\(folder)/tls/\(identifier)/docker/key.pem": "",
    ]
    let current = try EngineSearch.candidates(in: machine(home, files: files))
    #expect(current.map(shown) == ["https://far:2376"])
    #expect(current[0].tls?.authority == "\(folder)/tls/\(identifier)/docker/ca.pem")
    #expect(current[0].origin == "context 'remote'")

    let usual = try EngineSearch.candidates(
      in: machine(home.merging(["DOCKER_CONTEXT": "default"]) { $1 }, files: files))
    #expect(usual.first.map(shown) == "unix /var/run/docker.sock")

    let missing = machine(home.merging(["DOCKER_CONTEXT": "gone"]) { $1 }, files: files)
    #expect(
      throws: BackendError.unreachable(
        "DOCKER_CONTEXT names the Docker context 'gone', which does not exist; see docker context ls")
    ) { try EngineSearch.candidates(in: missing) }

    let elsewhere = machine(
      ["DOCKER_CONFIG": "/etc/docker-config"],
      files: [
        "/etc/docker-config/config.json": #"{"currentContext": "gone"}"#
      ])
    #expect(throws: BackendError.self) { try EngineSearch.candidates(in: elsewhere) }
  }

  @Test func transportSecurity() throws {
    let files = ["/certs/ca.pem": "", "/certs/cert.pem": "", "/certs/key.pem": ""]
    var variables = ["DOCKER_HOST": "tcp://engine", "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "/certs"]
    var found = try #require(try EngineSearch.candidates(in: machine(variables, files: files)).first)
    #expect(shown(found) == "https://engine:2376")
    #expect(
      found.tls
        == .init(authority: "/certs/ca.pem", certificate: "/certs/cert.pem", key: "/certs/key.pem", verifies: true))
    variables["DOCKER_TLS_VERIFY"] = nil
    found = try #require(try EngineSearch.candidates(in: machine(variables, files: files)).first)
    #expect(found.tls == nil)
    variables["DOCKER_TLS"] = "0"
    found = try #require(try EngineSearch.candidates(in: machine(variables, files: files)).first)
    #expect(found.tls == .init(certificate: "/certs/cert.pem", key: "/certs/key.pem", verifies: false))
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 1000), "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
  ])
  func digests(_ text: String, _ expected: String) {
    #expect(SHA256.hexDigest(of: text) == expected)
  }

  @Test func adviceNamesEveryPlaceAndTwoCommands() {
    func attempt(_ path: String, _ reason: String, _ code: Int32) -> EngineAdvice.Attempt {
      .init(address: .socket(path), reason: reason, systemError: code)
    }
    let absent = attempt("/var/run/docker.sock", "does not exist", 2)
    let systemd = machine(["PATH": "/bin", "USER": "ada"], files: ["/bin/dockerd": "", "/run/systemd/system": ""])
    #expect(
      EngineAdvice.message(for: [absent, attempt("/run/podman/podman.sock", "does not exist", 2)], in: systemd) == """
        no container engine answers; these were asked:
          unix:///var/run/docker.sock: does not exist
          unix:///run/podman/podman.sock: does not exist
        this would help here:
          sudo systemctl start docker
          docker version
        """)
    let forbidden = attempt("/var/run/docker.sock", "permission denied", 13)
    #expect(EngineAdvice.commands(for: [forbidden], in: systemd) == ["sudo usermod -aG docker ada", "newgrp docker"])
    let bare = machine(["PATH": "/bin"], files: ["/bin/apt-get": ""], userID: 0)
    #expect(EngineAdvice.commands(for: [absent], in: bare) == ["apt-get install docker.io", "service docker start"])
    let podman = machine(["PATH": "/bin"], files: ["/bin/podman": "", "/run/systemd/system": ""])
    #expect(EngineAdvice.commands(for: [absent], in: podman).first == "systemctl --user start podman.socket")
    let named = EngineAdvice.Attempt(
      address: EngineAddress(.unix(path: "/x"), text: "unix:///x", origin: "DOCKER_HOST"), reason: "does not exist",
      systemError: 2)
    #expect(
      EngineAdvice.message(for: [named], in: systemd) == """
        the engine that DOCKER_HOST names does not answer: unix:///x: does not exist
        this would help here:
          sudo systemctl start docker
          unset DOCKER_HOST
        """)
  }

  @Test func nothingAnswers() async throws {
    let surroundings = Surroundings.current(environment: ["HOME": "/nonexistent", "PATH": "/usr/bin"])
    let options = DockerBackend.Options(host: "unix:///nonexistent/engine.sock")
    let error = await #expect(throws: BackendError.self) {
      _ = try await DockerBackend.connect(options: options, surroundings: surroundings)
    }
    let message = error?.message ?? ""
    #expect(message.hasPrefix("the engine that --host names does not answer: unix:///nonexistent/engine.sock: "))
    #expect(message.contains("does not exist"))
  }
}

private func shown(_ address: EngineAddress?) -> String {
  guard let address else { return "refused" }
  if let path = address.socketPath { return "unix \(path)" }
  return address.dialCommand?.joined(separator: " ") ?? address.baseURL
}
