import Diagnostics
import IR
import YAML

/// Reads settings and variables.
enum DataReader {
  /// The free value of a setting, typed by the decoder's scalar rules.
  static func data(_ node: Node) -> Data {
    let node = node.resolved
    switch node.kind {
    case .sequence:
      return Data(.list(node.items.map(data)), at: node.span)
    case .mapping:
      var entries: [Data.Entry] = []
      var positions: [Data: Int] = [:]
      for entry in Fields(of: node).entries {
        let key = data(entry.key)
        if let index = positions[key] {
          entries[index].value = data(entry.value)
        } else {
          positions[key] = entries.count
          entries.append(.init(key: key, value: data(entry.value)))
        }
      }
      return Data(.map(entries), at: node.span)
    default:
      return scalar(node)
    }
  }

  private static func scalar(_ node: Node) -> Data {
    let value: Data.Value
    switch GoScalar.resolve(node) {
    case .null(let isSpelled): value = .null(isSpelled: isSpelled)
    case .bool(let flag): value = .bool(flag)
    case .integer(let number): value = .integer(number)
    case .unsigned(let number): value = .unsigned(number)
    case .float(let number): value = .float(number)
    case .binary: value = Base64.decode(node.text).map { .binary($0) } ?? .string(Text(node.text, at: node.span))
    case .string, .timestamp, .merge: value = .string(Text(node.text, at: node.span, map: node.offsetMap()))
    }
    return Data(value, at: node.span, raw: node.text, isPlain: node.style == .plain && node.tag == nil)
  }

  /// The settings of a step; several nodes where mappings were merged.
  static func settings(_ nodes: [Node]) -> [Setting] {
    var settings: [Setting] = []
    var positions = Positions()
    Fields.forEach(in: nodes) { key, node in
      guard let name = key.string else { return }
      let value: Setting.Value
      if let reference = secret(node) { value = .secret(reference) } else { value = .data(data(node)) }
      let setting = Setting(name: name, value: value, span: node.span)
      if let index = positions.position(of: name.value) {
        settings[index] = setting
      } else {
        settings.append(setting)
      }
    }
    return settings
  }

  /// A mapping with a `from_secret` that is not empty.
  static func secret(_ node: Node) -> SecretReference? {
    guard node.kind == .mapping else { return nil }
    guard let name = Fields(of: node)["from_secret"]?.string, !name.value.isEmpty else { return nil }
    return SecretReference(name: name, span: node.span)
  }

  /// Variables with `from_secret`: the `environment` of a step.
  static func variables(_ nodes: [Node]) -> [Variable] {
    collect(nodes) { name, value in
      switch value.kind {
      case .scalar:
        return Variable(name: name, value: plain(value), span: value.span)
      case .mapping:
        return mapped(name, value)
      default:
        return Variable(name: name, value: .unset, span: value.span)
      }
    }
  }

  /// Variables whose values are texts only.
  static func texts(_ nodes: [Node]) -> [Variable] {
    collect(nodes) { name, value in
      Variable(name: name, value: value.kind == .scalar ? plain(value) : .unset, span: value.span)
    }
  }

  private static func collect(_ nodes: [Node], _ read: (Text, Node) -> Variable) -> [Variable] {
    var variables: [Variable] = []
    var positions = Positions()
    Fields.forEach(in: nodes) { key, value in
      guard let name = key.string else { return }
      let variable = read(name, value)
      if let index = positions.position(of: name.value) {
        variables[index] = variable
      } else {
        variables.append(variable)
      }
    }
    return variables
  }

  private static func plain(_ node: Node) -> Variable.Value {
    node.isNullScalar ? .unset : node.mappedString.map { .text($0) } ?? .unset
  }

  private static func mapped(_ name: Text, _ node: Node) -> Variable {
    let fields = Fields(of: node)
    let unknown = fields.entries.filter { !$0.key.equals("value") && !$0.key.equals("from_secret") }
      .compactMap { $0.key.string }
    let value: Variable.Value
    if let secret = fields["from_secret"]?.string, !secret.value.allSatisfy(\.isWhitespace) {
      value = .secret(SecretReference(name: secret, span: node.span))
    } else if let text = fields["value"]?.mappedString {
      value = .text(text)
    } else {
      value = .unset
    }
    return Variable(name: name, value: value, span: node.span, unknownKeys: unknown)
  }
}

/// Where names stand in a list without repetitions: a few are compared one by one, many are looked up.
private struct Positions {
  private var few: [String] = []
  private var many: [String: Int] = [:]

  /// The position of a name that is in the list already; otherwise nil, and the name is the next one.
  mutating func position(of name: String) -> Int? {
    if many.isEmpty {
      if let index = few.firstIndex(of: name) { return index }
      few.append(name)
      if few.count > 12 { for (index, name) in few.enumerated() { many[name] = index } }
      return nil
    }
    if let index = many[name] { return index }
    many[name] = many.count
    return nil
  }
}
