/// What a script stage is told of its deployment: the variables `SR_*`.
struct ScriptContext: Hashable, Sendable {
  var deployment = ""
  var application = ""
  var applicationName = ""
  /// In seconds since 1970.
  var triggeredAt: Int64 = 0
  var commit = ""
  var commander = ""
  var repository = ""
  var summary = ""
  /// In the order in which they are passed.
  var labels: [(name: String, value: String)] = []
  var isRollback = false

  static func == (left: Self, right: Self) -> Bool { left.json == right.json }
  func hash(into hasher: inout Hasher) { hasher.combine(json) }

  /// The variables in PipeCD's order; the stage's own come after them and win.
  var environment: [(name: String, value: String)] {
    var variables = [
      (name: "SR_DEPLOYMENT_ID", value: deployment), ("SR_APPLICATION_ID", application),
      ("SR_APPLICATION_NAME", applicationName), ("SR_TRIGGERED_AT", String(triggeredAt)),
      ("SR_TRIGGERED_COMMIT_HASH", commit), ("SR_TRIGGERED_COMMANDER", commander), ("SR_REPOSITORY_URL", repository),
      ("SR_SUMMARY", summary), ("SR_IS_ROLLBACK", isRollback ? "true" : "false"), ("SR_CONTEXT_RAW", json),
    ]
    // Nothing but the case is changed, so that some keys give names that no shell can say.
    for label in labels { variables.append((name: "SR_LABELS_\(label.name.uppercased())", value: label.value)) }
    return variables
  }

  /// All of it as Go's `encoding/json` writes it: empty values are left out, the keys of labels are sorted.
  var json: String {
    var members: [String] = []
    let texts = [
      ("deploymentID", deployment), ("applicationID", application), ("applicationName", applicationName),
    ]
    for (key, value) in texts where !value.isEmpty { members.append("\"\(key)\":\(Self.quote(value))") }
    if triggeredAt != 0 { members.append("\"triggeredAt\":\(triggeredAt)") }
    let more = [
      ("triggeredCommitHash", commit), ("triggeredCommander", commander), ("repositoryURL", repository),
      ("summary", summary),
    ]
    for (key, value) in more where !value.isEmpty { members.append("\"\(key)\":\(Self.quote(value))") }
    if !labels.isEmpty {
      let sorted = labels.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      let pairs = sorted.map { "\(Self.quote($0.name)):\(Self.quote($0.value))" }
      members.append("\"labels\":{\(pairs.joined(separator: ","))}")
    }
    if isRollback { members.append("\"isRollback\":true") }
    return "{\(members.joined(separator: ","))}"
  }

  /// A text as Go writes it, which also escapes what HTML would misread.
  private static func quote(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{08}": result += "\\b"
      case "\u{0C}": result += "\\f"
      case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{00}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
