import CHarnessKeys
import Diagnostics
import IR
import YAML

/// Holds a document against what Harness knows of keys and values.
///
/// Two judges are kept apart: what the published schema or the server rejects is a problem; what both accept and nobody
/// reads, such as a misspelt key, is a finding.
struct HarnessSchemaChecker {
  /// Where a value stands.
  struct Place {
    /// The key that leads to it; nil at the top.
    var key: Node?
    /// Whether it is an item of the list that the key leads to.
    var isItem = false

    static let top = Place(key: nil)
    var item: Place { Place(key: key, isItem: true) }
  }

  /// A mapping around the place that is looked at.
  struct Frame {
    var node: Node
    var shape: HarnessShape
    /// Where in `active` its shapes are.
    var shapes: Range<Int>
    var place: Place
    /// Its keys that none of the shapes knows.
    var unknown: [Node] = []
  }

  /// Where keys stand that were told to be misspelt already.
  var explained: Set<UInt32> = []

  /// Whose word counts at the moment.
  enum Judge: UInt8 {
    case schema, server
  }

  var log: LoadLog
  /// What the document is a part of; in parts, nothing is missing.
  var isPartial = false
  var judge = Judge.schema
  /// Above 0, the question is whether a value fits, and nothing is said.
  private(set) var silence = 0
  /// What the published schema rejects.
  var rejections = 0
  /// The bit of the stage around; 0 where it is not known.
  var stage: UInt16 = 0
  /// The value of the stage's `type`.
  var stageType: Node?
  /// The stage's spec, which says where its steps run.
  var stageSpec: Node?
  var frames: [Frame] = []
  /// The shapes of the mappings in `frames`, one after the other.
  var active: [HarnessShape] = []

  private init(log: LoadLog) {
    self.log = log
    frames.reserveCapacity(32)
    active.reserveCapacity(96)
  }

  /// Checks a document.
  ///
  /// Linear in the size of the document. Entities such as services and connectors are not looked into.
  ///
  /// - Parameters:
  ///   - root: the node at the top of the document.
  ///   - kind: what its root says it is.
  ///   - log: takes what is wrong.
  /// - Returns: whether the published schema accepts the document; true where none is published.
  @discardableResult
  static func check(_ root: Node, as kind: HarnessDocumentKind, into log: inout LoadLog) -> Bool {
    guard let document = kind.document else { return true }
    var checker = HarnessSchemaChecker(log: log)
    checker.check(root.resolved, harnessDocuments()[document.rawValue].type, at: .top)
    log = checker.log
    return checker.rejections == 0
  }

  var isSilent: Bool { silence > 0 }

  /// Whether the published schema accepts a value as a type.
  mutating func accepts(_ node: Node, _ type: UInt16) -> Bool {
    let (before, judge) = (rejections, self.judge)
    silence += 1
    self.judge = .schema
    check(node, type, at: .top)
    silence -= 1
    self.judge = judge
    defer { rejections = before }
    return rejections == before
  }

  /// Whether the published schema accepts a mapping as a shape.
  mutating func accepts(_ node: Node, as shape: HarnessShape) -> Bool {
    let (before, judge) = (rejections, self.judge)
    silence += 1
    self.judge = .schema
    checkMapping(node, shape, at: .top)
    silence -= 1
    self.judge = judge
    defer { rejections = before }
    return rejections == before
  }

  // MARK: Types

  mutating func check(_ written: Node, _ type: UInt16, at place: Place) {
    let node = written.resolved
    let record = harnessTypes()[Int(type)]
    switch HarnessTypeKind(record) {
    case .any: break
    case .shape: checkMapping(node, HarnessShape(record.first), at: place)
    case .step: checkStep(node, at: place)
    case .list: checkList(node, record, type, at: place)
    case .map:
      guard node.kind == .mapping else { return mismatch(node, type, at: place) }
      HarnessPairs.forEach(in: node) { key, value in check(value, record.first, at: Place(key: key)) }
    case .one, .anyOf: checkUnion(node, record, type, at: place)
    case .both: checkBoth(node, record, at: place)
    default:
      guard node.kind == .scalar else { return mismatch(node, type, at: place) }
      checkScalar(node, record, type, at: place)
    }
  }

  private mutating func checkList(_ node: Node, _ record: HarnessKeysType, _ type: UInt16, at place: Place) {
    guard node.kind == .sequence else { return mismatch(node, type, at: place) }
    for item in node.items { check(item, record.first, at: place.item) }
    if node.count < Int(record.minimum) || node.count > Int(record.maximum) { refuseCount(node, record, at: place) }
  }

  /// What the schema says first; where it is content, what the server says.
  private mutating func checkBoth(_ node: Node, _ record: HarnessKeysType, at place: Place) {
    let published = harnessLists()[Int(record.first)]
    let server = harnessLists()[Int(record.first) + 1]
    if isSilent || judge == .server {
      check(node, judge == .server ? server : published, at: place)
    } else if accepts(node, published) {
      judge = .server
      check(node, server, at: place)
      judge = .schema
    } else {
      check(node, published, at: place)
    }
  }

  private mutating func checkUnion(_ node: Node, _ record: HarnessKeysType, _ type: UInt16, at place: Place) {
    var fitting: UInt16?
    var count = 0
    for index in 0..<Int(record.count) {
      let part = harnessLists()[Int(record.first) + index]
      guard HarnessTypeKind.takes(node, part) else { continue }
      if fitting == nil { fitting = part }
      count += 1
    }
    guard let only = fitting else { return mismatch(node, type, at: place) }
    if count == 1 {
      let kind = HarnessTypeKind(harnessTypes()[Int(only)])
      // A scalar that does not fit could also have been written as what the other types are.
      if node.kind != .scalar || kind == .both || accepts(node, only) {
        check(node, only, at: place)
      } else {
        refuseScalar(node, record, type, at: place)
      }
      return
    }
    chooseAmong(node, record, type, at: place)
  }

