import CHarnessKeys
import Glibc
import YAML

/// What Harness knows: the types of steps and stages, and the keys of everything.
///
/// The tables are constants of the program, made of `grammar/harness.keys`: nothing is read or allocated to use them.
public enum HarnessKeys {
  /// The types of steps, sorted by their bytes.
  public static var stepTypes: [String] {
    (0..<Int(harness_step_count)).map { name(harnessSteps()[$0].name) }
  }

  /// The types of stages, sorted by their bytes.
  public static var stageTypes: [String] {
    (0..<Int(harness_stage_count)).map { name(harnessStages()[$0].name) }
  }

  /// A type of step; nil where there is none of this name.
  public static func step(_ type: String) -> HarnessStepType? {
    var type = type
    return type.withUTF8(step(named:))
  }

  /// The types of stages that allow a type of step, sorted by their bytes.
  public static func stageTypes(allowing step: HarnessStepType) -> [String] {
    (0..<Int(harness_stage_count)).map { harnessStages()[$0] }.filter { $0.letter & step.record.stages != 0 }
      .map { name($0.name) }
  }

  /// A mapping with known keys, by its name in `grammar/harness.keys`; the spec of a step is `Step TYPE`.
  public static func shape(_ name: String) -> HarnessShape? {
    (0..<Int(harness_shape_count)).map { HarnessShape(UInt16($0)) }.first { $0.name == name }
  }

  /// The kinds of documents, in the order of the tables.
  static var documents: [String] {
    (0..<Int(harness_document_count)).map { name(harnessDocuments()[$0].name) }
  }

  // MARK: Lookup

  static func step(named text: UnsafeBufferPointer<UInt8>) -> HarnessStepType? {
    let found = position(of: text, count: Int(harness_step_count)) { harnessSteps()[$0].name }
    return found.map { HarnessStepType(record: harnessSteps()[$0]) }
  }

  static func stage(named text: UnsafeBufferPointer<UInt8>) -> HarnessKeysStage? {
    position(of: text, count: Int(harness_stage_count)) { harnessStages()[$0].name }.map { harnessStages()[$0] }
  }

  /// Binary search in a table that is sorted by the bytes of its names.
  @inline(__always)
  static func position(
    of text: UnsafeBufferPointer<UInt8>, count: Int, _ nameAt: (Int) -> UInt16
  ) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      let order = compare(text, nameAt(middle))
      if order == 0 { return middle }
      if order < 0 { high = middle } else { low = middle + 1 }
    }
    return nil
  }

  private static func compare(_ text: UnsafeBufferPointer<UInt8>, _ name: UInt16) -> Int {
    let entry = harnessNames()[Int(name)]
    let length = min(text.count, Int(entry.length))
    if length > 0, let start = text.baseAddress {
      let order = memcmp(start, harnessText() + Int(entry.offset), length)
      if order != 0 { return Int(order) }
    }
    return text.count - Int(entry.length)
  }

  // MARK: Names

  static func name(_ number: UInt16) -> String {
    let entry = harnessNames()[Int(number)]
    return String(
      decoding: UnsafeRawBufferPointer(start: harnessText() + Int(entry.offset), count: Int(entry.length)),
      as: UTF8.self)
  }

  /// Whether the text of a scalar is a name.
  static func isName(_ number: UInt16, _ node: Node) -> Bool {
    node.kind == .scalar && node.withText { compare($0, number) == 0 }
  }

  /// The names in a range of the lists.
  static func names(_ first: UInt16, _ count: UInt16) -> [String] {
    (Int(first)..<Int(first) + Int(count)).map { name(harnessLists()[$0]) }
  }

  /// Whether the text of a scalar is one of the names in a range of the lists.
  static func isOne(ofNames first: UInt16, _ count: UInt16, _ node: Node) -> Bool {
    for index in Int(first)..<Int(first) + Int(count) where isName(harnessLists()[index], node) { return true }
    return false
  }
}

/// One of the types of steps.
public struct HarnessStepType: Sendable {
  let record: HarnessKeysStep

  /// The type as it is written.
  public var name: String { HarnessKeys.name(record.name) }
  /// Whether a step of the type may do without a `spec`.
  public var hasOptionalSpec: Bool { record.optionalSpec != 0 }
  /// What the spec may hold; nil where it is free.
  public var spec: HarnessShape? { HarnessShape(ofType: record.spec) }
}
