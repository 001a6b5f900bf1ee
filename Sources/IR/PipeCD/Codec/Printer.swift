import Diagnostics

extension PipeCD {
  /// Writes configuration as JSON: plainly, or with the place of every option.
  public struct Printer {
    private(set) var writer: IRWriter?
    private(set) var plain = JSONWriter()

    /// Values only.
    public init() {}

    /// Values only, behind what is written already.
    init(plain: JSONWriter) { self.plain = plain }

    /// Every option as an object with its `value` and `at`, the place, where it is written.
    init(_ writer: IRWriter) { self.writer = writer }

    /// The bytes of a plain printer.
    public var bytes: [UInt8] { plain.bytes }

    var showsPlaces: Bool { writer != nil }

    private mutating func emit(_ body: (inout JSONWriter) -> Void) {
      if writer == nil { body(&plain) } else { writer?.emit(body) }
    }

    mutating func key(_ name: String) { emit { $0.key(name) } }
    mutating func beginObject() { emit { $0.beginObject() } }
    mutating func endObject() { emit { $0.endObject() } }
    mutating func beginArray() { emit { $0.beginArray() } }
    mutating func endArray() { emit { $0.endArray() } }
    mutating func null() { emit { $0.null() } }
    mutating func string(_ text: String) { emit { $0.string(text) } }
    mutating func bool(_ value: Bool) { emit { $0.bool(value) } }
    mutating func integer(_ value: Int64) { emit { $0.integer(value) } }
    mutating func number(_ value: Double) { emit { $0.number(value) } }
    mutating func data(_ data: Data) { emit { data.writeJSON(to: &$0) } }
    mutating func at(_ span: Span) { writer?.at(span) }
  }
}

extension PipeCD.Option: PipeCDValue {
  public static var zero: Self { Self() }
  public static var readsNull: Bool { true }
  public static var goType: String { Value.goType }
  public static var title: String { Value.title }

  public mutating func decode(_ data: Data, with decoder: inout PipeCD.Decoder) {
    if case .null = data.value, !Value.readsNull { return }
    value.decode(data, with: &decoder)
    written = data
  }

  public mutating func fillDefaults() { value.fillDefaults() }

  public func write(to printer: inout PipeCD.Printer) {
    guard printer.showsPlaces else { return value.write(to: &printer) }
    printer.beginObject()
    if let span { printer.at(span) }
    printer.key("value")
    value.write(to: &printer)
    printer.endObject()
  }
}
