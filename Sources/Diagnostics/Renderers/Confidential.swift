extension SourceSet {
  /// The same texts with asterisks in the place of what must not be shown. Places stay what they are.
  func hiding(_ spans: [Span]) -> SourceSet {
    let bySource = Dictionary(grouping: spans, by: \.source)
    return SourceSet(
      sources.map { source in
        guard let spans = bySource[source.id] else { return source }
        var bytes = source.bytes
        for span in spans {
          for index in Int(span.start)..<min(Int(span.end), bytes.count) where bytes[index] > 0x20 {
            bytes[index] = UInt8(ascii: "*")
          }
        }
        return Source(id: source.id, name: source.name, bytes: bytes)
      })
  }
}
