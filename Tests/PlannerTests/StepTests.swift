import Planner
import Testing

/// What the keys of steps and pipelines become.
@Suite struct StepTests {
  /// `workspace` as written, the platform, and base, path and working directory.
  @Test(arguments: [
    ("", "linux", "/drone/src||/drone/src"), ("{path: /foo}", "linux", "/foo||/foo"),
    ("{path: foo}", "linux", "/drone/src|foo|/drone/src/foo"), ("{base: /go}", "linux", "/go||/go"),
    ("{base: /go, path: src/x}", "linux", "/go|src/x|/go/src/x"),
    ("{base: /go, path: /src/x}", "linux", "/go|/src/x|/go/src/x"),
    ("{path: ../x}", "linux", "/drone/src|../x|/drone/x"), ("{path: /etc}", "linux", "/drone/src||/drone/src"),
    ("{path: /}", "linux", "/drone/src||/drone/src"), ("{path: /bin/x}", "linux", "/drone/src||/drone/src"),
    ("{path: /var/run/x}", "linux", "/drone/src||/drone/src"), ("{path: /mnt}", "linux", "/drone/src||/drone/src"),
    ("{path: /etc/x}", "linux", "/etc/x||/etc/x"), ("{path: /ETC}", "linux", "/drone/src||/drone/src"),
    ("", "windows", "c:\\drone\\src||c:\\drone\\src"),
    ("{base: /go, path: a/b}", "windows", "c:\\go|a\\b|c:\\go\\a\\b"),
  ])
  func workspace(_ yaml: String, _ os: String, _ expected: String) throws {
    let line = yaml.isEmpty ? "" : "workspace: \(yaml)\n"
    let text = "kind: pipeline\nplatform: {os: \(os)}\n\(line)steps: [{name: a, image: alpine}]\n"
    let pipeline = try #require(plan(text, in: context()).pipelines.first)
    let workspace = pipeline.workspace
    #expect("\(workspace.base)|\(workspace.path)|\(workspace.full)" == expected)
    let step = try #require(pipeline.step("a"))
    #expect(step.workingDirectory == workspace.full)
    #expect(step.mounts == [Plan.Mount(volume: "_workspace", path: workspace.base)])
    #expect(step[variable: "DRONE_WORKSPACE"] == workspace.full)
    #expect(step[variable: "DRONE_WORKSPACE_BASE"] == workspace.base)
    #expect(step[variable: "DRONE_WORKSPACE_PATH"] == (workspace.path.isEmpty ? nil : workspace.path))
  }

