import Diagnostics
import IR
import Planner

/// `:secrets`.
enum SecretsCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["secrets"], "", "list the secrets that are needed, and where each would come from",
    details: """
      Names only. `:set secret.NAME VALUE` gives a value for `:run`; it is never shown and not kept in the history.
      """)

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    guard let planned = session.planned(), let dialect = session.dialect() else { return session.withoutFile(input) }
    let needed = Set(planned.plan.secretNames)
    var names: [String] = []
    for step in planned.plan.pipelines.flatMap(\.steps) {
      for name in step.secretNames + step.registryCredentialSecrets
      where !name.contains("\u{0}") && !names.contains(name) {
        names.append(name)
      }
    }
    if dialect == .pipecd { names += encrypted(session.reading()) }
    let declared = planned.plan.secrets
    let isPullRequest = session.surroundings.context(with: session.settings).build.event == .pullRequest
    let rows = names.map { name -> Origin in
      if session.settings["secret.\(name)"] != nil { return Origin(name: name, value: nil, place: "set here") }
      let place = self.place(of: name, dialect, declared, isPullRequest, planned, session)
      let isNeeded = dialect == .pipecd || needed.contains(name)
      return Origin(name: name, value: nil, place: isNeeded ? place : place + "; not needed in this build")
    }
    guard !rows.isEmpty else { return .lines(["no secrets are needed"]) }
    let width = rows.map(\.name.count).max() ?? 0
    return .lines(
      rows.map { row in
        let name = Printable.line(row.name)
        return
          "  \(name)\(String(repeating: " ", count: max(0, width - name.count)))  \(session.style.paint(row.place, .faint))"
      })
  }

  private static func place(
    of name: String, _ dialect: Dialect, _ declared: [SecretDeclaration], _ isPullRequest: Bool, _ planned: SessionPlan,
    _ session: Session
  ) -> String {
    switch dialect {
    case .drone:
      guard let declaration = declared.first(where: { $0.name?.value == name }) else {
        return isPullRequest
          ? "the repository's or organisation's secrets, if they are allowed for pull requests"
          : "the repository's or organisation's secrets on the server"
      }
      let place = session.place(of: declaration.span, in: planned.sources) ?? "the file"
      switch declaration.origin {
      case .encrypted: return "encrypted in the file, \(place)"
      case .external(let path, let key, _):
        return "an external store, \(Printable.line(path?.value ?? key?.value ?? "")), \(place)"
      case .missing: return "declared without a value, \(place)"
      }
    case .harness:
      if name.hasPrefix("account.") { return "the secrets of the account" }
      if name.hasPrefix("org.") { return "the secrets of the organisation" }
      return "the secrets of the project"
    case .pipecd: return "encrypted in the file; piped has the key"
    }
  }

  /// The names under `encryption.encryptedSecrets`.
  private static func encrypted(_ reading: SessionReading?) -> [String] {
    for case .pipecd(let document) in reading?.program.documents ?? [] {
      guard let secrets = document.written?["encryption"]?["encryptedSecrets"] else { continue }
      return (secrets.entries ?? []).compactMap(\.key.name)
    }
    return []
  }
}
