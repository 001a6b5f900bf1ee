import Diagnostics
import IR

/// Says in pipec's words what the decoder refuses or passes over.
struct DecodingWording {
  let generation: PipeCD.Generation
  /// Whether a plugin decodes, when it plans or runs.
  let byPlugin: Bool

  typealias Failure = PipeCD.Decoder.Failure

  /// What is refused.
  func problem(_ failure: Failure) -> Problem {
    let words = words(failure)
    return Problem(
      Diagnostic(
        rule: words.rule, severity: .error, message: words.message, at: failure.span, help: words.help,
        fixes: words.fixes),
      by: byPlugin ? .runner(pipeline: nil) : .server, upstream: failure.upstream)
  }

  /// What is passed over.
  func finding(_ failure: Failure) -> Diagnostic {
    let words = words(failure, isIgnored: true)
    return Diagnostic(
      rule: words.rule, severity: .warning, message: words.message, at: failure.span, help: words.help,
      fixes: words.fixes)
  }

  private struct Words {
    var rule: RuleName
    var message: String
    var help: String?
    var fixes: [Fix] = []
  }

  private func words(_ failure: Failure, isIgnored: Bool = false) -> Words {
    switch failure.reason {
    case .unknownKey(let key, let known):
      return unknownKey(key, known: known, failure, isIgnored: isIgnored)
    case .mismatch(let found, let title):
      return Words(
        rule: "type-mismatch", message: "\(place(failure)) must be \(title), not \(Self.article(found))",
        help: found == "string" && title == "a mapping" && failure.path.hasPrefix("spec.pipeline.stages[")
          ? "a stage begins with `- name: …`" : Self.help(found: found, title: title))
    case .malformed(let title):
      return Words(
        rule: title.hasPrefix("a duration") ? "invalid-duration" : "invalid-quantity",
        message: "\(place(failure)) must be \(title)", help: Self.help(malformed: failure.upstream))
    case .stageName(let name): return stageName(name)
    case .type(let type, let known, let title):
      let nearest = Suggestion.nearest(to: type, among: known) ?? known.first { $0 == type.uppercased() }
      return Words(
        rule: "piped-setting", message: type.isEmpty ? "\(title) needs a `type`" : "\(title) has no type `\(type)`",
        help: nearest.map { "did you mean `\($0)`?" } ?? "write one of \(known.joined(separator: ", "))")
    case .bareDuration(let number):
      return Words(
        rule: "unitless-duration", message: "\(place(failure)) has no unit, so \(number) are nanoseconds",
        help: "write `\(number)s` for seconds, or `m` for minutes, `h` for hours")
    case .zero(let standard):
      return Words(
        rule: "replaced-zero",
        message: "a zero counts as not written here, so \(place(failure)) is \(standard.filter { $0 != "\"" })",
        help: "write the value that is meant; the default needs no key")
    }
  }

  // MARK: Keys

  private func unknownKey(_ key: String, known: [String], _ failure: Failure, isIgnored: Bool) -> Words {
    if let help = Self.misplaced(key, in: failure.path, generation) {
      return Words(
        rule: "misplaced-option",
        message: isIgnored
          ? "`\(key)` has no effect in \(owner(failure.path))" : "\(owner(failure.path)) has no key `\(key)`",
        help: help)
    }
    let nearest = Suggestion.nearest(to: key, among: known)
    let message = "\(owner(failure.path)) has no key `\(key)`" + (isIgnored ? "; it is ignored" : "")
    guard let nearest else {
      if known.contains("with"), known.contains("name") {
        return Words(
          rule: "unknown-key", message: message,
          help:
            "the options of a stage stand under its `with`; beside that there are \(Self.list(known.filter { $0 != "with" }))"
        )
      }
      return Words(
        rule: "unknown-key", message: message,
        help: known.isEmpty ? "delete it" : "there are \(Self.list(known))")
    }
    let fix = Fix(
      "rename `\(key)` to `\(nearest)`", safety: isIgnored ? .unsafe : .safe,
      edits: [Fix.Edit(failure.span, nearest)])
    return Words(rule: "unknown-key", message: message, help: "did you mean `\(nearest)`?", fixes: [fix])
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 12 ? shown + ", …" : shown
  }

  /// Where an option belongs that the other generation reads at this place; nil for keys that neither knows here.
  private static func misplaced(_ key: String, in path: String, _ generation: PipeCD.Generation) -> String? {
    switch (generation, path, key) {
    case (.v1, "spec", "input"), (.v1, "spec", "quickSync"), (.v1, "spec", "service"), (.v1, "spec", "workloads"),
      (.v1, "spec", "trafficRouting"), (.v1, "spec", "variantLabel"):
      return "options of a platform belong under `plugins`, under the name of its plugin"
    case (.v1, "spec.plugins.kubernetes.input", "autoRollback"), (.v1, "spec.plugins.ecs.input", "autoRollback"),
      (.v1, "spec.plugins.cloudrun.input", "autoRollback"), (.v1, "spec.plugins.terraform", "autoRollback"),
      (.v1, "spec.plugins.kubernetes_multicluster.input", "autoRollback"):
      return "write `planner.autoRollback`"
    case (.v1, "spec.plugins.terraform", "input"), (.v1, "spec.plugins.opentofu", "input"):
      return "this plugin reads its options directly under its name, without `input`"
    case (.v0, _, "skipOn") where path.hasSuffix("]"): return "piped v0 reads `skipOn` inside `with`"
    case (.v1, _, "skipOn") where path.hasPrefix("`with`"), (.v1, _, "timeout") where path.hasPrefix("`with`"):
      return "piped v1 reads `\(key)` beside `with`, not inside"
    case (.v1, "spec", "platformProviders"), (.v1, "spec", "cloudProviders"), (.v1, "spec", "chartRepositories"),
      (.v1, "spec", "chartRegistries"), (.v1, "spec", "analysisProviders"):
      return "in v1 these are options of a plugin, under `config` and `deployTargets`"
    default: return nil
    }
  }

  // MARK: Places

  /// What a path leads to, in words that stand before a verb.
  private func owner(_ path: String) -> String {
    path.isEmpty ? "the file" : path.hasPrefix("`") ? path : "`\(path)`"
  }

  private func place(_ failure: Failure) -> String {
    let name = failure.path.split(separator: ".").last.map(String.init) ?? ""
    return name.isEmpty ? "this" : name.hasPrefix("`") ? failure.path : "`\(name)`"
  }

  private static func article(_ found: String) -> String {
    switch found {
    case "bool": "a truth value"
    case "number": "a number"
    case "string": "a text"
    case "array": "a list"
    case "object": "a mapping"
    default: "nothing"
    }
  }

  private static func help(found: String, title: String) -> String? {
    switch (found, title) {
    case ("bool", "a text"): "put it in quotes: without them, `yes`, `no`, `on`, `off`, `y` and `n` are truth values"
    case ("number", "a text"): "put it in quotes"
    case ("string", "a whole number"), ("string", "a number"): "write the number without quotes"
    case ("string", "`true` or `false`"): "write `true` or `false` without quotes"
    case (_, "a list"): "write a list: each item behind a `-`, or all of them in brackets"
    default: nil
    }
  }

  private static func help(malformed upstream: String) -> String? {
    if upstream.contains("unknown unit \"d\"") { return "there are no days: write hours, such as `24h`" }
    if upstream.contains("missing unit") { return "write the unit: `s`, `m` or `h`" }
    if upstream.contains("unknown unit") { return "the units are `ms`, `s`, `m` and `h`, without spaces" }
    return nil
  }

  // MARK: Stages

  private func stageName(_ name: String) -> Words {
    let known = PipeCD.StageKind.allCases.filter(\.isInV0Pipelines).map(\.rawValue)
    if name.isEmpty { return Words(rule: "unsupported-stage", message: "this stage has no `name`", help: nil) }
    let help: String
    if name == "K8S_SYNC" {
      help = "delete the pipeline for a quick sync, or use K8S_PRIMARY_ROLLOUT; only piped v1 takes it here"
    } else if name.hasSuffix("ROLLBACK") {
      help = "piped plans the rollback itself; delete the stage"
    } else if let kind = PipeCD.StageKind(rawValue: name), let plugin = kind.plugin {
      help = "only piped v1 has it, with the plugin `\(plugin)`"
    } else if let nearest = Suggestion.nearest(to: name, among: known) {
      help = "did you mean `\(nearest)`?"
    } else {
      help = "piped v0 knows \(Self.list(known))"
    }
    return Words(rule: "unsupported-stage", message: "piped v0 has no stage `\(name)`", help: help)
  }
}