  private mutating func chooseAmong(_ node: Node, _ record: HarnessKeysType, _ type: UInt16, at place: Place) {
    var matches = 0
    var first: UInt16?
    var best: (part: UInt16, score: Int)?
    for index in 0..<Int(record.count) {
      let part = harnessLists()[Int(record.first) + index]
      guard HarnessTypeKind.takes(node, part) else { continue }
      if !isPartial || node.kind != .mapping, accepts(node, part) {
        matches += 1
        if first == nil { first = part }
      } else if node.kind == .mapping, let shape = HarnessShape(ofType: part) {
        let score = likeness(of: node, to: shape)
        if score > best?.score ?? Int.min { best = (part, score) }
      }
    }
    if let first {
      // Of several shapes exactly one must hold; of several texts it does not matter.
      if matches > 1, node.kind == .mapping, HarnessTypeKind(record) == .one, judge == .schema { rejections += 1 }
      check(node, first, at: place)
    } else if let best {
      // A `type` that none of them has is the mistake; what the keys beside it must be depends on the right one.
      if !refuseKind(of: node, record) { check(node, best.part, at: place) }
    } else {
      refuseScalar(node, record, type, at: place)
    }
  }

  /// Refuses a mapping whose `type` is that of none of several shapes; false where it is that of one, or not what tells them
  /// apart.
  private mutating func refuseKind(of node: Node, _ record: HarnessKeysType) -> Bool {
    var found: (key: Node, value: Node)?
    HarnessPairs.forEach(in: node) { key, value in if key.equals("type") { found = (key, value) } }
    guard let (key, value) = found, value.kind == .scalar, !value.text.hasPrefix("<+") else { return false }
    var names: [String] = []
    for index in 0..<Int(record.count) {
      let part = harnessLists()[Int(record.first) + index]
      guard HarnessTypeKind.takes(node, part) else { continue }
      guard let shape = HarnessShape(ofType: part), let type = Self.fieldType(key, in: shape) else { return false }
      let field = harnessTypes()[Int(type)]
      guard HarnessTypeKind(field) == .enumeration else { return false }
      if HarnessKeys.isOne(ofNames: field.first, field.count, value) { return false }
      names += HarnessKeys.names(field.first, field.count).filter { !names.contains($0) }
    }
    guard names.count > 1 else { return false }
    refuseValue(value, among: names, at: Place(key: key))
    return true
  }

  /// A number that is too large or too small, and a word among words, are told by their own type.
  private mutating func refuseScalar(_ node: Node, _ record: HarnessKeysType, _ type: UInt16, at place: Place) {
    let scalar = node.kind == .scalar ? HarnessScalar(node) : .null
    for index in 0..<Int(record.count) {
      let part = harnessLists()[Int(record.first) + index]
      switch HarnessTypeKind(harnessTypes()[Int(part)]) {
      case .integer where scalar == .integer, .number where scalar == .integer || scalar == .number,
        .enumeration where scalar == .text:
        return check(node, part, at: place)
      default: continue
      }
    }
    if scalar == .text, Self.describesTexts(record) {
      refuseForm(node, Self.describe(type), at: place)
    } else {
      mismatch(node, type, at: place)
    }
  }

  /// Whether all of several types are texts of some form.
  private static func describesTexts(_ record: HarnessKeysType) -> Bool {
    (0..<Int(record.count)).allSatisfy {
      HarnessTypeKind(harnessTypes()[Int(harnessLists()[Int(record.first) + $0])]) == .pattern
    }
  }

  /// How well a mapping's keys and enumerated values go with a shape.
  private func likeness(of node: Node, to shape: HarnessShape) -> Int {
    var score = 0
    HarnessPairs.forEach(in: node) { key, value in
      guard let type = Self.fieldType(key, in: shape) else {
        score -= 1
        return
      }
      let record = harnessTypes()[Int(type)]
      guard HarnessTypeKind(record) == .enumeration else { return }
      if HarnessKeys.isOne(ofNames: record.first, record.count, value) {
        score += 100
      } else {
        // A misspelt word is meant for the shape that has the right one.
        let names = HarnessKeys.names(record.first, record.count)
        score -= Suggestion.nearest(to: value.kind == .scalar ? value.text : "", among: names) == nil ? 100 : 50
      }
    }
    return score
  }

  static func fieldType(_ key: Node, in shape: HarnessShape) -> UInt16? {
    if let own = shape.ownField(key) { return harnessFields()[own].type }
    for parent in shape.parents {
      if let found = fieldType(key, in: parent) { return found }
    }
    return nil
  }
}

extension HarnessDocumentKind {
  /// The documents that the tables know, in their order.
  enum TableDocument: Int, CaseIterable {
    case pipeline, template, inputSet, overlayInputSet, trigger
    case v1Pipeline, v1Template, v1InputSet, v1OverlayInputSet, d1Pipeline, d1Template

    /// The name in the tables.
    var name: String { "\(self)" }
  }

  /// What the tables call it; nil for what has no keys there.
  var document: TableDocument? {
    switch self {
    case .pipeline(.v0): .pipeline
    case .pipeline(.unified): .v1Pipeline
    case .pipeline(.spec): .d1Pipeline
    case .template(.v0): .template
    case .template(.unified): .v1Template
    case .template(.spec): .d1Template
    case .inputSet(.v0): .inputSet
    case .inputSet: .v1InputSet
    case .overlayInputSet(.v0): .overlayInputSet
    case .overlayInputSet: .v1OverlayInputSet
    case .trigger: .trigger
    case .entity: nil
    }
  }
}
