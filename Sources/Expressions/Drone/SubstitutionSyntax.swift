extension Substitution {
  /// The syntax tree of a whole text.
  public struct Syntax: Hashable, Sendable {
    /// What the text consists of, in order and without gaps up to `inputEnd`.
    public var parts: [Part]
    /// Where reading stopped: the first NUL byte, or the end of the text. What follows a NUL is lost.
    public var inputEnd: Int

    /// All expansions, outer before inner, in the order in which they start.
    public var expansions: [Expansion] {
      var result: [Expansion] = []
      for part in parts { part.collect(into: &result) }
      return result
    }
  }

  /// A piece of the text or of an argument.
  public enum Part: Hashable, Sendable {
    /// Bytes that stand for themselves.
    case literal(Range<Int>)
    /// Two bytes of which only the second is kept: `$$`, `\\` or `\/`.
    case escape(Escape)
    indirect case expansion(Expansion)

    /// The bytes of the text that the part covers.
    public var range: Range<Int> {
      switch self {
      case .literal(let range): range
      case .escape(let escape): escape.range
      case .expansion(let expansion): expansion.range
      }
    }

    fileprivate func collect(into result: inout [Expansion]) {
      guard case .expansion(let expansion) = self else { return }
      result.append(expansion)
      for argument in expansion.arguments {
        for part in argument.parts { part.collect(into: &result) }
      }
    }
  }

  /// A pair of bytes that becomes one.
  public struct Escape: Hashable, Sendable {
    /// Which byte is left.
    public enum Kind: Hashable, Sendable {
      /// `$$` becomes `$`.
      case dollar
      /// `\\` becomes `\`.
      case backslash
      /// `\/` becomes `/`.
      case slash
    }

    /// Which byte is left.
    public var kind: Kind
    /// The offset of the first of the two bytes.
    public var offset: Int

    /// The two bytes as written.
    public var range: Range<Int> { offset..<offset + 2 }

    /// The byte that is left.
    public var result: UInt8 {
      switch kind {
      case .dollar: 0x24
      case .backslash: 0x5C
      case .slash: 0x2F
      }
    }
  }

  /// One `${…}`.
  public struct Expansion: Hashable, Sendable {
    /// The name of the variable, as written.
    public var name: String
    /// What is done with its value.
    public var operation: Operation
    /// Substring: offset and perhaps length; trim: pattern; replace: what and perhaps with what; default: the word.
    public var arguments: [Argument]
    /// From `${` to `}`.
    public var range: Range<Int>
    /// The bytes of the name.
    public var nameRange: Range<Int>
    /// The operator's bytes; empty for a plain expansion.
    public var operatorRange: Range<Int>
  }

  /// What stands between two delimiters of an expansion.
  public struct Argument: Hashable, Sendable {
    /// Its bytes, without the delimiters.
    public var range: Range<Int>
    /// What it consists of, in order and without gaps.
    public var parts: [Part]

    /// Whether it contains no expansion, so that its value is known without an environment.
    public var isLiteral: Bool {
      parts.allSatisfy { part in
        if case .expansion = part { false } else { true }
      }
    }
  }

  /// What an expansion does with the value of its name.
  public enum Operation: Hashable, Sendable, CaseIterable {
    case plain
    /// `${#v}`: the length in bytes.
    case length
    case lowerFirst, lowerAll, upperFirst, upperAll
    /// `,^` and `^,`: accepted, without effect.
    case mixedCase
    /// `${v:offset}` and `${v:offset:length}`, in bytes.
    case substring
    case trimShortestPrefix, trimLongestPrefix, trimShortestSuffix, trimLongestSuffix
    case replaceFirst, replaceAll, replacePrefix, replaceSuffix
    /// `=`, `:=`, `:-`, `:?` and `:+` all mean the same: the word where the value is empty.
    case defaultEquals, defaultColonEquals, defaultColonMinus, defaultColonQuestion, defaultColonPlus

    /// Whether it is one of the five ways to write a default.
    public var isDefault: Bool {
      switch self {
      case .defaultEquals, .defaultColonEquals, .defaultColonMinus, .defaultColonQuestion, .defaultColonPlus: true
      default: false
      }
    }
  }
}
