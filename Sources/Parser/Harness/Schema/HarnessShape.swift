import CHarnessKeys
import YAML

/// The keys of one kind of mapping.
public struct HarnessShape: Hashable, Sendable {
  let number: UInt16

  init(_ number: UInt16) { self.number = number }

  /// The shape that a type is, alone or beside scalars; nil where it is none.
  init?(ofType type: UInt16) {
    let record = harnessTypes()[Int(type)]
    switch HarnessTypeKind(record) {
    case .shape: self.init(record.first)
    case .one, .anyOf, .both:
      for index in 0..<Int(record.count) {
        if let found = HarnessShape(ofType: harnessLists()[Int(record.first) + index]) {
          self = found
          return
        }
      }
      return nil
    default: return nil
    }
  }

  var record: HarnessKeysShape { harnessShapes()[Int(number)] }

  /// The name in `grammar/harness.keys`.
  public var name: String { HarnessKeys.name(record.name) }

  /// One key.
  public struct Field: Hashable, Sendable {
    /// The key as it is written.
    public var name: String
    /// Whether the published schema or the server demands it.
    public var isRequired: Bool
    /// Whether the published schema lists it.
    public var isPublished: Bool
    /// The texts that the value may be; empty where it is not an enumeration.
    public var values: [String]
    /// The shape of the value; nil where it is no mapping with known keys.
    public var shape: HarnessShape?
  }

  /// The keys, with those of the shapes that this one takes over, sorted by their bytes.
  public var fields: [Field] {
    var found: [String: Field] = [:]
    collect(&found)
    return found.values.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
  }

  private func collect(_ found: inout [String: Field]) {
    for index in ownFields {
      let record = harnessFields()[index]
      let name = HarnessKeys.name(record.name)
      found[name] = Field(
        name: name, isRequired: record.flags & 3 != 0 || found[name]?.isRequired == true,
        isPublished: record.flags & 4 == 0, values: HarnessTypeKind.values(of: record.type),
        shape: HarnessShape(ofType: record.type))
    }
    for parent in parents { parent.collect(&found) }
  }

  // MARK: Tables

  var ownFields: Range<Int> { Int(record.firstField)..<Int(record.firstField) + Int(record.fieldCount) }
  var ownRules: Range<Int> { Int(record.firstRule)..<Int(record.firstRule) + Int(record.ruleCount) }
  var ownCases: Range<Int> { Int(record.firstCase)..<Int(record.firstCase) + Int(record.caseCount) }

  var parents: some Sequence<HarnessShape> {
    (Int(record.firstParent)..<Int(record.firstParent) + Int(record.parentCount)).lazy.map {
      HarnessShape(harnessLists()[$0])
    }
  }

  /// The position of a key among the fields of this shape alone.
  func ownField(_ key: Node) -> Int? {
    let fields = ownFields
    guard key.kind == .scalar else { return nil }
    return key.withText { text in
      HarnessKeys.position(of: text, count: fields.count) { harnessFields()[fields.lowerBound + $0].name }
    }.map { fields.lowerBound + $0 }
  }
}

/// What a type is, numbered as in the tables.
enum HarnessTypeKind: UInt8 {
  case any, string, text, integer, number, bool, empty, null, pattern, enumeration, list, map, shape, one, anyOf, both
  case step, stageType, stepType

  init(_ record: HarnessKeysType) {
    self = HarnessTypeKind(rawValue: record.kind) ?? .any
  }

  /// Whether a node of a kind can be of the type at all.
  func takes(_ node: Node, _ record: HarnessKeysType) -> Bool {
    switch self {
    case .any: true
    case .list: node.kind == .sequence
    case .map, .shape, .step: node.kind == .mapping
    case .one, .anyOf:
      (0..<Int(record.count)).contains { Self.takes(node, harnessLists()[Int(record.first) + $0]) }
    case .both: Self.takes(node, harnessLists()[Int(record.first)])
    default: node.kind == .scalar
    }
  }

  static func takes(_ node: Node, _ type: UInt16) -> Bool {
    let record = harnessTypes()[Int(type)]
    return HarnessTypeKind(record).takes(node, record)
  }

  /// The texts that an enumeration allows, also where it is one of several types.
  static func values(of type: UInt16) -> [String] {
    let record = harnessTypes()[Int(type)]
    switch HarnessTypeKind(record) {
    case .enumeration: return HarnessKeys.names(record.first, record.count)
    case .one, .anyOf, .both:
      return (0..<Int(record.count)).flatMap { values(of: harnessLists()[Int(record.first) + $0]) }
    case .stageType: return HarnessKeys.stageTypes
    case .stepType: return HarnessKeys.stepTypes
    default: return []
    }
  }
}
