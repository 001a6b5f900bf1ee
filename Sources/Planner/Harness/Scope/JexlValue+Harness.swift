import Expressions
import IR

extension JexlValue {
  /// A value of the file; its texts may have expressions, which are worked out when they are used.
  init(_ data: Data) {
    switch data.value {
    case .null: self = .null
    case .bool(let flag): self = .boolean(flag)
    case .integer(let number): self = .whole(number)
    case .unsigned(let number): self = .double(Double(number))
    case .float(let number): self = .double(number)
    case .string(let text): self = .string(text.value)
    case .binary(let bytes): self = .string(String(decoding: bytes, as: UTF8.self))
    case .list(let items): self = .list(items.map { JexlValue($0) })
    case .map(let entries): self = .map(JexlMap(entries.map { ($0.key.name ?? "", JexlValue($0.value)) }))
    }
  }

  /// A value as expressions see it; secrets are tokens in their texts.
  public init(_ value: HarnessValue) {
    switch value {
    case .null: self = .null
    case .boolean(let flag): self = .boolean(flag)
    case .integer(let number): self = .whole(number)
    case .number(let number): self = .double(number)
    case .text(let text): self = .string(text)
    case .secret(let name): self = .string(SecretToken.text(for: name))
    case .deferred(let expression): self = .deferred(expression)
    case .pieces(let pieces):
      var text = ""
      for piece in pieces {
        switch piece {
        case .literal(let literal): text += literal
        case .secret(let name): text += SecretToken.text(for: name)
        case .deferred(let expression):
          self = .deferred(expression)
          return
        }
      }
      self = .string(text)
    case .list(let items): self = .list(items.map { JexlValue($0) })
    case .map(let members): self = .map(JexlMap(members.map { ($0.name, JexlValue($0.value)) }))
    }
  }
}

extension HarnessValue {
  /// What an expression gave.
  public init(_ value: JexlValue) {
    switch value {
    case .null, .function, .functor, .javaClass: self = .null
    case .boolean(let flag): self = .boolean(flag)
    case .integer(let number): self = .integer(Int64(number))
    case .long(let number): self = .integer(number)
    case .float(let number): self = .number(Double(number))
    case .double(let number): self = .number(number)
    case .bigInteger, .bigDecimal, .character, .date: self = .text(value.renderedText)
    case .string(let text): self = HarnessValue(tokens: text)
    case .list(let items), .set(let items): self = .list(items.map { HarnessValue($0) })
    case .array(let array): self = .list(array.elements.map { HarnessValue($0) })
    case .map(let map):
      self = .map(zip(map.keys, map.values).map { Member($0.text ?? "", HarnessValue($1)) })
    case .node(let node):
      let names = node.base.memberNames
      self = .map(names.map { Member($0, node.base.member($0).map { HarnessValue($0) } ?? .null) })
    case .deferred(let expression): self = .deferred(expression)
    }
  }

  /// A text in which secrets stand as tokens.
  init(tokens text: String) {
    guard text.contains("${") else {
      self = .text(text)
      return
    }
    var pieces = TextPieces()
    for piece in SecretToken.pieces(of: text) { pieces.append(Plan.Piece(piece)) }
    self = HarnessValue(pieces.value)
  }

  init(_ value: Plan.Value) {
    switch value {
    case .literal(let text), .runtime(_, initially: let text): self = .text(text)
    case .secret(let name): self = .secret(name)
    case .deferred(let expression): self = .deferred(expression)
    case .pieces(let pieces): self = .pieces(pieces)
    }
  }

  /// A value of the file without looking into its texts.
  public init(written data: Data) {
    switch data.value {
    case .null: self = .null
    case .bool(let flag): self = .boolean(flag)
    case .integer(let number): self = .integer(number)
    case .unsigned(let number): self = .number(Double(number))
    case .float(let number): self = .number(number)
    case .string(let text): self = .text(text.value)
    case .binary(let bytes): self = .text(String(decoding: bytes, as: UTF8.self))
    case .list(let items): self = .list(items.map { HarnessValue(written: $0) })
    case .map(let entries):
      self = .map(entries.map { Member($0.key.name ?? "", HarnessValue(written: $0.value)) })
    }
  }
}

extension Plan.Piece {
  init(_ piece: RenderedPiece) {
    switch piece {
    case .literal(let text): self = .literal(text)
    case .secret(let name): self = .secret(name)
    case .deferred(let expression): self = .deferred(expression: expression)
    }
  }
}
