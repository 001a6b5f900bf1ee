extension Data {
  /// The value of a key of a map; nil where there is none or it is no map.
  public subscript(key: String) -> Data? {
    guard case .map(let entries) = value else { return nil }
    return entries.last { $0.key.name == key }?.value
  }

  /// The items of a list.
  public var items: [Data]? {
    if case .list(let items) = value { items } else { nil }
  }

  /// The entries of a map.
  public var entries: [Entry]? {
    if case .map(let entries) = value { entries } else { nil }
  }

  /// The text of a string.
  public var text: Text? {
    if case .string(let text) = value { text } else { nil }
  }

  /// A scalar as it stands in the file, such as a key that is a number; nil for lists and maps.
  public var name: String? {
    switch value {
    case .string(let text): text.value
    case .list, .map, .binary: nil
    case .null, .bool, .integer, .unsigned, .float: raw
    }
  }

  /// Any scalar as a text; null, lists and maps are none.
  public var scalarText: Text? {
    switch value {
    case .string(let text): text
    case .null, .list, .map, .binary: nil
    case .bool, .integer, .unsigned, .float: raw.map { Text($0, at: span) }
    }
  }
}
