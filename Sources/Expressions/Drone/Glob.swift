/// A pattern of a condition, as doublestar 1.1.1 reads it: the whole value, by components between `/`, case-sensitive.
///
/// `*` and `?` stay within a component, `**` matches any number of components only where it is a component of its own,
/// `{a,b}` are alternatives without nesting, and `!` means nothing.
public struct Glob: Hashable, Sendable {
  /// The pattern as written.
  public let text: String
  /// The components that matching compares, in order; at least one.
  public let components: [Component]

  /// What lies between two slashes of a pattern.
  public struct Component: Hashable, Sendable {
    /// The component as written.
    public var text: String
    /// What it consists of, up to the first defect.
    public var items: [Item]
    /// What is malformed.
    public var defects: [Defect]

    /// Whether it is exactly `**`, which matches any number of components.
    public var isAnyDepth: Bool { text == "**" }

    /// Whether it contains a `**` that matches no more than `*` would, because other text adjoins it.
    public var hasGluedDoubleStar: Bool {
      guard !isAnyDepth else { return false }
      return items.contains { if case .anyRun(let stars) = $0 { stars >= 2 } else { false } }
    }
  }

  /// What a component consists of.
  public enum Item: Hashable, Sendable {
    case literal(String)
    /// Any run of characters, also none; the number of adjoining stars says how it was written.
    case anyRun(stars: Int)
    case anyCharacter
    case characterClass(ranges: [ClosedRange<Unicode.Scalar>], isNegated: Bool)
    /// The texts between the commas; wildcards in them are wildcards.
    case alternatives([String])
  }

  /// Why a component cannot be read to its end; a value that leads there does not match.
  public enum Defect: Hashable, Sendable {
    case unterminatedClass
    case emptyClass
    /// A `-` at the start or the end of a class.
    case misplacedHyphen
    case unterminatedBraces
    /// A `/` within braces: the pattern is split at the slash first, and the brace never ends.
    case slashInBraces
    case trailingBackslash
  }

  public init(_ pattern: String) {
    text = pattern
    let pieces = GlobBytes.split(Array(pattern.utf8), at: 0x2F)
    var components = pieces.map { GlobReader.component($0) }
    for index in components.indices.dropLast() where components[index].defects == [.unterminatedBraces] {
      if pieces[(index + 1)...].contains(where: { $0.contains(0x7D) }) { components[index].defects = [.slashInBraces] }
    }
    self.components = components
    bytes = pieces
  }

  /// The components as bytes.
  private let bytes: [[UInt8]]

  /// Whether some part of the pattern is malformed.
  public var isMalformed: Bool { components.contains { !$0.defects.isEmpty } }

  /// What is malformed, in source order.
  public var defects: [Defect] { components.flatMap(\.defects) }

  /// Whether it contains no wildcard, class or alternatives, so that it matches one value only.
  public var isLiteral: Bool {
    components.allSatisfy { component in
      component.defects.isEmpty
        && component.items.allSatisfy { if case .literal = $0 { true } else { false } }
    }
  }

  /// Whether the whole value matches. A malformed pattern matches nothing that leads to its malformed part.
  public func matches(_ value: String) -> Bool {
    let names = GlobBytes.split(Array(value.utf8), at: 0x2F)
    // From the last component to the first: whether the components from here on match the names from an index on.
    var rest = [Bool](repeating: false, count: names.count + 1)
    rest[names.count] = true
    for (index, pattern) in bytes.enumerated().reversed() {
      var next = [Bool](repeating: false, count: names.count + 1)
      if pattern == [0x2A, 0x2A] {
        let isLast = index == bytes.count - 1
        for position in names.indices.reversed() {
          next[position] = isLast || rest[position] || next[position + 1]
        }
      } else {
        for position in names.indices where rest[position + 1] {
          next[position] = GlobMatcher.matches(pattern, names[position])
        }
      }
      rest = next
    }
    return rest[0]
  }
}

/// What a condition includes and excludes.
public struct PatternSet: Hashable, Sendable {
  /// What is let in; empty lets everything in.
  public var include: [Glob]
  /// What is kept out, whatever `include` says.
  public var exclude: [Glob]

  public init(include: [Glob] = [], exclude: [Glob] = []) {
    self.include = include
    self.exclude = exclude
  }

  public init(include: [String], exclude: [String] = []) {
    self.init(include: include.map { Glob($0) }, exclude: exclude.map { Glob($0) })
  }

  /// Whether there is no constraint at all.
  public var isEmpty: Bool { include.isEmpty && exclude.isEmpty }

  /// An exclusion wins; without inclusions everything is included.
  public func matches(_ value: String) -> Bool {
    if exclude.contains(where: { $0.matches(value) }) { return false }
    return include.isEmpty || include.contains { $0.matches(value) }
  }
}
