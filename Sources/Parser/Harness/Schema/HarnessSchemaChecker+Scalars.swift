import CHarnessKeys
import Diagnostics
import YAML

extension HarnessSchemaChecker {
  mutating func checkScalar(_ node: Node, _ record: HarnessKeysType, _ type: UInt16, at place: Place) {
    let scalar = HarnessScalar(node)
    switch HarnessTypeKind(record) {
    case .string: if scalar != .text { mismatch(node, type, at: place) }
    case .text:
      if scalar != .text {
        mismatch(node, type, at: place)
      } else if node.textLength == 0 || node.textLength > Int(record.maximum) {
        refuseForm(node, "a text that is not empty", at: place)
      }
    case .empty: if scalar != .text || node.textLength > 0 { mismatch(node, type, at: place) }
    case .bool: if scalar != .bool { mismatch(node, type, at: place) }
    case .null: if scalar != .null { mismatch(node, type, at: place) }
    case .integer, .number: checkNumber(node, scalar, record, type, at: place)
    case .pattern:
      if scalar != .text {
        mismatch(node, type, at: place)
      } else if !HarnessTextPattern.matches(record.first, node) {
        refusePattern(node, record.first, at: place)
      }
    case .enumeration:
      if scalar != .text {
        mismatch(node, type, at: place)
      } else if !HarnessKeys.isOne(ofNames: record.first, record.count, node) {
        refuseValue(node, among: HarnessKeys.names(record.first, record.count), at: place)
      }
    case .stageType: if node.withText(HarnessKeys.stage(named:)) == nil { refuseStageType(node) }
    case .stepType: if node.withText(HarnessKeys.step(named:)) == nil { refuseStepType(node) }
    default: break
    }
  }

  private mutating func checkNumber(
    _ node: Node, _ scalar: HarnessScalar, _ record: HarnessKeysType, _ type: UInt16, at place: Place
  ) {
    let isInteger = HarnessTypeKind(record) == .integer
    guard scalar == .integer || (scalar == .number && (!isInteger || isWhole(node))) else {
      return mismatch(node, type, at: place)
    }
    guard let value = Double(node.text) else { return }
    let isLow = record.exclusive != 0 ? value <= Double(record.minimum) : value < Double(record.minimum)
    if record.minimum > Int32.min, isLow {
      refuseForm(node, "at least \(Int(record.minimum) + Int(record.exclusive))", at: place)
    } else if record.maximum < Int32.max, value > Double(record.maximum) {
      refuseForm(node, "at most \(record.maximum)", at: place)
    }
  }

  private func isWhole(_ node: Node) -> Bool {
    Double(node.text).map { $0 == $0.rounded() } ?? false
  }

  // MARK: In words

  /// What a value must be, for people.
  static func describe(_ type: UInt16) -> String {
    let record = harnessTypes()[Int(type)]
    switch HarnessTypeKind(record) {
    case .any: return "anything"
    case .string: return "a text"
    case .text: return "a text that is not empty"
    case .integer: return "a whole number"
    case .number: return "a number"
    case .bool: return "`true` or `false`"
    case .empty: return "an empty text"
    case .null: return "nothing"
    case .pattern: return HarnessTextPattern.meaning(record.first)
    case .enumeration: return describe(names: HarnessKeys.names(record.first, record.count))
    case .list: return "a list"
    case .map, .shape, .step: return "a mapping"
    case .both: return describe(harnessLists()[Int(record.first)])
    case .stageType: return "a type of stage"
    case .stepType: return "a type of step"
    case .one, .anyOf:
      var parts: [String] = []
      for index in 0..<Int(record.count) {
        let type = harnessLists()[Int(record.first) + index]
        let isBool = HarnessTypeKind(harnessTypes()[Int(type)]) == .bool
        for part in isBool ? ["`true`", "`false`"] : [describe(type)] where !parts.contains(part) { parts.append(part) }
      }
      return joined(parts)
    }
  }

  static func describe(names: [String]) -> String {
    names.count <= 6 ? joined(names.map { "`\($0)`" }) : "one of \(names.count) words"
  }

  static func joined(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " or " + last
  }

  /// Whether a scalar would be of the type if it stood in quotes.
  static func takesText(_ node: Node, _ type: UInt16) -> Bool {
    let record = harnessTypes()[Int(type)]
    switch HarnessTypeKind(record) {
    case .string, .text: return true
    case .pattern: return HarnessTextPattern.matches(record.first, node)
    case .enumeration: return HarnessKeys.isOne(ofNames: record.first, record.count, node)
    case .one, .anyOf:
      return (0..<Int(record.count)).contains { takesText(node, harnessLists()[Int(record.first) + $0]) }
    case .both: return (0..<2).allSatisfy { takesText(node, harnessLists()[Int(record.first) + $0]) }
    default: return false
    }
  }
}
