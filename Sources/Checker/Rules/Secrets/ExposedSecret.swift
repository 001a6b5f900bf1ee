import Diagnostics
import IR

/// A secret that pull requests may reach.
enum ExposedSecret: ProgramRule {
  static let info = RuleInfo(
    "exposed-secret", .info, group: .secrets, persona: .pedantic,
    "A secret of an external store is given to builds of pull requests.",
    why: """
      Drone withholds its own secrets from builds of pull requests. What a document of `kind: secret` fetches with `get` is \
      given by a program outside of Drone, which may or may not look at the event. Whoever opens a pull request decides \
      which commands such a build runs, and can have the secret sent anywhere.
      """,
    exceptions: "The store looks at the event, or all who can open pull requests may know the secret.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: acme/publish:1
        settings:
          password: {from_secret: hub}
      #             ^^^^^^^^^^^^^^^^^^ exposed-secret: builds of pull requests may get the secret `hub` of the external store
      ---
      kind: secret
      name: hub
      get: {path: secret/data/hub, name: password}
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        event: [push]
      steps:
      - name: publish
        image: acme/publish:1
        settings:
          password: {from_secret: hub}
      ---
      kind: secret
      name: hub
      get: {path: secret/data/hub, name: password}
      """
    ])

  static func check(_ program: Program, in context: inout RuleContext) {
    var external: [String: Text] = [:]
    for case .secret(let declaration) in program.documents {
      if case .external = declaration.origin, let name = declaration.name { external[name.value] = name }
    }
    guard !external.isEmpty else { return }
    for pipeline in program.pipelines {
      for step in pipeline.allSteps where PullRequestSecret.mayRun(step, of: pipeline) {
        for reference in step.secretReferences {
          guard let declaration = external[reference.name.value] else { continue }
          context.report(
            "builds of pull requests may get the secret `\(reference.name.value)` of the external store",
            at: reference.span,
            related: [.init(declaration.span, "declared here")],
            help: "add `when: {event: {exclude: [pull_request]}}`, unless the store looks at the event")
        }
      }
    }
  }
}
