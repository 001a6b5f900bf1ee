import Diagnostics

extension PipeCD {
  /// A text that must not be shown: keys, passwords and tokens of piped. It is printed as stars.
  public struct Secret: PipeCDValue {
    /// The text itself.
    public var text: String

    public init(_ text: String = "") { self.text = text }

    /// Whether there is none.
    public var isEmpty: Bool { text.isEmpty }

    public static var zero: Secret { Secret() }
    public static var goType: String { "string" }
    public static var title: String { "a text" }

    public mutating func decode(_ data: Data, with decoder: inout Decoder) { text.decode(data, with: &decoder) }

    public func write(to printer: inout Printer) { printer.string(text.isEmpty ? "" : "******") }
  }
}
