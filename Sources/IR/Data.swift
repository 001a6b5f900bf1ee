import Diagnostics

/// A typed value of free form, such as a plugin setting, resolved by the scalar rules of its dialect.
public struct Data: Hashable, Sendable {
  /// The types that a YAML decoder gives.
  public indirect enum Value: Hashable, Sendable {
    /// `isWritten` tells the spellings `Null` and `NULL`, which some decoders turn into text, from `null`, `~` and nothing.
    case null(isSpelled: Bool)
    case bool(Bool)
    case integer(Int64)
    /// An integer above `Int64.max`.
    case unsigned(UInt64)
    case float(Double)
    case string(Text)
    case binary([UInt8])
    case list([Data])
    /// In source order, duplicates resolved.
    case map([Entry])
  }

  /// One pair of a map; keys are typed too: `n: 1` has the key `false`.
  public struct Entry: Hashable, Sendable {
    /// The key, which may be of any scalar type.
    public var key: Data
    /// What it leads to.
    public var value: Data

    public init(key: Data, value: Data) {
      self.key = key
      self.value = value
    }
  }

  /// The value, typed.
  public var value: Value
  /// Where it is written.
  public var span: Span
  /// The scalar as it is written, before typing; nil for lists and maps.
  public var raw: String?
  /// Whether a scalar is written without quotes and not as a block, so that its text decides its type.
  public var isPlain: Bool

  public init(_ value: Value, at span: Span, raw: String? = nil, isPlain: Bool = false) {
    self.value = value
    self.span = span
    self.raw = raw
    self.isPlain = isPlain
  }
}

/// A reference to a secret by name.
public struct SecretReference: Hashable, Sendable {
  /// The name under which the value is known.
  public var name: Text
  /// The whole `{from_secret: …}` mapping.
  public var span: Span

  public init(name: Text, span: Span) {
    self.name = name
    self.span = span
  }
}

/// One environment variable.
public struct Variable: Hashable, Sendable {
  /// Where the value of a variable comes from.
  public enum Value: Hashable, Sendable {
    /// The text as written; null leaves the variable unset.
    case text(Text)
    case secret(SecretReference)
    case unset
  }

  /// The name, as the key has it.
  public var name: Text
  /// Its value.
  public var value: Value
  /// The value's place.
  public var span: Span
  /// Keys of a map value that mean nothing here, such as `secret:` or `fromSecret:`.
  public var unknownKeys: [Text]

  public init(name: Text, value: Value, span: Span, unknownKeys: [Text] = []) {
    self.name = name
    self.value = value
    self.span = span
    self.unknownKeys = unknownKeys
  }
}

/// One parameter of a plugin.
public struct Setting: Hashable, Sendable {
  /// Where the value of a setting comes from.
  public enum Value: Hashable, Sendable {
    case data(Data)
    case secret(SecretReference)
  }

  /// The key as written; the plugin sees `PLUGIN_` and its upper case.
  public var name: Text
  /// Its value.
  public var value: Value
  /// The value's place.
  public var span: Span

  public init(name: Text, value: Value, span: Span) {
    self.name = name
    self.value = value
    self.span = span
  }
}
