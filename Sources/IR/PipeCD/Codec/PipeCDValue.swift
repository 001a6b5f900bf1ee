import Diagnostics

/// A type that options of PipeCD's configuration have.
///
/// The rules are those of Go's `encoding/json` and of the types that decode themselves: a value of the wrong type is
/// refused and leaves the option as it was; `null` leaves it as it was, too.
public protocol PipeCDValue: Hashable, Sendable {
  /// What an option has that nobody sets: Go's zero value.
  static var zero: Self { get }
  /// Whether `null` is decoded like any other value instead of being passed over.
  static var readsNull: Bool { get }
  /// What error messages of the decoder call the type.
  static var goType: String { get }
  /// What the value is called where a person is told that it must be one: `a text`.
  static var title: String { get }
  /// Which values there are, for schemas.
  static var shape: PipeCD.Shape { get }
  /// Takes the value over.
  mutating func decode(_ data: Data, with decoder: inout PipeCD.Decoder)
  /// Fills the defaults of everything inside.
  mutating func fillDefaults()
  /// Writes the value.
  func write(to printer: inout PipeCD.Printer)
}

extension PipeCDValue {
  public static var readsNull: Bool { false }
  public mutating func fillDefaults() {}
}

/// A structure with named options.
public protocol PipeCDRecord: PipeCDValue {
  init()
  /// The options, which decide what is decoded, filled with defaults and printed.
  static var fields: [PipeCD.Field<Self>] { get }
}

extension PipeCDRecord {
  public static var zero: Self { Self() }
  public static var title: String { "a mapping" }
  public static var shape: PipeCD.Shape {
    var filled = Self()
    filled.fillDefaults()
    return .record(
      String(describing: Self.self),
      fields.map { field in
        let value = field.text(of: filled)
        return .init(
          name: field.name, generation: field.generation, shape: field.type.shape,
          fallback: value == field.text(of: Self()) ? nil : value)
      })
  }

  public mutating func decode(_ data: Data, with decoder: inout PipeCD.Decoder) {
    decoder.decode(&self, from: data)
  }

  public mutating func fillDefaults() {
    for field in Self.fields { field.fillDefault(&self) }
  }

  public func write(to printer: inout PipeCD.Printer) {
    printer.beginObject()
    for field in Self.fields { field.write(self, &printer) }
    printer.endObject()
  }
}

extension Optional: PipeCDValue where Wrapped: PipeCDValue {
  public static var zero: Wrapped? { nil }
  public static var goType: String { Wrapped.goType }
  public static var title: String { Wrapped.title }
  public static var shape: PipeCD.Shape { Wrapped.shape }

  public mutating func decode(_ data: Data, with decoder: inout PipeCD.Decoder) {
    var value: Wrapped = self ?? Wrapped.zero
    value.decode(data, with: &decoder)
    self = value
  }

  public mutating func fillDefaults() {
    guard var value = self else { return }
    value.fillDefaults()
    self = value
  }

  public func write(to printer: inout PipeCD.Printer) {
    if let value = self { value.write(to: &printer) } else { printer.null() }
  }
}
