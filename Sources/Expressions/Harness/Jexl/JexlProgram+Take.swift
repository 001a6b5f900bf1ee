extension JexlProgram {
  /// Appends the nodes of another program and returns its root's new number.
  mutating func take(_ other: JexlProgram) -> ID {
    let offset = nodes.count
    nodes.append(
      contentsOf: other.nodes.map { JexlSyntax(kind: $0.kind.renumbered { $0 + offset }, range: $0.range) })
    return other.root + offset
  }

  /// The nodes directly inside a node, in the order in which they are written.
  public func children(of id: ID) -> [ID] {
    var result: [ID] = []
    _ = nodes[id].kind.renumbered {
      result.append($0)
      return $0
    }
    return result
  }
}

extension JexlSyntax.Kind {
  /// The same construct with other numbers for the nodes in it.
  func renumbered(_ new: (JexlProgram.ID) -> JexlProgram.ID) -> Self {
    switch self {
    case .literal, .identifier, .breaking, .continuing: self
    case .template(let pieces):
      .template(pieces.map { if case .expression(let id) = $0 { .expression(new(id)) } else { $0 } })
    case .arrayLiteral(let ids): .arrayLiteral(ids.map(new))
    case .setLiteral(let ids): .setLiteral(ids.map(new))
    case .block(let ids): .block(ids.map(new))
    case .construction(let ids): .construction(ids.map(new))
    case .mapLiteral(let entries): .mapLiteral(entries.map { .init(key: new($0.key), value: new($0.value)) })
    case .unary(let sign, let id): .unary(sign, new(id))
    case .binary(let sign, let left, let right): .binary(sign, new(left), new(right))
    case .conditional(let condition, let yes, let no): .conditional(new(condition), new(yes), new(no))
    case .elvis(let condition, let otherwise): .elvis(new(condition), new(otherwise))
    case .assignment(let sign, let target, let value): .assignment(sign, new(target), new(value))
    case .access(let base, let members): .access(new(base), members.map { $0.renumbered(new) })
    case .call(let name, let namespace, let ids): .call(name, namespace: namespace, ids.map(new))
    case .group(let id): .group(new(id))
    case .function(let parameters, let body): .function(parameters: parameters, body: new(body))
    case .ifElse(let condition, let yes, let no): .ifElse(new(condition), new(yes), no.map(new))
    case .forEach(let name, let isLocal, let items, let body):
      .forEach(name, isLocal: isLocal, new(items), new(body))
    case .whileLoop(let condition, let body): .whileLoop(new(condition), new(body))
    case .variable(let name, let value): .variable(name, value.map(new))
    case .returning(let id): .returning(new(id))
    }
  }
}

extension JexlSyntax.Member {
  fileprivate func renumbered(_ new: (JexlProgram.ID) -> JexlProgram.ID) -> Self {
    var result = self
    switch kind {
    case .property: break
    case .index(let id): result.kind = .index(new(id))
    case .method(let name, let ids): result.kind = .method(name, ids.map(new))
    case .apply(let ids): result.kind = .apply(ids.map(new))
    }
    return result
  }
}
