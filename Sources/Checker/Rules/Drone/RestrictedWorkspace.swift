import Diagnostics
import IR

/// Flags workspaces in folders that Drone does not allow.
enum RestrictedWorkspace: PipelineRule {
  static let info = RuleInfo(
    "restricted-workspace", .warning, "The workspace is in a folder of the system and is moved back to `/drone/src`.",
    why: """
      A workspace at `/`, `/etc`, `/var` or below `/bin`, `/usr/bin`, `/mnt`, `/media`, `/dev`, `/proc`, `/sys`, \
      `/var/run` and some others is not accepted. Drone uses its default, `/drone/src`, and does not say so.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      workspace:
        path: /mnt/src
      #       ^^^^^^^^ restricted-workspace: a workspace at `/mnt/src` is not allowed, so it is `/drone/src`
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      workspace:
        path: /go/src/app
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])

  private static let exactly = ["/", "/etc", "/var"]
  private static let below = [
    "/etc/docker", "/var/run", "/proc", "/usr/local/bin", "/usr/local/sbin", "/usr/bin", "/bin", "/mnt", "/mount",
    "/media",
    "/sys", "/dev",
  ]

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    guard let workspace = pipeline.workspace, pipeline.drone?.runner == .docker else { return }
    var base = workspace.base?.value ?? ""
    var path = workspace.path?.value ?? ""
    if base.isEmpty {
      if path.hasPrefix("/") { (base, path) = (path, "") } else { base = "/drone/src" }
    }
    let full = cleaned(base + "/" + path).lowercased()
    guard exactly.contains(full) || below.contains(where: { full == $0 || full.hasPrefix($0 + "/") }) else { return }
    context.report(
      "a workspace at `\(full)` is not allowed, so it is `/drone/src`",
      at: workspace.path?.span ?? workspace.base?.span ?? workspace.span, help: "choose a folder such as `/src`")
  }

  /// The path without `.`, `..` and doubled slashes.
  private static func cleaned(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") {
      switch part {
      case ".": break
      case "..": _ = parts.popLast()
      default: parts.append(part)
      }
    }
    return "/" + parts.joined(separator: "/")
  }
}
