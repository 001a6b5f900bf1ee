/// The syntax tree of a JEXL expression or script, in one piece: nodes refer to each other by their numbers, so that no
/// tree, however lopsided, needs a deep recursion to be released.
public struct JexlProgram: Hashable, Sendable {
  /// The number of a node.
  public typealias ID = Int

  /// Inner nodes before outer ones.
  public internal(set) var nodes: [JexlSyntax] = []
  /// The outermost node.
  public internal(set) var root: ID = 0

  public subscript(id: ID) -> JexlSyntax { nodes[id] }
}

/// One construct of a program.
public struct JexlSyntax: Hashable, Sendable {
  public var kind: Kind
  /// Its UTF-8 range in the text that was given to the parser.
  public var range: Range<Int>

  /// What it is.
  public enum Kind: Hashable, Sendable {
    /// A number, text, boolean or null.
    case literal(JexlValue)
    /// A text in back quotes, with expressions in it.
    case template([TemplatePiece])
    /// A variable.
    case identifier(String)
    case arrayLiteral([JexlProgram.ID])
    case mapLiteral([Entry])
    case setLiteral([JexlProgram.ID])
    case unary(UnaryOperator, JexlProgram.ID)
    case binary(BinaryOperator, JexlProgram.ID, JexlProgram.ID)
    /// `condition ? yes : no`.
    case conditional(JexlProgram.ID, JexlProgram.ID, JexlProgram.ID)
    /// `condition ?: otherwise`.
    case elvis(JexlProgram.ID, JexlProgram.ID)
    /// `target = value`, or with an operator `target += value`.
    case assignment(BinaryOperator?, JexlProgram.ID, JexlProgram.ID)
    /// A value and what follows it: members, indexes, calls.
    case access(JexlProgram.ID, [Member])
    /// `name(arguments)`, or `namespace:name(arguments)`.
    case call(String, namespace: String?, [JexlProgram.ID])
    /// `new("class", arguments)`.
    case construction([JexlProgram.ID])
    /// An expression in parentheses.
    case group(JexlProgram.ID)
    case function(parameters: [String], body: JexlProgram.ID)
    /// Statements in a row: a whole script, or a block in braces. Its value is that of the last.
    case block([JexlProgram.ID])
    case ifElse(JexlProgram.ID, JexlProgram.ID, JexlProgram.ID?)
    /// `for (variable : items) body`.
    case forEach(String, isLocal: Bool, JexlProgram.ID, JexlProgram.ID)
    case whileLoop(JexlProgram.ID, JexlProgram.ID)
    case variable(String, JexlProgram.ID?)
    case returning(JexlProgram.ID)
    case breaking, continuing
  }

  /// A part of a template: text, or an expression.
  public enum TemplatePiece: Hashable, Sendable {
    case text(String)
    case expression(JexlProgram.ID)
  }

  /// A key and a value of a map.
  public struct Entry: Hashable, Sendable {
    public var key: JexlProgram.ID
    public var value: JexlProgram.ID
  }

  /// What follows a value.
  public struct Member: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      /// `.name`, `.'name'` or `.0`.
      case property(String)
      /// `[index]`.
      case index(JexlProgram.ID)
      /// `.name(arguments)`; `.size()` and `.empty()` too.
      case method(String, [JexlProgram.ID])
      /// `(arguments)` behind a value that is a function.
      case apply([JexlProgram.ID])
    }

    public var kind: Kind
    /// From the dot or bracket to the end.
    public var range: Range<Int>
  }

  /// Operators with one operand.
  public enum UnaryOperator: String, Hashable, Sendable, CaseIterable {
    case negate = "-"
    case complement = "~"
    case not = "!"
    case empty, size
  }

  /// Operators with two operands.
  public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
    case or = "||"
    case and = "&&"
    case bitOr = "|"
    case bitXor = "^"
    case bitAnd = "&"
    case equal = "=="
    case notEqual = "!="
    case range = ".."
    case less = "<"
    case greater = ">"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case matches = "=~"
    case doesNotMatch = "!~"
    case startsWith = "=^"
    case doesNotStartWith = "!^"
    case endsWith = "=$"
    case doesNotEndWith = "!$"
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"

    /// How tightly it binds: more binds tighter.
    public var precedence: Int {
      switch self {
      case .or: 1
      case .and: 2
      case .bitOr: 3
      case .bitXor: 4
      case .bitAnd: 5
      case .equal, .notEqual, .range: 6
      case .less, .greater, .lessOrEqual, .greaterOrEqual, .matches, .doesNotMatch, .startsWith, .doesNotStartWith,
        .endsWith, .doesNotEndWith:
        7
      case .add, .subtract: 8
      case .multiply, .divide, .modulo: 9
      }
    }

    /// Whether it may stand in a row: `a + b + c`, but not `a == b == c`.
    public var isAssociative: Bool { precedence != 6 && precedence != 7 }
  }
}

