import Diagnostics

/// Writes typed pipelines as JSON: every value with the place where it is written, `"at": "LINE:COLUMN-LINE:COLUMN"`,
/// lines and columns from 1, the end exclusive. What is not written in the file is absent.
struct IRWriter {
  var json = JSONWriter()
  private var positions: Positions

  init(_ sources: SourceSet) {
    positions = Positions(sources)
  }

  /// An object whose members `body` writes.
  mutating func object(_ body: (inout IRWriter) -> Void) {
    json.beginObject()
    body(&self)
    json.endObject()
  }

  /// A key and an object.
  mutating func member(_ key: String, _ body: (inout IRWriter) -> Void) {
    json.key(key)
    object(body)
  }

  /// A key and an array of objects; nothing where there are none.
  mutating func member<Element>(
    _ key: String, objects elements: [Element], _ body: (inout IRWriter, Element) -> Void
  ) {
    guard !elements.isEmpty else { return }
    json.key(key)
    array(elements, body)
  }

  /// An array of objects.
  mutating func array<Element>(_ elements: [Element], _ body: (inout IRWriter, Element) -> Void) {
    json.beginArray()
    for element in elements { object { body(&$0, element) } }
    json.endArray()
  }

  /// Where something is written.
  mutating func at(_ span: Span) {
    let start = positions.position(of: span.start, in: span.source)
    let end = positions.position(of: span.end, in: span.source)
    json.member("at", "\(start.line):\(start.column)-\(end.line):\(end.column)")
  }

  /// A key and a text with its place; nothing for nil.
  mutating func member(_ key: String, _ text: Text?) {
    guard let text else { return }
    member(key) { $0.write(text) }
  }

  /// A key and texts with their places; nothing where there are none.
  mutating func member(_ key: String, _ texts: [Text]) {
    member(key, objects: texts) { $0.write($1) }
  }

  /// A key and a number with its place; nothing for nil.
  mutating func member(_ key: String, _ number: Located<Int64>?) {
    guard let number else { return }
    member(key) {
      $0.json.member("value", number.value)
      $0.at(number.span)
    }
  }

  /// A key and a truth value with its place; nothing for nil.
  mutating func member(_ key: String, _ flag: Located<Bool>?) {
    guard let flag else { return }
    member(key) {
      $0.json.member("value", flag.value)
      $0.at(flag.span)
    }
  }

  private mutating func write(_ text: Text) {
    json.member("value", text.value)
    at(text.span)
  }
}
