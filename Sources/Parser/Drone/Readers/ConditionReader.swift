import Diagnostics
import IR
import YAML

/// Reads `when` and `trigger`, with all that their decoder passes over.
enum ConditionReader {
  /// - Parameter nodes: the values of the key in decoding order; more than one where mappings were merged.
  static func read(_ nodes: [Node]) -> Condition? {
    guard let last = nodes.last(where: { $0.kind == .mapping }) else { return nil }
    var clauses: [Condition.Clause] = []
    Fields.forEach(in: nodes) { key, value in
      guard let position = table.position(of: key) else { return }
      let subject = Condition.Subject.allCases[position]
      let clause = clause(subject, key, value)
      if let index = clauses.firstIndex(where: { $0.subject == subject }) {
        clauses[index] = clause
      } else {
        clauses.append(clause)
      }
    }
    return Condition(clauses: clauses, span: last.span)
  }

  private static let table = NameTable(Condition.Subject.allCases.map(\.rawValue))

  private static func clause(_ subject: Condition.Subject, _ key: Node, _ value: Node) -> Condition.Clause {
    var clause = Condition.Clause(subject: subject, keySpan: key.span, valueSpan: value.span)
    switch value.kind {
    case .scalar:
      // `Null` and `NULL` do not look like null to the step that skips the condition's own decoding.
      if value.isNullScalar, !(value.equals("Null") || value.equals("NULL")) { return clause }
      if let text = value.string { clause.include = [text] }
    case .sequence:
      clause.include = patterns(of: value, &clause.dropped)
    default:
      readMapping(value, into: &clause)
    }
    return clause
  }

  private static func readMapping(_ node: Node, into clause: inout Condition.Clause) {
    for entry in Fields(of: node).entries {
      let isInclude = entry.key.equals("include")
      guard isInclude || entry.key.equals("exclude") else {
        clause.dropped.append(.init(.unknownKey(entry.key.text), at: entry.key.span))
        continue
      }
      if entry.value.kind == .scalar {
        if !entry.value.isNullScalar {
          clause.dropped.append(
            .init(.scalarList(key: entry.key.text), at: entry.value.span, text: entry.value.text))
        }
        continue
      }
      let patterns = patterns(of: entry.value, &clause.dropped)
      if isInclude { clause.include = patterns } else { clause.exclude = patterns }
    }
  }

  private static func patterns(of node: Node, _ dropped: inout [Condition.Dropped]) -> [Text] {
    var patterns: [Text] = []
    for item in node.items {
      if let text = item.resolved.string {
        patterns.append(text)
      } else {
        dropped.append(.init(.nestedItem, at: item.span))
      }
    }
    return patterns
  }
}
