import Diagnostics
import IR

/// A mapping of the form `v0` in the making, out of the parts of a newer form, each of which keeps its place.
struct HarnessMapping {
  private(set) var entries: [Data.Entry] = []
  let span: Span

  init(at span: Span) { self.span = span }

  /// Adds a key; nothing for nil.
  mutating func set(_ key: String, _ value: Data?) {
    guard let value else { return }
    entries.append(.init(key: .word(key, at: value.span), value: value))
  }

  /// Adds a key with a word of the form `v0`.
  mutating func set(_ key: String, word: String?, at span: Span) {
    if let word { set(key, .word(word, at: span)) }
  }

  /// Adds a key with a mapping; nothing where that stays empty.
  mutating func set(_ key: String, at span: Span, _ build: (inout HarnessMapping) -> Void) {
    var inner = HarnessMapping(at: span)
    build(&inner)
    if !inner.entries.isEmpty { set(key, inner.data) }
  }

  var data: Data { Data(.map(entries), at: span) }
}

extension Data {
  /// A text that stands for something written at a place.
  static func word(_ word: String, at span: Span) -> Data {
    Data(.string(Text(word, at: span, map: .whole(word, at: span))), at: span, raw: word, isPlain: true)
  }

  /// A list at a place.
  static func list(_ items: [Data], at span: Span) -> Data { Data(.list(items), at: span) }

  /// A mapping with one key.
  static func wrap(_ key: String, _ value: Data, at span: Span) -> Data {
    Data(.map([.init(key: .word(key, at: span), value: value)]), at: span)
  }

  /// One text, also of lines that are written as a list.
  var script: Data? {
    guard let items else { return scalarText == nil ? nil : self }
    return .word(items.compactMap { $0.scalarText?.value }.joined(separator: "\n"), at: span)
  }

  /// A list, also where one item is written alone.
  var asList: Data { items == nil ? .list([self], at: span) : self }
}

extension OffsetMap {
  /// Leads from every part of a made text to all of the place that it stands for; nil where they are one.
  fileprivate static func whole(_ text: String, at span: Span) -> OffsetMap? {
    guard UInt32(text.utf8.count) != span.length else { return nil }
    return OffsetMap([
      .init(
        derivedStart: 0, derivedLength: UInt32(text.utf8.count), originalStart: span.start,
        originalLength: span.length, isLinear: false)
    ])
  }
}
