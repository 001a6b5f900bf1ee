/// Leads from offsets in a derived text (a decoded scalar, a text after substitution) back to the text it came from.
///
/// The map is a list of pieces in ascending order of both offsets. Inside a *linear* piece, derived and original bytes
/// correspond one to one; an *opaque* piece (an escape sequence, a substituted variable) maps as a whole: any part of
/// its derived bytes leads to all of its original bytes.
public final class OffsetMap: Sendable {
  /// One run of corresponding bytes.
  public struct Piece: Hashable, Sendable {
    /// Where the piece starts in the derived text, in bytes.
    public var derivedStart: UInt32
    /// Its length there.
    public var derivedLength: UInt32
    /// Where it starts in the original text, in bytes.
    public var originalStart: UInt32
    /// Its length there; that of the derived text if the piece is linear.
    public var originalLength: UInt32
    /// Whether bytes correspond one to one.
    public var isLinear: Bool

    public init(
      derivedStart: UInt32, derivedLength: UInt32, originalStart: UInt32, originalLength: UInt32, isLinear: Bool
    ) {
      self.derivedStart = derivedStart
      self.derivedLength = derivedLength
      self.originalStart = originalStart
      self.originalLength = originalLength
      self.isLinear = isLinear
    }
  }

  /// In ascending order of both texts.
  public let pieces: [Piece]

  /// - Precondition: `pieces` are in ascending, gap-free order of `derivedStart`.
  public init(_ pieces: [Piece]) {
    self.pieces = pieces
  }

  /// The original range that the derived range `[start, end)` came from. An empty derived range maps to an empty
  /// range, except inside an opaque piece, which is covered whole. Offsets past the end are clamped.
  public func original(start: UInt32, end: UInt32) -> (start: UInt32, end: UInt32) {
    guard let last = pieces.last else { return (0, 0) }
    let limit = last.derivedStart + last.derivedLength
    let from = min(start, limit)
    let to = max(from, min(end, limit))
    let firstPiece = pieces[index(containing: from)]
    let low = lower(from, in: firstPiece)
    if from == to {
      return firstPiece.isLinear || firstPiece.derivedLength == 0
        ? (low, low) : (low, firstPiece.originalStart + firstPiece.originalLength)
    }
    let lastPiece = pieces[index(containing: to - 1)]
    let high =
      lastPiece.isLinear
      ? lastPiece.originalStart + (to - lastPiece.derivedStart)
      : lastPiece.originalStart + lastPiece.originalLength
    return (low, max(low, high))
  }

  private func lower(_ offset: UInt32, in piece: Piece) -> UInt32 {
    piece.isLinear ? piece.originalStart + (offset - piece.derivedStart) : piece.originalStart
  }

  /// The last piece that starts at or before `offset`, by binary search.
  private func index(containing offset: UInt32) -> Int {
    var low = 0
    var high = pieces.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if pieces[middle].derivedStart <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