  @Test func mountedWorkspace() throws {
    let text = "kind: pipeline\nworkspace: {base: /go, path: src/x}\nsteps: [{name: a, image: alpine}]\n"
    let plan = plan(text, in: context { $0.workspace = .mounted(path: "/home/me/x") })
    let pipeline = try #require(plan.pipelines.first)
    #expect(
      pipeline.workspace == Plan.Workspace(base: "/go/src/x", path: "", full: "/go/src/x", hostPath: "/home/me/x"))
    #expect(pipeline.steps.map(\.decision) == [.skip, .run])
    #expect(pipeline.steps.map(\.needs) == [[], ["clone"]])
    #expect(pipeline.step("a")?[variable: "DRONE_STEP_NUMBER"] == "1")
    #expect(pipeline.step("a")?[variable: "DRONE_DOCKER_VOLUME_PATH"] == "/home/me/x")
  }

  /// What a step says, and what its container's program and folder are.
  @Test(arguments: [
    ("commands: [make]", "[/bin/sh -c] [echo \"$DRONE_SCRIPT\" | /bin/sh] /drone/src"),
    ("command: [a, b]", "- [a b] /drone/src"),
    ("entrypoint: [e]", "[e] - /drone/src"), ("entrypoint: [e], command: [c]", "[e] [c] /drone/src"),
    ("entrypoint: [e], command: [c], commands: [make]", "[/bin/sh -c] [echo \"$DRONE_SCRIPT\" | /bin/sh] /drone/src"),
    ("detach: true", "- - -"),
    ("detach: true, commands: [make]", "[/bin/sh -c] [echo \"$DRONE_SCRIPT\" | /bin/sh] /drone/src"),
    ("working_dir: /tmp, detach: true", "- - /tmp"), ("commands: []", "- - /drone/src"),
  ])
  func program(_ keys: String, _ expected: String) throws {
    let found = try #require(step(keys))
    let words = [found.entrypoint, found.command].map { $0.map { "[\($0.joined(separator: " "))]" } ?? "-" }
    #expect((words + [found.workingDirectory ?? "-"]).joined(separator: " ") == expected)
  }

  /// A command, and the trace that the script prints for it.
  @Test(arguments: [
    ("'go build'", "echo + \"go build\"\ngo build\n"), ("'echo $HOME'", "echo + \"echo \\$HOME\"\necho $HOME\n"),
    ("'echo \"a\\b\"'", "echo + \"echo \\\"a\\\\b\\\"\"\necho \"a\\b\"\n"), ("\"a\\nb\"", "echo + \"a\\nb\"\na\nb\n"),
    ("'echo `date`'", "echo + \"echo `date`\"\necho `date`\n"), ("'echo é'", "echo + \"echo é\"\necho é\n"),
  ])
  func trace(_ command: String, _ expected: String) throws {
    let script = try #require(step("commands: [\(command)]")?[variable: "DRONE_SCRIPT"])
    #expect(script.hasSuffix("set -e\n\n" + expected))
  }

  @Test(arguments: [
    ("image: alpine", "docker.io/library/alpine:latest"), ("image: octocat/x", "docker.io/octocat/x:latest"),
    ("image: index.docker.io/library/golang", "docker.io/library/golang:latest"),
    ("image: \"localhost:5000/x\"", "localhost:5000/x:latest"), ("image: gcr.io/a/b", "gcr.io/a/b:latest"),
    ("image: UPPER/case", "UPPER/case"), ("image: \"alpine:\"", "alpine:"),
  ])
  func image(_ keys: String, _ expected: String) throws {
    let found = try #require(step(keys, image: false))
    #expect(found.image == expected)
  }

  @Test(arguments: [
    ("plugins/docker", "", true), ("plugins/docker:20", "volumes: [{name: v, path: /x}]", false),
    ("plugins/docker", "environment: {DOCKER_HOST: x}", false), ("plugins/docker", "environment: {FOO: x}", true),
    ("plugins/docker", "commands: [a]", false), ("plugins/docker", "entrypoint: [a]", false),
    ("plugins/docker", "command: [a]", false),
    ("index.docker.io/plugins/docker", "", true), ("quay.io/plugins/docker", "", false),
    ("docker.io/plugins/docker", "", true),
    ("plugins/docker-extra", "", false), ("plugins/kaniko", "", false), ("plugins/gar", "", true),
    ("plugins/ecr:1", "", true),
    ("alpine", "privileged: true", true), ("alpine", "privileged: false", false), ("mine/own", "", true),
    ("plugins/docker", "environment: {PATH: {from_secret: x}}", false),
  ])
  func privileged(_ image: String, _ keys: String, _ expected: Bool) throws {
    let found = try #require(step("image: \(image)" + (keys.isEmpty ? "" : ", \(keys)"), image: false))
    #expect(found.isPrivileged == expected)
  }

  /// Pull and failure policies by runner.
  @Test(arguments: [
    ("docker", "pull: always", "always fail"), ("docker", "pull: If-Not-Exists", "if-not-exists fail"),
    ("docker", "pull: NEVER", "never fail"), ("docker", "pull: true", "default fail"), ("docker", "", "default fail"),
    ("kubernetes", "", "if-not-exists fail"), ("docker", "failure: ignore", "default ignore"),
    ("docker", "failure: Ignore", "default fail"), ("docker", "failure: fast", "default fail-fast"),
    ("docker", "failure: fail-fast", "default fail-fast"), ("docker", "failure: fast-fail", "default fail-fast"),
    ("docker", "failure: always", "default fail"), ("docker", "failure: no", "default fail"),
    ("exec", "failure: Ignore", "default ignore"), ("exec", "failure: fast", "default fail"),
  ])
  func policies(_ type: String, _ keys: String, _ expected: String) throws {
    let image = type == "exec" ? "commands: [a]" : "image: alpine"
    let text =
      "kind: pipeline\ntype: \(type)\nname: p\nsteps:\n- {name: a, \(image)\(keys.isEmpty ? "" : ", \(keys)")}\n"
    let step = try #require(plan(text, in: context()).pipelines.first?.step("a"))
    #expect("\(step.pull.rawValue) \(step.failurePolicy.rawValue)" == expected)
  }

  /// Steps in short, `name(depends_on)`, against what each waits for; services come first.
  @Test(arguments: [
    ("", "db", "a b", "clone() db(clone) a(db) b(a)"), ("", "", "a b c", "clone() a(clone) b(a) c(b)"),
    ("", "db", "a b(a)", "clone() db(clone) a(clone) b(a)"),
    ("", "db(clone)", "a b", "clone() db(clone) a(clone) b(clone)"),
    ("clone: {disable: true}", "", "a b", "a() b(a)"), ("clone: {disable: true}", "db", "a b(db)", "db() a() b(db)"),
    ("", "", "a b(a,a) c(clone,b)", "clone() a(clone) b(a) c(clone,b)"),
    ("clone: {disable: true}", "", "clone a(clone)", "clone() a(clone)"),
  ])
  func order(_ head: String, _ services: String, _ steps: String, _ expected: String) throws {
    func items(_ words: String) -> String {
      words.split(separator: " ").map { word in
        let parts = word.split(whereSeparator: { $0 == "(" || $0 == ")" })
        let needs = parts.count > 1 ? ", depends_on: [\(parts[1])]" : ""
        return "- {name: \(parts[0]), image: alpine\(needs)}\n"
      }.joined()
    }
    let text = "kind: pipeline\n\(head)\nservices:\n\(items(services))\nsteps:\n\(items(steps))\n"
    let pipeline = try #require(plan(text, in: context()).pipelines.first)
    let words = pipeline.steps.map { "\($0.id)(\($0.needs.joined(separator: ",")))" }
    #expect(words.joined(separator: " ") == expected)
  }

  @Test func stepsThatNeverRunStayInOrder() throws {
    let text = """
      kind: pipeline
      steps:
      - {name: a, image: alpine}
      - {name: b, image: alpine, depends_on: [a], when: {event: tag}}
      - {name: c, image: alpine, depends_on: [b]}
      """
    let pipeline = try #require(plan(text, in: context()).pipelines.first)
    #expect(pipeline.steps.map(\.needs) == [[], ["clone"], ["a"], ["b"]])
    #expect(pipeline.steps.map { $0[variable: "DRONE_STEP_NUMBER"] } == ["1", "2", nil, "3"])
    #expect(pipeline.levels == [1, 2, 3, 4])
  }

  @Test func cloneOptions() throws {
    let text =
      "kind: pipeline\nclone: {depth: 5, retries: 2, skip_verify: true, trace: true}\nsteps: [{name: a, image: x}]\n"
    let pipeline = try #require(plan(text, in: context()).pipelines.first)
    let clone = try #require(pipeline.step("clone"))
    let names = ["PLUGIN_DEPTH", "PLUGIN_RETRIES", "PLUGIN_SKIP_VERIFY", "GIT_SSL_NO_VERIFY", "GIT_TRACE"]
    #expect(names.map { clone[variable: $0] } == ["5", "2", "true", "true", "true"])
    let step = try #require(pipeline.step("a"))
    #expect(names.map { step[variable: $0] } == [nil, nil, nil, "true", "true"])
    #expect(clone.image == "drone/git:latest" && clone.pull == .ifNotExists && clone.runPolicy == .always)
  }

  @Test func volumesAndDevices() throws {
    let text = """
      kind: pipeline
      volumes:
      - {name: data, temp: {}}
      - {name: ram, temp: {medium: memory, size_limit: 1m}}
      - {name: cache, host: {path: /var/cache}}
      - {name: disk, host: {path: /dev/sda}}
      - {name: nothing}
      steps:
      - name: a
        image: alpine
        volumes:
        - {name: cache, path: /cache}
        - {name: nothing, path: /n}
        - {name: unknown, path: /u}
        - {name: ram, path: /ram}
        devices: [{name: disk, path: /dev/xvda}, {name: cache, path: /dev/c}]
        mem_limit: 10m
        memswap_limit: -1
        shm_size: 1k
        network_mode: host
        user: "1000"
      """
    let change = context { $0.runner.mounts = [.init(hostPath: "/a", path: "/b")] }
    let pipeline = try #require(plan(text, in: change).pipelines.first)
    #expect(
      pipeline.volumes == [
        .init(name: "data", storage: .temporary), .init(name: "ram", storage: .memory(limit: 1_048_576)),
        .init(name: "cache", storage: .host(path: "/var/cache")), .init(name: "disk", storage: .host(path: "/dev/sda")),
        .init(name: "_host1", storage: .host(path: "/a")),
      ])
    let step = try #require(pipeline.step("a"))
    let mounts = step.mounts.map { "\($0.volume)=\($0.path)" }
    #expect(mounts == ["cache=/cache", "ram=/ram", "_workspace=/drone/src", "_host1=/b"])
    #expect(step.devices == [Plan.Device(hostPath: "/dev/sda", path: "/dev/xvda")])
    #expect(step.memoryLimit == 10_485_760 && step.memorySwapLimit == nil && step.sharedMemorySize == 1024)
    #expect(step.networkMode == "host" && step.networkAliases.isEmpty && step.user == "1000")
  }

  @Test func execStepsRunOnTheHost() throws {
    let text = "kind: pipeline\ntype: exec\nname: x\nsteps: [{name: a, commands: [make, make test]}]\n"
    let plan = plan(text, in: context { $0.workspace = .mounted(path: "/home/me") })
    let pipeline = try #require(plan.pipelines.first)
    let step = try #require(pipeline.step("a"))
    #expect(step.image == nil && !pipeline.hasNetwork && step.mounts.isEmpty)
    #expect(step.entrypoint == ["/bin/sh", "-e", "-c"])
    #expect(step.command == ["\nset -e\n\necho + \"make\"\nmake\n\necho + \"make test\"\nmake test\n"])
    #expect(step[variable: "DRONE_WORKSPACE"] == "/home/me")
  }

  /// The runner on the host does not look at the order: steps that wait for each other would hang.
  @Test func cycleOnTheHost() throws {
    let text = """
      kind: pipeline
      type: exec
      name: x
      steps:
      - {name: a, commands: [a], depends_on: [b]}
      - {name: b, commands: [b], depends_on: [a]}
      """
    let pipeline = try #require(plan(text, in: context()).pipelines.first)
    #expect(!pipeline.refusals.isEmpty)
    #expect(pipeline.decision == .skip)
  }

  private func step(_ keys: String, image: Bool = true) -> Plan.Step? {
    let text =
      "kind: pipeline\nvolumes: [{name: v, temp: {}}]\nsteps:\n- {name: a, \(image ? "image: alpine, " : "")\(keys)}\n"
    let change = context { $0.runner.privilegedImages = ["mine/own"] }
    return plan(text, in: change).pipelines.first?.step("a")
  }
}
