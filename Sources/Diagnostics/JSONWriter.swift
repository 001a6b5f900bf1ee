/// Writes one JSON value as bytes, keys in the order they are given.
///
///     var json = JSONWriter()
///     json.object {
///       $0.member("name", "build")
///       $0.member("steps") { $0.array(["a", "b"]) { $0.string($1) } }
///     }
///
/// The writer puts the commas and the line breaks; the caller gives every member a key and exactly one value.
/// RFC 8259 is followed: text is UTF-8 and escaped where JSON demands it, and nowhere else.
public struct JSONWriter: Sendable {
  /// How the value is laid out.
  public enum Layout: Hashable, Sendable {
    /// Without any white space: one value is one line.
    case compact
    /// One member or element a line, two spaces deep each; empty containers stay on their line.
    case indented
  }

  /// What has been written so far.
  public private(set) var bytes: [UInt8] = []
  private let layout: Layout
  private var depth = 0
  private var isFirst = true
  private var isAfterKey = false

  public init(layout: Layout = .indented) {
    self.layout = layout
  }

  /// What has been written so far, as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  // MARK: Values

  /// A value: an object whose members `body` writes.
  public mutating func object(_ body: (inout JSONWriter) -> Void) {
    beginObject()
    body(&self)
    endObject()
  }

  /// A value: an array whose elements `body` writes.
  public mutating func array(_ body: (inout JSONWriter) -> Void) {
    beginArray()
    body(&self)
    endArray()
  }

  /// A value: an array of what `element` writes for each of `elements`.
  public mutating func array<Elements: Sequence>(
    _ elements: Elements, _ element: (inout JSONWriter, Elements.Element) -> Void
  ) {
    array { for each in elements { element(&$0, each) } }
  }

  /// A value: an array of texts.
  public mutating func array(_ texts: [String]) {
    array(texts) { $0.string($1) }
  }

  /// A value: a text.
  public mutating func string(_ text: String) {
    prepare()
    quote(text)
  }

  /// A value: a whole number.
  public mutating func integer<Number: BinaryInteger>(_ number: Number) {
    prepare()
    bytes.append(contentsOf: String(number).utf8)
  }

  /// A value: a number in its shortest form; what JSON cannot say (`nan`, `inf`, `-inf`) becomes a text.
  public mutating func number(_ number: Double) {
    prepare()
    guard number.isFinite else { return quote(number.description) }
    bytes.append(contentsOf: number.description.utf8)
  }

  /// A value: `true` or `false`.
  public mutating func bool(_ value: Bool) {
    prepare()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// A value: `null`.
  public mutating func null() {
    prepare()
    bytes.append(contentsOf: "null".utf8)
  }

  /// Begins an object, for writers that wrap this one; `endObject` must follow.
  public mutating func beginObject() { begin(0x7B) }

  /// Ends what `beginObject` began.
  public mutating func endObject() { end(0x7D) }

  /// Begins an array, for writers that wrap this one; `endArray` must follow.
  public mutating func beginArray() { begin(0x5B) }

  /// Ends what `beginArray` began.
  public mutating func endArray() { end(0x5D) }

  // MARK: Members

  /// The key of the next value; only inside an object.
  public mutating func key(_ name: String) {
    prepare()
    quote(name)
    bytes.append(0x3A)
    if layout == .indented { bytes.append(0x20) }
    isAfterKey = true
  }

  /// A key and the one value that `value` writes.
  public mutating func member(_ name: String, _ value: (inout JSONWriter) -> Void) {
    key(name)
    value(&self)
  }

  /// A key and a text.
  public mutating func member(_ name: String, _ text: String) {
    key(name)
    string(text)
  }

  /// A key and a whole number.
  public mutating func member<Number: BinaryInteger>(_ name: String, _ number: Number) {
    key(name)
    integer(number)
  }

  /// A key and `true` or `false`.
  public mutating func member(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  /// A key and an array of texts.
  public mutating func member(_ name: String, _ texts: [String]) {
    key(name)
    array(texts)
  }

  /// A key and a text, or nothing at all.
  public mutating func member(_ name: String, ifPresent text: String?) {
    if let text { member(name, text) }
  }

  // MARK: Bytes

  private mutating func begin(_ bracket: UInt8) {
    prepare()
    bytes.append(bracket)
    depth += 1
    isFirst = true
  }

  private mutating func end(_ bracket: UInt8) {
    precondition(depth > 0, "a container is ended that was not begun")
    depth -= 1
    if !isFirst { breakLine() }
    isFirst = false
    bytes.append(bracket)
  }

  /// Puts what separates the next value or key from what came before.
  private mutating func prepare() {
    if isAfterKey {
      isAfterKey = false
      return
    }
    if !isFirst { bytes.append(0x2C) }
    if depth > 0 { breakLine() }
    isFirst = false
  }

  private mutating func breakLine() {
    guard layout == .indented else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
  }

  private mutating func quote(_ text: String) {
    bytes.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C:
        bytes.append(0x5C)
        bytes.append(byte)
      case 0x08: bytes.append(contentsOf: [0x5C, 0x62])
      case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
      case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
      case 0x0C: bytes.append(contentsOf: [0x5C, 0x66])
      case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
      case 0..<0x20, 0x7F:
        bytes.append(contentsOf: [0x5C, 0x75, 0x30, 0x30])
        bytes.append(Self.digits[Int(byte >> 4)])
        bytes.append(Self.digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
