/// An enumeration of the protocol: a number, which may be one that has no name.
public protocol Choice: RawRepresentable, Hashable, Sendable, CustomStringConvertible where RawValue == Int32 {
  /// The names that the protocol gives the numbers 0, 1, 2, ….
  static var names: [String] { get }

  /// The value of a number, also of one without a name.
  init(rawValue: Int32)
}

extension Choice {
  /// The default of every field: the number 0.
  init() { self.init(rawValue: 0) }

  /// The protocol's name, or the number where it has none.
  public var description: String {
    rawValue >= 0 && rawValue < Self.names.count ? Self.names[Int(rawValue)] : String(rawValue)
  }
}
