/// A word or sign of the language.
struct JexlToken {
  enum Kind: UInt8 {
    case end
    case identifier, dotIdentifier, integer, float, string, template
    case ifWord, elseWord, forWord, whileWord, newWord, varWord, emptyWord, sizeWord, nullWord, trueWord, falseWord
    case returnWord, functionWord, breakWord, continueWord, notANumber
    case leftParenthesis, rightParenthesis, leftBrace, rightBrace, leftBracket, rightBracket
    case semicolon, colon, comma, dot, arrow, question, elvis
    case or, and, bitOr, bitXor, bitAnd, equal, notEqual, range
    case less, greater, lessOrEqual, greaterOrEqual
    case matches, doesNotMatch, startsWith, doesNotStartWith, endsWith, doesNotEndWith
    case plus, minus, multiply, divide, modulo, not, tilde
    case assign, plusAssign, minusAssign, multiplyAssign, divideAssign, moduloAssign, andAssign, orAssign, xorAssign

    /// The operator that it stands for between two operands.
    var binaryOperator: JexlSyntax.BinaryOperator? {
      switch self {
      case .or: .or
      case .and: .and
      case .bitOr: .bitOr
      case .bitXor: .bitXor
      case .bitAnd: .bitAnd
      case .equal: .equal
      case .notEqual: .notEqual
      case .range: .range
      case .less: .less
      case .greater: .greater
      case .lessOrEqual: .lessOrEqual
      case .greaterOrEqual: .greaterOrEqual
      case .matches: .matches
      case .doesNotMatch: .doesNotMatch
      case .startsWith: .startsWith
      case .doesNotStartWith: .doesNotStartWith
      case .endsWith: .endsWith
      case .doesNotEndWith: .doesNotEndWith
      case .plus: .add
      case .minus: .subtract
      case .multiply: .multiply
      case .divide: .divide
      case .modulo: .modulo
      default: nil
      }
    }

    /// Whether it assigns, and with which operator.
    var assignment: JexlSyntax.BinaryOperator?? {
      switch self {
      case .assign: .some(nil)
      case .plusAssign: .add
      case .minusAssign: .subtract
      case .multiplyAssign: .multiply
      case .divideAssign: .divide
      case .moduloAssign: .modulo
      case .andAssign: .bitAnd
      case .orAssign: .bitOr
      case .xorAssign: .bitXor
      default: nil
      }
    }

    /// The keyword that a name is.
    init?(word: ArraySlice<UInt8>) {
      guard word.count <= 8, let kind = Self.words[String(decoding: word, as: UTF8.self)] else { return nil }
      self = kind
    }

    private static let words: [String: Kind] = [
      "if": .ifWord, "else": .elseWord, "for": .forWord, "while": .whileWord, "new": .newWord, "var": .varWord,
      "empty": .emptyWord, "size": .sizeWord, "null": .nullWord, "true": .trueWord, "false": .falseWord,
      "return": .returnWord, "function": .functionWord, "break": .breakWord, "continue": .continueWord,
      "and": .and, "or": .or, "eq": .equal, "ne": .notEqual, "gt": .greater, "ge": .greaterOrEqual, "lt": .less,
      "le": .lessOrEqual, "div": .divide, "mod": .modulo, "not": .not, "NaN": .notANumber,
    ]
  }

  var kind: Kind
  /// In the text as composed.
  var start: Int
  var end: Int
}

extension Jexl {
  /// The words that cannot be names, not even behind a dot.
  public static let reservedWords: Set<String> = [
    "if", "else", "for", "while", "new", "var", "empty", "size", "null", "true", "false", "return", "function",
    "break", "continue", "and", "or", "eq", "ne", "gt", "ge", "lt", "le", "div", "mod", "not", "NaN",
  ]
}
