import Expressions
import IR

/// The variables of the pipeline, a stage or a group as values.
struct HarnessVariables {
  private let settler: HarnessSettler

  init(_ settler: HarnessSettler) { self.settler = settler }

  /// The variables that a node declares.
  func declared(at index: Int) -> [HarnessVariable] {
    let node = settler.plan.nodes[index]
    switch node.origin {
    case .stage(let stage): return stage.variables
    case .group(let group): return group.variables
    case .step: return []
    case .none: return node.kind == .pipeline ? settler.plan.pipeline.variables : []
    }
  }

  func names(at index: Int) -> [String] { declared(at: index).compactMap(\.name?.value) }

  /// The value of a variable; a text of it may have expressions.
  func value(of name: String, at index: Int) -> JexlValue? {
    declared(at: index).last { $0.name?.value == name }.flatMap { Self.value(of: $0) }
  }

  /// A secret variable is the secret; a number is a number however it is written; a text is what is written.
  static func value(of variable: HarnessVariable) -> JexlValue? {
    guard let data = effective(variable) else { return nil }
    switch variable.type?.value {
    case "Secret"?:
      guard let name = data.scalarText?.value, !name.isEmpty else { return nil }
      return .string(secret(name))
    case "Number"?:
      switch data.value {
      case .integer, .float, .unsigned: return JexlValue(data)
      default: break
      }
      guard let text = data.scalarText?.value, !text.isEmpty else { return nil }
      if let number = Int64(text) { return .whole(number) }
      if !text.contains("<+"), let number = Double(text) { return .double(number) }
      return .string(text)
    default:
      if let text = data.scalarText { return .string(text.value) }
      return JexlValue(data)
    }
  }

  /// The value, or the default where there is none.
  static func effective(_ variable: HarnessVariable) -> Data? {
    if let value = variable.value, !value.isNull { return value }
    if let value = variable.defaultValue, !value.isNull { return value }
    return nil
  }

  /// The expression that a secret variable stands for.
  static func secret(_ name: String) -> String {
    name.contains("<+") ? "<+secrets.getValue(\(name))>" : SecretToken.text(for: name)
  }
}

extension Data {
  /// Whether it is null, or nothing is written.
  var isNull: Bool { if case .null = value { true } else { false } }
}
