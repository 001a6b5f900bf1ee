import Diagnostics

extension Node {
  /// Leads from offsets in the decoded text of a scalar to offsets in the file.
  ///
  /// Nil if the text is the file's bytes from `span.start` on, as for a plain scalar on one line, and for nodes that are
  /// no scalars. Escape sequences, doubled quotes and folded line breaks are opaque pieces; everything else is linear.
  ///
  /// - Complexity: decodes the scalar again.
  public func offsetMap() -> OffsetMap? {
    let record = record
    let length = UInt32(textLength)
    guard length > 0 else { return nil }
    let isSlice = !record.flags.contains(.isDecoded)
    if isSlice, record.style == .plain, storage.map == nil { return nil }
    var pieces: [OffsetMap.Piece]
    if isSlice {
      pieces = [
        OffsetMap.Piece(
          derivedStart: 0, derivedLength: length, originalStart: UInt32(record.slice.lowerBound),
          originalLength: length, isLinear: true)
      ]
    } else {
      pieces = decodedPieces(record)
    }
    if let map = storage.map { pieces = map.originals(of: pieces) }
    if pieces.count == 1, pieces[0].isLinear, pieces[0].originalStart == span.start { return nil }
    return OffsetMap(pieces)
  }

  /// The place in the file of a part of a scalar's decoded text, in UTF-8 offsets; parts past the end are cut off.
  public func span(ofText range: Range<Int>) -> Span {
    let length = textLength
    let start = UInt32(clamping: min(range.lowerBound, length))
    let end = UInt32(clamping: min(range.upperBound, length))
    guard let map = offsetMap() else {
      let origin = span
      let limit = origin.end
      return Span(origin.source, min(origin.start + start, limit), min(origin.start + end, limit))
    }
    let original = map.original(start: start, end: end)
    return Span(storage.source, original.start, original.end)
  }

  private func decodedPieces(_ record: Record) -> [OffsetMap.Piece] {
    withText { value in
      storage.bytes.withUnsafeBufferPointer { bytes in
        let read =
          record.style.isBlock
          ? BlockScalarReader(
            bytes, from: Int(record.start), to: storage.range.upperBound, isFolded: record.style == .folded,
            endsLine: storage.endsLine
          ).read(value: value)
          : FlowScalarReader(bytes, Int(record.start)..<Int(record.end), style: record.style).read()
        if read.decoded.elementsEqual(value) { return read.pieces }
        // libyaml read it otherwise; the whole scalar is still a true answer.
        return [
          OffsetMap.Piece(
            derivedStart: 0, derivedLength: UInt32(value.count), originalStart: record.start,
            originalLength: record.end - record.start, isLinear: false)
        ]
      }
    }
  }
}

extension OffsetMap {
  /// Pieces that lead to this map's derived text, made to lead to its original text.
  func originals(of pieces: [Piece]) -> [Piece] {
    var result: [Piece] = []
    for piece in pieces {
      guard piece.isLinear else {
        let place = original(start: piece.originalStart, end: piece.originalStart + piece.originalLength)
        result.append(
          Piece(
            derivedStart: piece.derivedStart, derivedLength: piece.derivedLength, originalStart: place.start,
            originalLength: place.end - place.start, isLinear: false))
        continue
      }
      appendParts(of: piece, to: &result)
    }
    return result
  }

  /// Cuts a linear piece where this map's own pieces begin.
  private func appendParts(of piece: Piece, to result: inout [Piece]) {
    var offset = piece.originalStart
    let end = piece.originalStart + piece.originalLength
    var index = pieces.partition(startingAfter: offset) - 1
    while offset < end {
      guard index >= 0, index < pieces.count else {
        // Past this map's end; everything there leads to its last place.
        let place = original(start: offset, end: end)
        result.append(
          Piece(
            derivedStart: piece.derivedStart + (offset - piece.originalStart), derivedLength: end - offset,
            originalStart: place.start, originalLength: place.end - place.start, isLinear: false))
        return
      }
      let own = pieces[index]
      let ownEnd = index + 1 < pieces.count ? pieces[index + 1].derivedStart : own.derivedStart + own.derivedLength
      let stop = min(end, ownEnd)
      index += 1
      guard stop > offset else { continue }
      let place = original(start: offset, end: stop)
      result.append(
        Piece(
          derivedStart: piece.derivedStart + (offset - piece.originalStart), derivedLength: stop - offset,
          originalStart: place.start, originalLength: place.end - place.start, isLinear: own.isLinear))
      offset = stop
    }
  }
}

extension [OffsetMap.Piece] {
  /// How many pieces start at or before `offset`.
  fileprivate func partition(startingAfter offset: UInt32) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].derivedStart <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
