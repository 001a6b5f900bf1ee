import Diagnostics
import Expressions

/// The `${…}` expansions and escapes of a file by their places.
struct SubstitutionIndex: Sendable {
  /// Outermost expansions in source order.
  private let expansions: [Substitution.Expansion]
  private let escapes: [Substitution.Escape]

  /// nil: the text contains nothing that substitution would change.
  init?(_ source: Source) {
    guard Substitution.needsExpansion(source.bytes) else { return nil }
    var expansions: [Substitution.Expansion] = []
    var escapes: [Substitution.Escape] = []
    for part in Substitution.parse(source.bytes).syntax.parts {
      switch part {
      case .literal: break
      case .escape(let escape): escapes.append(escape)
      case .expansion(let expansion): expansions.append(expansion)
      }
    }
    if expansions.isEmpty, escapes.isEmpty { return nil }
    self.expansions = expansions
    self.escapes = escapes
  }

  /// The expansions that begin in a span. Logarithmic, besides the number of them.
  func expansions(in span: Span) -> ArraySlice<Substitution.Expansion> {
    Self.slice(expansions, of: span) { $0.range.lowerBound }
  }

  /// The escapes that begin in a span.
  func escapes(in span: Span) -> ArraySlice<Substitution.Escape> {
    Self.slice(escapes, of: span) { $0.offset }
  }

  private static func slice<Element>(
    _ elements: [Element], of span: Span, offset: (Element) -> Int
  ) -> ArraySlice<Element> {
    let from = firstIndex(elements, from: Int(span.start), offset: offset)
    var to = from
    while to < elements.count, offset(elements[to]) < Int(span.end) { to += 1 }
    return elements[from..<to]
  }

  private static func firstIndex<Element>(_ elements: [Element], from start: Int, offset: (Element) -> Int) -> Int {
    var low = 0
    var high = elements.count
    while low < high {
      let middle = (low + high) / 2
      if offset(elements[middle]) < start { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
