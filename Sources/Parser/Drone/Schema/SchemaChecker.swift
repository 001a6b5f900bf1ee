import Diagnostics
import Expressions
import IR
import Threads
import YAML

/// Holds a tree against the structures that the server and the runner decode it into.
///
/// Every value of a wrong type is reported at its own place, for whoever refuses it; keys that nobody reads are reported
/// with the nearest one that somebody does.
struct SchemaChecker: Sendable {
  /// Who decodes this text: both, unless substitution made two texts of it.
  let views: Views
  /// The runner's type, for messages; nil where no runner has it.
  let runner: DronePipeline.Runner?
  let source: Source
  var log: LoadLog

  /// Whether keys that nobody reads are worth a word here; once is enough when a text is checked twice.
  let reportsKeys: Bool

  init(views: Views, runner: DronePipeline.Runner?, source: Source, reportsKeys: Bool, log: LoadLog) {
    self.views = views
    self.runner = runner
    self.source = source
    self.reportsKeys = reportsKeys
    self.log = log
  }

  /// Checks a whole document.
  mutating func check(document root: Node, _ schema: MappingSchema, for readers: Views) {
    checkMapping(root, schema, at: Place(name: "the document", key: nil), for: readers)
  }

  /// What is being looked at.
  struct Place: Sendable {
    /// Words for what no key leads to directly.
    private var words: StaticString?
    /// Where to point when the value is a collection.
    var key: Node?
    /// The list that holds the value, if it is an item.
    private var isItem = false

    init(name: StaticString, key: Node?) {
      words = name
      self.key = key
    }

    init(key: Node?) {
      words = nil
      self.key = key
    }

    /// An item of the list that the key leads to.
    func item() -> Place {
      var place = self
      place.isItem = true
      return place
    }

    /// The key to point at; an item is pointed at itself.
    var pointer: Node? { isItem ? nil : key }

    /// Whether it is one of the `volumes`.
    var isVolume: Bool { isItem && key?.equals("volumes") == true }

    /// How messages name the value.
    var name: String {
      let name = words?.description ?? key.map { "`\($0.text)`" } ?? "the value"
      return isItem ? "an item of \(name)" : name
    }
  }

  mutating func check(_ node: Node, _ shape: Shape, at place: Place, for readers: Views) {
    let readers = readers.intersection(views)
    guard !readers.isEmpty else { return }
    let node = node.resolved
    if node.kind == .scalar { noteLostTag(node) }
    switch shape {
    case .any: return
    case .string: checkScalar(node, at: place, for: readers, expected: "a text", goType: "string")
    case .bool, .integer, .float: checkTyped(node, shape, at: place, for: readers)
    case .size: checkSize(node, at: place, for: readers)
    case .strings: checkStrings(node, at: place, for: readers)
    case .stringMap: checkStringMap(node, at: place, for: readers)
    case .variable: checkVariable(node, at: place, for: readers)
    case .parameter:
      checkQuotedNull(node, at: place, for: readers, goType: "*manifest.Parameter", server: "*yaml.Parameter")
    case .condition:
      checkQuotedNull(node, at: place, for: readers, goType: "manifest.Condition", server: "yaml.Condition")
      noteLostTags(in: node)
    case .mapping(let schema): checkMapping(node, schema, at: place, for: readers)
    case .list(let item, let goType): checkList(node, item, goType, at: place, for: readers)
    case .map(let value, let goType): checkMap(node, value, goType, at: place, for: readers)
    case .stringOr(let schema):
      if node.kind != .scalar { checkMapping(node, schema, at: place, for: readers) }
    case .ports(let schema): checkPorts(node, schema, at: place, for: readers)
    }
  }

  // MARK: Collections

  mutating func checkMapping(_ node: Node, _ schema: MappingSchema, at place: Place, for readers: Views) {
    guard node.kind == .mapping else {
      guard !isNull(node) else { return }
      let isMount = schema.level != .pipeline && place.isVolume && node.kind == .scalar
      mismatch(
        node, at: place, for: readers, expected: "a mapping", goType: schema.goType,
        help: isMount
          ? "declare the volume under `volumes` of the pipeline, and mount it here: `- {name: …, path: …}`" : nil)
      return
    }
    var written: UInt64 = 0
    guard Fields.hasMerges(in: node) else {
      for (key, value) in node.entries {
        checkEntry(key.resolved, value.resolved, isMerged: false, of: node, schema, for: readers, &written)
      }
      return
    }
    let fields = Fields(of: node)
    refuseInvalidMerges(fields, for: readers)
    for entry in fields.entries {
      checkEntry(entry.key, entry.value, isMerged: entry.isMerged, of: node, schema, for: readers, &written)
    }
    noteMergeOrder(of: node)
  }

