import Diagnostics
import Expressions
import IR

/// Flags values of settings that YAML turns into something else.
enum SettingTyping: StepRule {
  static let info = RuleInfo(
    "setting-typing", .warning, group: .plugins,
    "An unquoted value of a setting is read as a number and reaches the plugin changed.",
    why: """
      Settings are typed. `1.10` is a number and arrives as `1.1`, `0755` is octal and arrives as `493`, `1000000.0` \
      arrives as `1e+06`, `Null` as `null`. Quoted, they arrive as written.
      """,
    exceptions: "The plugin reads a number, so that both spellings mean the same to it.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings:
          repo: acme/app
          tags: [1.10, latest]
      #          ^^^^ setting-typing: `1.10` is read as a number and arrives as `1.1`
      """,
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: acme/upload
        settings:
          mode: 0755
      #         ^^^^ setting-typing: `0755` is read as a number and arrives as `493`
      """,
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings:
          repo: acme/app
          tags: ["1.10", latest, 2.5, 10]
          squash: true
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    for setting in step.settings {
      guard case .data(let data) = setting.value else { continue }
      check(data, of: setting.name.value, in: &context, isNested: false)
    }
  }

  /// - Parameter name: the setting's; nil below a map, whose entries are no settings.
  private static func check(_ data: Data, of name: String?, in context: inout RuleContext, isNested: Bool) {
    switch data.value {
    case .list(let items):
      // A list of scalars is joined as text; any other becomes JSON, where a number stays one.
      let isJSON = isNested || !items.allSatisfy(\.isScalar)
      for item in items { check(item, of: name, in: &context, isNested: isJSON) }
    case .map(let entries):
      for entry in entries {
        checkKey(entry.key, in: &context)
        check(entry.value, of: nil, in: &context, isNested: true)
      }
    case .integer(let number):
      checkNumber(data, in: &context, isHarmless: isNested) { String(number) }
    case .unsigned(let number):
      checkNumber(data, in: &context, isHarmless: isNested) { String(number) }
    case .float(let number):
      checkNumber(data, in: &context, isHarmless: isNested || !(name.map(isVersion) ?? false)) {
        GoFloat.shortest(number)
      }
    case .null(isSpelled: true): reportChange(data, to: "null", in: &context)
    case .bool(let value): checkBoolean(data, value, in: &context)
    default: return
    }
  }

  /// Whether a setting's name says that its value is a text that only looks like a number.
  private static func isVersion(_ name: String) -> Bool {
    let folded = name.lowercased()
    return ["tag", "version", "release", "branch", "name"].contains { folded.contains($0) }
  }

  /// `isHarmless`: a plugin that reads a number gets the same number, and it most likely does.
  private static func checkNumber(
    _ data: Data, in context: inout RuleContext, isHarmless: Bool, arrives: () -> String
  ) {
    guard data.isPlain, let raw = data.raw, !isCanonical(raw) else { return }
    let result = arrives()
    guard result != raw else { return }
    let isSameNumber = isHarmless && isDecimal(raw) && !result.utf8.contains(UInt8(ascii: "e"))
    reportChange(data, to: result, in: &context, severity: isSameNumber ? .info : .warning)
  }

  /// Whether any reader of numbers takes the text as it is written: no octal, hexadecimal or underscored one.
  private static func isDecimal(_ raw: String) -> Bool {
    let digits = raw.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    if digits.first == UInt8(ascii: "0"), digits.count > 1, digits.dropFirst().first != UInt8(ascii: ".") {
      return false
    }
    return digits.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
  }

  /// Plain decimal digits that begin with no zero.
  private static func isCanonical(_ raw: String) -> Bool {
    let bytes = raw.utf8
    guard bytes.count <= 18, bytes.first != UInt8(ascii: "0") || bytes.count == 1 else { return false }
    return bytes.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func checkBoolean(_ data: Data, _ value: Bool, in context: inout RuleContext) {
    guard data.isPlain, let raw = data.raw else { return }
    switch raw {
    case "true", "false", "True", "False", "TRUE", "FALSE": return
    default:
      context.report(
        "`\(raw)` is read as a truth value and arrives as `\(value)`", at: data.span, severity: .info,
        help: "write `\(value)`, or quote it")
    }
  }

  private static func checkKey(_ key: Data, in context: inout RuleContext) {
    guard key.isPlain, let raw = key.raw, case .bool(let value) = key.value, raw != String(value) else { return }
    reportChange(key, to: String(value), in: &context, kind: "a truth value")
  }

  private static func reportChange(
    _ data: Data, to result: String, in context: inout RuleContext, kind: String = "a number",
    severity: Diagnostic.Severity = .warning
  ) {
    guard let raw = data.raw else { return }
    let meaning = raw.lowercased() == "null" ? "as the text" : "as \(kind)"
    context.report(
      "`\(raw)` is read \(meaning) and arrives as `\(result)`", at: data.span, severity: severity,
      help: "write `\"\(raw)\"`",
      fixes: [context.replacing(data.span, with: "\"\(raw)\"", "quote it", safety: .unsafe)])
  }
}
