import Diagnostics
import IR

/// A step sees a folder of its machine that gives the machine away.
enum SensitiveMount: PipelineRule, HarnessNodeRule {
  static let info = RuleInfo(
    "sensitive-mount", .warning, group: .security, persona: .pedantic,
    "A folder of the machine is mounted that gives the machine away.",
    why: """
      Whoever can talk to the Docker daemon through its socket can start a privileged container, and whoever can write to \
      `/` or `/etc` can make themselves administrator. That is everybody who can change a step, or an image that one uses.
      """,
    exceptions: "The machine is thrown away after each build, and nothing but the build can be reached from it.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: images
        image: docker:26.1
        commands: [docker build .]
        volumes:
        - {name: docker, path: /var/run/docker.sock}
      volumes:
      - name: docker
      #       ^^^^^^ trusted-only: …
        host:
          path: /var/run/docker.sock
      #         ^^^^^^^^^^^^^^^^^^^^ sensitive-mount: whoever reaches the Docker daemon controls the machine
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: images
        image: plugins/docker:20.18
        settings: {repo: acme/app}
      """
    ])

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    for case .host(let path?) in pipeline.volumes.compactMap(\.storage) { check(path, in: &context) }
  }

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    for path in HostMount.paths(of: node) { check(path, in: &context) }
  }

  private static func check(_ path: Text, in context: inout RuleContext) {
    guard let danger = danger(of: path.value) else { return }
    context.report(danger, at: path.span, help: "do without it, or use a machine that is thrown away after the build")
  }

  private static let systemFolders = [
    "/etc", "/root", "/home", "/boot", "/proc", "/sys", "/usr", "/bin", "/sbin", "/lib", "/dev",
  ]

  /// What a folder gives away; nil for those that are only somebody's.
  static func danger(of path: String) -> String? {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    if path == "/" { return "whoever can write to `/` controls the machine" }
    if path.hasSuffix("/docker.sock") || path.hasSuffix("/podman.sock") {
      return "whoever reaches the Docker daemon controls the machine"
    }
    if path.hasSuffix("/containerd.sock") || path.hasSuffix("/crio.sock") {
      return "whoever reaches the engine of the machine's containers controls the machine"
    }
    if ["/run", "/var/run", "/var", "/var/lib"].contains(path) || path == "/var/lib/docker"
      || path == "/var/lib/kubelet"
    {
      return "whoever can write to `\(path)` controls the machine's containers"
    }
    return systemFolders.contains(path) ? "whoever can write to `\(path)` controls the machine" : nil
  }
}
