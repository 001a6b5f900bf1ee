import Diagnostics

extension String: PipeCDValue {
  public static var zero: String { "" }
  public static var goType: String { "string" }
  public static var title: String { "a text" }

  public mutating func decode(_ data: Data, with decoder: inout PipeCD.Decoder) {
    switch data.value {
    case .string(let text): self = text.value
    case .binary(let bytes): self = String(decoding: bytes, as: UTF8.self)
    default: decoder.mismatch(data, String.self)
    }
  }

  public func write(to printer: inout PipeCD.Printer) { printer.string(self) }
}

extension Bool: PipeCDValue {
  public static var zero: Bool { false }
  public static var goType: String { "bool" }
  public static var title: String { "`true` or `false`" }

  public mutating func decode(_ data: Data, with decoder: inout PipeCD.Decoder) {
    guard case .bool(let value) = data.value else { return decoder.mismatch(data, Bool.self) }
    self = value
  }

  public func write(to printer: inout PipeCD.Printer) { printer.bool(self) }
}

extension Int64: PipeCDValue {
  public static var zero: Int64 { 0 }
  public static var goType: String { "int" }
  public static var title: String { "a whole number" }

  public mutating func decode(_ data: Data, with decoder: inout PipeCD.Decoder) {
    switch data.value {
    case .integer(let value): self = value
    // JSON does not know how a number was written: `1.0` arrives as `1`.
    case .float(let value) where value == value.rounded() && value.magnitude < 1e15: self = Int64(value)
    default: decoder.mismatch(data, Int64.self)
    }
  }

  public func write(to printer: inout PipeCD.Printer) { printer.integer(self) }
}

extension Double: PipeCDValue {
  public static var zero: Double { 0 }
  public static var goType: String { "float64" }
  public static var title: String { "a number" }

  public mutating func decode(_ data: Data, with decoder: inout PipeCD.Decoder) {
    switch data.value {
    case .integer(let value): self = Double(value)
    case .unsigned(let value): self = Double(value)
    case .float(let value): self = value
    default: decoder.mismatch(data, Double.self)
    }
  }

  public func write(to printer: inout PipeCD.Printer) { printer.number(self) }
}

extension PipeCD {
  /// A value that is kept as it is written, because somebody else decodes it.
  public struct Raw: PipeCDValue {
    /// The value; nil where it is absent or null.
    public var data: Data?

    public init(_ data: Data? = nil) { self.data = data }

    public static var zero: Raw { Raw() }
    public static var readsNull: Bool { true }
    public static var goType: String { "json.RawMessage" }
    public static var title: String { "a value" }

    public mutating func decode(_ data: Data, with decoder: inout Decoder) { self.data = data }

    public func write(to printer: inout Printer) {
      if let data { printer.data(data) } else { printer.null() }
    }
  }
}
