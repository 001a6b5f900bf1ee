import Foundation

/// Holds a value against a JSON Schema, as far as the project's own schemas use the language.
struct JSONSchemaValidator {
  let root: [String: Any]

  init(_ data: Data) throws {
    root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// Where and how a value breaks the schema, one line each; empty where it keeps to it.
  func complaints(_ value: Any) -> [String] { complaints(value, root, at: "") }

  private func complaints(_ value: Any, _ schema: [String: Any], at path: String) -> [String] {
    if let name = schema["$ref"] as? String {
      let target = (root["definitions"] as? [String: Any])?[String(name.dropFirst("#/definitions/".count))]
      return complaints(value, target as? [String: Any] ?? [:], at: path)
    }
    var found: [String] = []
    if let type = schema["type"] {
      let types = type as? [String] ?? [type as? String ?? ""]
      guard types.contains(where: { Self.has(value, $0) }) else {
        return ["\(path): not \(types.joined(separator: " or "))"]
      }
    }
    if let constant = schema["const"] as? NSObject, constant != value as? NSObject {
      found.append("\(path): not \(constant)")
    }
    if let choices = schema["enum"] as? [NSObject], !choices.contains(where: { $0 == value as? NSObject }) {
      found.append("\(path): not one of \(choices.count)")
    }
    if let pattern = schema["pattern"] as? String, let text = value as? String, !Self.isNumber(value),
      text.range(of: pattern, options: .regularExpression) == nil
    {
      found.append("\(path): '\(text)' does not match")
    }
    if let object = value as? [String: Any] {
      let properties = schema["properties"] as? [String: Any] ?? [:]
      for name in schema["required"] as? [String] ?? [] where object[name] == nil {
        found.append("\(path): no \(name)")
      }
      for (name, member) in object.sorted(by: { $0.key < $1.key }) {
        if let own = properties[name] as? [String: Any] {
          found += complaints(member, own, at: "\(path).\(name)")
        } else if let others = schema["additionalProperties"] as? [String: Any] {
          found += complaints(member, others, at: "\(path).\(name)")
        } else if schema["additionalProperties"] as? Bool == false {
          found.append("\(path): unknown \(name)")
        }
      }
    }
    if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
      for (index, item) in list.enumerated() { found += complaints(item, items, at: "\(path)[\(index)]") }
    }
    for part in schema["allOf"] as? [[String: Any]] ?? [] {
      if let condition = part["if"] as? [String: Any] {
        guard complaints(value, condition, at: path).isEmpty else { continue }
        found += complaints(value, part["then"] as? [String: Any] ?? [:], at: path)
      } else {
        found += complaints(value, part, at: path)
      }
    }
    return found
  }

  private static func isNumber(_ value: Any) -> Bool { value is NSNumber && !isTruth(value) }
  private static func isTruth(_ value: Any) -> Bool {
    (value as? NSNumber).map { String(cString: $0.objCType) == "c" || String(cString: $0.objCType) == "B" } ?? false
  }

  private static func has(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "null": value is NSNull
    case "string": value is String
    case "boolean": isTruth(value)
    case "integer": isNumber(value) && (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
    case "number": isNumber(value)
    case "array": value is [Any]
    case "object": value is [String: Any]
    default: false
    }
  }
}
