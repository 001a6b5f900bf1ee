import Diagnostics
import IR

/// The repository of a build-and-push step has a tag.
enum TaggedRepository: HarnessNodeRule {
  static let info = RuleInfo(
    "tagged-repository", .error, "The repository of a build-and-push step has a tag.",
    why: """
      The tags stand under `tags`. What follows a `:` in `repo` makes a name that no registry takes.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: publish
            name: publish
            type: BuildAndPushDockerRegistry
            spec:
              connectorRef: hub
              repo: acme/shop:latest
        #           ^^^^^^^^^^^^^^^^ tagged-repository: a repository has no tag
              tags: [latest]
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: publish
            name: publish
            type: BuildAndPushDockerRegistry
            spec:
              connectorRef: hub
              repo: acme/shop
              tags: [latest]
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard node.type == "BuildAndPushDockerRegistry", let repository = node.data["spec"]?["repo"]?.text,
      !repository.value.contains("<+"), let last = repository.value.split(separator: "/").last, last.contains(":")
    else { return }
    let name = repository.value.dropLast(
      last.count - (last.firstIndex(of: ":").map { last.distance(from: last.startIndex, to: $0) } ?? 0))
    context.report("a repository has no tag", at: repository.span, help: "write `\(name)`, and the tag under `tags`")
  }
}