  /// - Parameter written: the positions of the keys that have been written so far, as bits.
  private mutating func checkEntry(
    _ key: Node, _ value: Node, isMerged: Bool, of node: Node, _ schema: MappingSchema, for readers: Views,
    _ written: inout UInt64
  ) {
    guard key.kind == .scalar else {
      mismatch(key, at: Place(name: "a key", key: nil), for: readers, expected: "a text", goType: "string")
      return
    }
    guard let position = schema.position(of: key) else {
      if !isMerged, !schema.isOpen { noteUnknown(key, value, in: schema, of: node) }
      return
    }
    if !isMerged {
      if written & 1 << UInt64(position) != 0 { noteDuplicate(schema.fields[position].name, key, of: node) }
      written |= 1 << UInt64(position)
    }
    let place = Place(key: key)
    if let serverShape = schema.fields[position].serverShape {
      let count = log.problems.count
      check(value, serverShape, at: place, for: readers.intersection(.server))
      // What the server refuses never comes to a runner; the mistake is one.
      if log.problems.count == count {
        check(value, schema.fields[position].shape, at: place, for: readers.intersection(.runner))
      }
    } else {
      check(
        value, schema.fields[position].shape, at: place,
        for: schema.fields[position].views.intersection(readers))
    }
    if !isMerged, !schema.fields[position].views.contains(.runner) {
      noteUnread(key, schema.fields[position].name, in: schema)
    }
  }

  private mutating func checkList(
    _ node: Node, _ item: Shape, _ goType: GoType, at place: Place, for readers: Views
  ) {
    guard node.kind == .sequence else {
      if !isNull(node) { mismatch(node, at: place, for: readers, expected: "a list", goType: goType) }
      return
    }
    guard node.count >= Self.parallelCount else {
      for child in node.items { check(child, item, at: place.item(), for: readers) }
      return
    }
    let children = Array(node.items)
    let start = self
    for log in parallelChunks(of: children.count, { start.checked(children[$0], item, at: place.item(), for: readers) })
    {
      self.log.append(log)
    }
  }

  /// From this many items on, starting threads costs less than it gains.
  static let parallelCount = 8192

  /// What is to be said of some items of a list.
  private func checked(_ children: ArraySlice<Node>, _ item: Shape, at place: Place, for readers: Views) -> LoadLog {
    var checker = SchemaChecker(views: views, runner: runner, source: source, reportsKeys: reportsKeys, log: LoadLog())
    for child in children { checker.check(child, item, at: place, for: readers) }
    return checker.log
  }

  private mutating func checkMap(
    _ node: Node, _ value: Shape, _ goType: GoType, at place: Place, for readers: Views
  ) {
    guard node.kind == .mapping else {
      if !isNull(node) { mismatch(node, at: place, for: readers, expected: "a mapping", goType: goType) }
      return
    }
    noteDuplicates(of: node)
    guard Fields.hasMerges(in: node) else {
      for (key, child) in node.entries { check(child, value, at: Place(key: key.resolved), for: readers) }
      return
    }
    let fields = Fields(of: node)
    refuseInvalidMerges(fields, for: readers)
    for entry in fields.entries { check(entry.value, value, at: Place(key: entry.key), for: readers) }
    noteMergeOrder(of: node)
  }

  private mutating func checkStrings(_ node: Node, at place: Place, for readers: Views) {
    guard node.kind == .sequence else {
      guard !isNull(node) else { return }
      mismatch(
        node, at: place, for: readers, expected: "a list", goType: "[]string",
        help: node.kind == .scalar ? listHelp(node, place) : nil)
      return
    }
    for child in node.items {
      let item = child.resolved
      if item.kind == .scalar {
        noteLostTag(item)
        noteTruncation(item)
        continue
      }
      mismatch(
        item, at: place.item(), for: readers, expected: "a text",
        goType: "string", help: itemHelp(item))
    }
  }

