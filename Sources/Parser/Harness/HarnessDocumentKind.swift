import IR

/// What a Harness document is, as its root says.
enum HarnessDocumentKind: Hashable, Sendable {
  case pipeline(HarnessForm)
  case inputSet(HarnessForm)
  case overlayInputSet(HarnessForm)
  case template(HarnessForm)
  case trigger
  case entity(HarnessEntity.Kind)

  /// The root keys of documents of the form `v0`, in the order in which they are offered to people.
  static let roots = [
    "pipeline", "inputSet", "overlayInputSet", "template", "trigger", "service", "environment",
    "infrastructureDefinition", "connector", "secret",
  ]

  /// Recognises a document; nil where its root is none that Harness knows.
  init?(_ root: Data) {
    if let kind = root["kind"]?.name, let form = Self.form(ofKind: kind, root) {
      self = form
      return
    }
    for name in Self.roots {
      guard let body = root[name] else { continue }
      let isUnified = root["version"]?.name == "1"
      switch name {
      case "pipeline": self = .pipeline(isUnified || Self.hasBareStages(body) ? .unified : .v0)
      case "inputSet": self = .inputSet(.v0)
      case "overlayInputSet": self = .overlayInputSet(.v0)
      case "template": self = .template(isUnified ? .unified : .v0)
      case "trigger": self = .trigger
      default:
        guard let kind = HarnessEntity.Kind(rawValue: name) else { return nil }
        self = .entity(kind)
      }
      return
    }
    guard root["version"]?.name == "1", root["stages"] != nil else { return nil }
    self = .pipeline(.spec)
  }

  /// Whether the document is in one of the newer forms.
  var isNewer: Bool {
    switch self {
    case .pipeline(let form), .inputSet(let form), .overlayInputSet(let form), .template(let form): form != .v0
    case .trigger, .entity: false
    }
  }

  /// Whether a root key is the one that says the kind.
  func isRoot(_ key: String) -> Bool {
    switch self {
    case .pipeline: key == "pipeline"
    case .inputSet: key == "inputSet"
    case .overlayInputSet: key == "overlayInputSet"
    case .template: key == "template"
    case .trigger: key == "trigger"
    case .entity(let kind): key == kind.rawValue
    }
  }

  /// Documents that name their kind: `kind: pipeline` with `spec`, and input sets of the newer forms.
  private static func form(ofKind kind: String, _ root: Data) -> HarnessDocumentKind? {
    guard root["spec"] != nil || root["version"]?.name == "1" else { return nil }
    switch kind {
    case "pipeline": return .pipeline(.spec)
    case "template", "plugin": return .template(.spec)
    case "input-set": return .inputSet(.unified)
    case "overlay-input-set": return .overlayInputSet(.unified)
    default: return nil
    }
  }

  /// What only stages of the form `unified` have beside their name.
  private static let unifiedStageKeys: Set<String> = [
    "steps", "group", "parallel", "chain", "dynamic", "template", "action", "deploy", "build", "test", "chaos", "idp",
    "iacm", "sto",
  ]

  /// Whether stages stand in the list without the wrapper that the form `v0` puts around them.
  private static func hasBareStages(_ pipeline: Data) -> Bool {
    guard let stages = pipeline["stages"]?.items, !stages.isEmpty else { return false }
    var isUnified = false
    for stage in stages {
      for entry in stage.entries ?? [] {
        guard let name = entry.key.name else { continue }
        if name == "stage" || name == "insert" || (name == "parallel" && entry.value.items != nil) { return false }
        if unifiedStageKeys.contains(name) { isUnified = true }
      }
    }
    return isUnified
  }
}
