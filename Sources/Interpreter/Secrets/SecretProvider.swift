/// Where the values of secrets come from; the first source that has a value that is not empty wins.
public struct SecretProvider: Sendable {
  /// One source of secrets.
  public struct Source: Sendable {
    /// The value of a secret; nil or empty where the source has none.
    public var value: @Sendable (_ name: String) -> String?

    public init(value: @escaping @Sendable (_ name: String) -> String?) {
      self.value = value
    }

    /// Names and values whose names are looked up whatever their case, as Drone does with files and repositories.
    public static func table(_ entries: [(name: String, value: String)]) -> Source {
      var values: [String: String] = [:]
      for entry in entries { values[entry.name.lowercased()] = entry.value }
      return Source { [values] in values[$0.lowercased()] }
    }

    /// Names and values whose names are looked up as written.
    public static func exact(_ entries: [(name: String, value: String)]) -> Source {
      var values: [String: String] = [:]
      for entry in entries { values[entry.name] = entry.value }
      return Source { [values] in values[$0] }
    }
  }

  private let sources: [Source]

  public init(_ sources: [Source] = []) {
    self.sources = sources
  }

  /// The value of the secret; nil when no source has one, which steps see as an empty variable.
  public func value(of name: String) -> String? {
    for source in sources {
      if let value = source.value(name), !value.isEmpty { return value }
    }
    return nil
  }
}