  private func listHelp(_ node: Node, _ place: Place) -> String {
    let text = node.rawText
    // A block, or a long text, would not fit into a line of advice.
    guard node.style != .literal, node.style != .folded, text.utf8.count <= 40, !text.utf8.contains(0x0A) else {
      return "write it as a list: a line with `- ` before each item"
    }
    return "write it as a list: `\(unquoted(place.name)): [\(text)]`"
  }

  /// A command with `: ` in it is a mapping to YAML, and one that starts with `[` is a list.
  private func itemHelp(_ item: Node) -> String? {
    if item["from_secret"] != nil {
      return "`from_secret` works in the `environment` and `settings` of a step; give it a name there and write `$NAME`"
    }
    if item.kind == .mapping, !item.isFlow {
      return "a text with `: ` in it reads as a mapping; put the whole item in quotes, or write it as a block after `|`"
    }
    return item.isFlow ? "put the item in quotes" : nil
  }

  private mutating func checkStringMap(_ node: Node, at place: Place, for readers: Views) {
    guard node.kind == .mapping else {
      guard !isNull(node) else { return }
      mismatch(node, at: place, for: readers, expected: "a mapping", goType: "map[string]string")
      return
    }
    for entry in Fields(of: node).entries where entry.value.kind != .scalar {
      let isSecret = entry.value["from_secret"] != nil
      mismatch(
        entry.value, at: Place(key: entry.key), for: readers, expected: "a text",
        goType: "string",
        help: isSecret ? "`from_secret` works in the `environment` and `settings` of a step, not here" : nil)
    }
  }

  private mutating func checkPorts(_ node: Node, _ schema: MappingSchema, at place: Place, for readers: Views) {
    guard node.kind == .sequence else {
      if !isNull(node) { mismatch(node, at: place, for: readers, expected: "a list", goType: "[]*yaml.Port") }
      return
    }
    for child in node.items {
      let item = child.resolved
      if item.kind == .mapping {
        checkMapping(item, schema, at: Place(name: "a port", key: nil), for: readers)
      } else {
        check(item, .integer, at: place.item(), for: readers)
      }
    }
  }

  // MARK: Reports

  func isNull(_ node: Node) -> Bool {
    guard node.kind == .scalar else { return false }
    if case .null = GoScalar.resolve(node) { return true }
    return false
  }

  private mutating func refuseInvalidMerges(_ fields: Fields, for readers: Views) {
    for node in fields.invalidMerges {
      log.refuse(
        "type-mismatch", "`<<` takes a mapping or a list of mappings", at: node.span, by: readers,
        upstream: "map merge requires map or sequence of maps as the value")
    }
  }

  mutating func mismatch(
    _ node: Node, at place: Place, for readers: Views, expected: String, goType: GoType, help: String? = nil
  ) {
    let found: String
    let tag: String
    switch node.kind {
    case .sequence: (found, tag) = ("a list", "!!seq")
    case .mapping: (found, tag) = ("a mapping", "!!map")
    default:
      let scalar = GoScalar.resolve(node)
      found = Self.describe(scalar)
      tag = node.tag.map { $0.hasPrefix("!!") ? $0 : scalar.shortTag } ?? scalar.shortTag
    }
    var value = ""
    if node.kind == .scalar {
      let text = node.text
      value = text.utf8.count > 10 ? " `\(String(decoding: text.utf8.prefix(7), as: UTF8.self))...`" : " `\(text)`"
    }
    let span = node.kind == .scalar ? node.span : place.pointer?.span ?? Self.firstLine(of: node)
    log.refuse(
      "type-mismatch", "\(place.name) must be \(expected), not \(found)", at: span, by: readers,
      upstream: "cannot unmarshal \(tag)\(value) into \(goType.name(for: readers))",
      help: help ?? Self.shapeHelp(node, expected: expected))
  }

  /// A collection without a key is pointed at by its first entry.
  static func firstLine(of node: Node) -> Span {
    if let first = node.items.first { return first.span }
    if let first = node.entries.first { return first.key.span }
    return node.span
  }

  static func describe(_ scalar: GoScalar) -> String {
    switch scalar {
    case .null: "nothing"
    case .bool: "a truth value"
    case .integer, .unsigned, .float: "a number"
    case .string, .timestamp, .binary, .merge: "a text"
    }
  }

  func unquoted(_ name: String) -> String {
    name.filter { $0 != "`" }
  }
}
