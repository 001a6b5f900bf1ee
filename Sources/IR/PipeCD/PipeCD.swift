import Diagnostics

/// The configuration of PipeCD as its decoder leaves it: typed, with defaults filled in, and every option still knowing
/// where it is written.
public enum PipeCD {
  /// Which of the two generations of PipeCD reads a file.
  public enum Generation: String, Hashable, Sendable, CaseIterable {
    /// piped knows the platforms itself.
    case v0
    /// Platforms and stages belong to plugins.
    case v1
  }
}

extension PipeCD {
  /// One option: the value that holds after defaults, and where it is written.
  ///
  /// Equality looks at the value alone: two configurations are equal if they mean the same.
  @dynamicMemberLookup
  public struct Option<Value: PipeCDValue>: Sendable {
    /// What holds: what is written, or the default.
    public var value: Value
    /// The key as it is written; nil where the option is absent, and in lists.
    public var key: Text?
    /// The value as it is written; nil where it is absent or null.
    public var written: Data?

    public init(_ value: Value = .zero, key: Text? = nil, written: Data? = nil) {
      self.value = value
      self.key = key
      self.written = written
    }

    /// Where the value is written; nil where only the default speaks.
    public var span: Span? { written?.span }

    /// Where to point at: the value, or its key where there is no value; nil for what is absent.
    public var place: Span? { written?.span ?? key?.span }

    /// A member of the value.
    public subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member { value[keyPath: path] }
  }

  /// A list whose items know where they are written.
  public typealias List<Value: PipeCDValue> = Option<[Option<Value>]>
}

extension PipeCD.Option: Hashable {
  public static func == (left: Self, right: Self) -> Bool { left.value == right.value }
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension PipeCD.Option where Value == String {
  /// The text with its place and the way back from its characters to the file's; nil where it is not written.
  public var text: Text? {
    guard let written, case .string(let text) = written.value else { return nil }
    return text
  }
}

extension PipeCD {
  /// A map from names to values, in the order of the names, as Go writes maps.
  public struct Map<Value: PipeCDValue>: Hashable, Sendable {
    /// A name and its value.
    public struct Entry: Hashable, Sendable {
      /// The name as written.
      public var name: Text
      /// Its value.
      public var option: Option<Value>

      public init(name: Text, option: Option<Value>) {
        self.name = name
        self.option = option
      }
    }

    /// Sorted by the bytes of the names, each name once.
    public var entries: [Entry]

    public init(_ entries: [Entry] = []) {
      self.entries = entries
    }

    /// The value of a name.
    public subscript(name: String) -> Option<Value>? { entries.first { $0.name.value == name }?.option }

    /// The names in order.
    public var names: [String] { entries.map(\.name.value) }
  }
}