/// The language that Harness evaluates: Apache Commons JEXL 3.0.
public enum Jexl {
  /// What a text is read as.
  public enum Mode: Hashable, Sendable {
    /// One expression.
    case expression
    /// Statements, as Harness reads the inside of `<+…>`.
    case script
  }

  /// Reads an expression or script. The ranges of the result count in the bytes of `text`.
  public static func parse(_ text: String, mode: Mode = .script) -> Result<JexlProgram, JexlError> {
    parse(SourceText(Array(text.utf8)), mode: mode)
  }

  static func parse(_ text: SourceText, mode: Mode) -> Result<JexlProgram, JexlError> {
    do throws(JexlError) {
      var parser = try JexlParser(text)
      return .success(try parser.parse(mode))
    } catch {
      return .failure(error)
    }
  }
}

/// Bytes that were put together from others, and where they came from.
struct SourceText: Sendable {
  /// A run of bytes; opaque ones all lead to the whole original range.
  struct Piece: Sendable {
    var start: Int
    var original: Range<Int>
    var isLinear: Bool
  }

  private(set) var bytes: [UInt8] = []
  /// In ascending order; none if every byte is its own origin.
  private(set) var pieces: [Piece] = []

  init() {}

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Bytes that all came from one range.
  init(_ bytes: [UInt8], from range: Range<Int>) { append(bytes, from: range) }

  mutating func append(_ more: some Sequence<UInt8>, from range: Range<Int>) {
    pieces.append(Piece(start: bytes.count, original: range, isLinear: false))
    bytes.append(contentsOf: more)
  }

  /// Appends bytes that correspond one to one to those from an original offset on.
  mutating func append(_ more: ArraySlice<UInt8>, at original: Int) {
    guard !more.isEmpty else { return }
    pieces.append(Piece(start: bytes.count, original: original..<original + more.count, isLinear: true))
    bytes.append(contentsOf: more)
  }

  /// Appends a part of another text, with its origins.
  mutating func append(_ range: Range<Int>, of other: SourceText) {
    guard !range.isEmpty else { return }
    let start = bytes.count
    bytes.append(contentsOf: other.bytes[range])
    guard !other.pieces.isEmpty else {
      pieces.append(Piece(start: start, original: range, isLinear: true))
      return
    }
    for index in other.pieces.indices {
      let piece = other.pieces[index]
      let end = index + 1 < other.pieces.count ? other.pieces[index + 1].start : other.bytes.count
      let low = max(piece.start, range.lowerBound)
      guard low < min(end, range.upperBound) else { continue }
      var copy = piece
      copy.start = start + low - range.lowerBound
      if piece.isLinear {
        copy.original = piece.original.lowerBound + low - piece.start..<piece.original.upperBound
      }
      pieces.append(copy)
    }
  }

  /// The original bytes of a range.
  func original(_ range: Range<Int>) -> Range<Int> {
    guard !pieces.isEmpty else { return range }
    let low = piece(at: range.lowerBound)
    let start = low.isLinear ? low.original.lowerBound + range.lowerBound - low.start : low.original.lowerBound
    if range.isEmpty { return start..<start }
    let high = piece(at: range.upperBound - 1)
    let end = high.isLinear ? high.original.lowerBound + range.upperBound - high.start : high.original.upperBound
    return start..<max(start, end)
  }

  private func piece(at offset: Int) -> Piece {
    var low = 0
    var high = pieces.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if pieces[middle].start <= offset { low = middle } else { high = middle }
    }
    return pieces[low]
  }
}
