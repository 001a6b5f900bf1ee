import Diagnostics

/// The raw memory of a tree's nodes, as its handles reach it: pointers alone, so that using it counts no references.
///
/// It lives in `TreeStorage`, and as long as that.
struct TreeMemory: BitwiseCopyable {
  let records: UnsafeBufferPointer<Record>
  let texts: UnsafeBufferPointer<UInt8>
  /// The document as it is written.
  let document: UnsafeBufferPointer<UInt8>
  /// The offset of the document in the text that was read.
  let documentStart: Int
  let source: SourceID
  /// Whether offsets must still be led back to the file.
  let hasMap: Bool
  let storage: Unmanaged<TreeStorage>

  @inline(__always)
  func record(_ index: UInt32) -> Record { records[Int(index)] }

  /// The index of the first node after a node and all inside it.
  @inline(__always)
  func next(_ index: UInt32) -> UInt32 { record(index).next(after: index) }

  /// The number of a collection's items or pairs.
  @inline(__always)
  func count(of record: Record, at index: UInt32) -> Int {
    record.count == Record.greatestCount ? counted(record, index) : record.count
  }

  private func counted(_ record: Record, _ index: UInt32) -> Int {
    var children = 0
    var child = index + 1
    while child < record.link {
      children += 1
      child = next(child)
    }
    return record.kind == .mapping ? children / 2 : children
  }

  /// A decoded scalar's place in `texts`; a length that a record cannot hold stands before the text.
  @inline(__always)
  func decodedRange(_ record: Record) -> Range<Int> {
    let start = Int(record.link)
    guard record.count == Record.greatestCount else { return start..<start + record.count }
    var length = 0
    for index in start - 4..<start { length = length << 8 | Int(texts[index]) }
    return start..<start + length
  }

  /// The decoded text of a scalar.
  @inline(__always)
  func text(of record: Record) -> UnsafeBufferPointer<UInt8> {
    if record.flags.contains(.isDecoded) { return UnsafeBufferPointer(rebasing: texts[decodedRange(record)]) }
    let slice = record.slice
    return UnsafeBufferPointer(
      rebasing: document[slice.lowerBound - documentStart..<slice.upperBound - documentStart])
  }

  @inline(__always)
  func span(_ start: UInt32, _ end: UInt32) -> Span {
    if hasMap { return storage._withUnsafeGuaranteedRef { $0.span(start, end) } }
    return Span(source, start, end)
  }
}
