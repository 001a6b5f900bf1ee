/// A text that is put together of what is known, secrets, and what is known only later.
struct TextPieces {
  private(set) var pieces: [Plan.Piece] = []

  init() {}

  init(_ value: Plan.Value) { append(value) }

  mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    if case .literal(let last)? = pieces.last {
      pieces[pieces.count - 1] = .literal(last + text)
    } else {
      pieces.append(.literal(text))
    }
  }

  mutating func append(_ piece: Plan.Piece) {
    if case .literal(let text) = piece { append(text) } else { pieces.append(piece) }
  }

  mutating func append(_ value: Plan.Value) {
    switch value {
    case .literal(let text), .runtime(_, initially: let text): append(text)
    case .secret(let name): pieces.append(.secret(name))
    case .deferred(let expression): pieces.append(.deferred(expression: expression))
    case .pieces(let list): for piece in list { append(piece) }
    }
  }

  /// The simplest value that says the same.
  var value: Plan.Value {
    guard pieces.count <= 1 else { return .pieces(pieces) }
    switch pieces.first {
    case nil: return .literal("")
    case .literal(let text)?: return .literal(text)
    case .secret(let name)?: return .secret(name)
    case .deferred(let expression)?: return .deferred(expression: expression)
    }
  }
}

extension Plan.Value {
  /// The text with expressions in place of what is not known, for people and for scripts that want one text.
  public var display: String {
    switch self {
    case .literal(let text), .runtime(_, initially: let text): text
    case .secret(let name): Plan.Piece.secret(name).display
    case .deferred(let expression): expression
    case .pieces(let pieces): pieces.map(\.display).joined()
    }
  }

  /// The text where nothing in it is open.
  public var literal: String? {
    if case .literal(let text) = self { text } else { nil }
  }
}

extension Plan.Piece {
  /// The text, or the expression that stands for it.
  var display: String {
    switch self {
    case .literal(let text): text
    case .secret(let name): "<+secrets.getValue(\"\(name)\")>"
    case .deferred(let expression): expression
    }
  }
}
