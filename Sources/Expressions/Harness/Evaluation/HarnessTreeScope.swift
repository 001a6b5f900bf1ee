/// A scope that is one tree of values: what `pipec eval --context` reads, and tests use.
///
/// The names at its top are those with which paths begin. Where Harness looks for each follows from the name: `pipeline`
/// is the root, `strategy`, `trigger` and their kin are objects of their own, `service`, `artifacts`, … are outcomes,
/// `codebase` and the results of HTTP are outputs, and every other name (`stage`, `steps`, an identifier) is a node around
/// the place of evaluation.
public struct HarnessTreeScope: HarnessScope {
  /// Published by the sections of a deployment stage.
  public static let outcomeNames: Set = [
    "service", "artifacts", "manifests", "configFiles", "infrastructure", "env", "connectorRefs", "serviceVariables",
    "serviceVariableOverrides", "rollbackArtifact", "manifest", "manifestConfig",
  ]
  /// Published by steps and the initialise phase.
  public static let outputNames: Set = [
    "codebase", "httpResponseCode", "httpResponseBody", "httpMethod", "httpUrl", "instance", "kubernetes",
  ]
  /// Objects that need no prefix.
  public static let rootNames: Set = [
    "account", "org", "project", "trigger", "eventPayload", "strategy", "inputSet", "executionInput", "approval",
    "variable", "connector", "lastPublished", "imagePullSecret", "dockerConfigJson", "terraformPlanJson",
    "terraformPlanHumanReadable", "provisioner", "variables",
  ]

  /// The values by the names with which paths begin.
  public let tree: JexlMap
  public let now: HarnessInstant?
  /// Names that are also objects of their own, whatever they are called.
  private let extraRoots: Set<String>

  /// - Parameter extraRoots: names that are to need no prefix.
  public init(_ tree: JexlMap, now: HarnessInstant? = nil, extraRoots: Set<String> = []) {
    self.tree = tree
    self.now = now
    self.extraRoots = extraRoots
  }

  public func lookup(_ prefix: HarnessPrefix, _ name: String) -> HarnessLookup {
    guard place(of: name) == prefix, let value = tree[name] else { return .absent }
    return value.deferral.map { .deferred($0) } ?? .value(value)
  }

  private func place(of name: String) -> HarnessPrefix {
    if extraRoots.contains(name) || Self.rootNames.contains(name) { return .none }
    if name == "pipeline" { return .qualified }
    if Self.outcomeNames.contains(name) { return .outcome }
    return Self.outputNames.contains(name) ? .output : .ancestor
  }

  public func exportedVariable(_ path: String) -> HarnessLookup {
    var value = tree["exportedVariables"] ?? .null
    for segment in path.split(separator: ".") {
      guard case .map(let map) = value, let next = map[String(segment)] else { return .absent }
      value = next
    }
    return value.isNull ? .absent : .value(value)
  }
}

/// A JEXL expression by itself, as Harness's engine evaluates it inside a span, on a tree of variables.
public enum JexlEvaluator {
  /// The value of an expression or script. Ranges of failures count in the text's UTF-8.
  public static func evaluate(
    _ text: String, mode: Jexl.Mode = .script, variables: JexlMap
  ) -> Result<JexlValue, JexlError> {
    evaluate(text, mode: mode, variables: variables, trace: nil)
  }

  static func evaluate(
    _ text: String, mode: Jexl.Mode, variables: JexlMap, trace: JexlTrace?
  ) -> Result<JexlValue, JexlError> {
    let engine = HarnessEngine(RootScope(tree: variables), .null, HarnessOptions())
    engine.budget.trace = trace
    do throws(JexlError) {
      return .success(try engine.run(Jexl.parse(text, mode: mode).get()))
    } catch {
      return .failure(error)
    }
  }

  /// Everything is a variable.
  private struct RootScope: HarnessScope {
    let tree: JexlMap

    func lookup(_ prefix: HarnessPrefix, _ name: String) -> HarnessLookup {
      guard prefix == .none, let value = tree[name] else { return .absent }
      return value.deferral.map { .deferred($0) } ?? .value(value)
    }
  }
}
