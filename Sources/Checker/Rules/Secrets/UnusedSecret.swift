import Diagnostics
import IR

/// A secret is declared and used nowhere.
enum UnusedSecret: ProgramRule {
  static let info = RuleInfo(
    "unused-secret", .info, group: .secrets, persona: .pedantic,
    "A secret is declared in the file and used nowhere in it.",
    why: """
      A document of `kind: secret` is for the pipelines of its file alone. What nobody uses is forgotten when it should be \
      changed, and may be the trace of a name that is misspelt elsewhere.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang:1.22
        commands: [make]
      ---
      kind: secret
      name: hub
      #     ^^^ unused-secret: no pipeline of this file uses the secret `hub`
      get: {path: secret/data/hub, name: password}
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
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
    let declarations = program.documents.compactMap { document in
      if case .secret(let declaration) = document { declaration.name } else { nil }
    }
    guard !declarations.isEmpty else { return }
    // Templates and generated pipelines use what cannot be seen here.
    let isWhole = program.documents.allSatisfy { document in
      switch document {
      case .pipeline, .secret: true
      case .inert(let kind, _): kind.value == "signature"
      default: false
      }
    }
    guard isWhole, !program.pipelines.isEmpty else { return }
    let names = program.secretNames.sorted()
    let used = Set(names.map { $0.lowercased() })
    for name in declarations where !used.contains(name.value.lowercased()) {
      let nearest = context.nearest(to: name.value, among: names)
      context.report(
        "no pipeline of this file uses the secret `\(name.value)`", at: name.span,
        help: nearest.map { "`\($0)` is used; was this one meant?" } ?? "remove the document")
    }
  }
}
