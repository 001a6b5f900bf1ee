/// One node as it is stored, in 16 bytes; nodes stand in the order in which they are written, parents before children.
struct Record: BitwiseCopyable {
  /// The node in the text: offsets into `TreeStorage.bytes`.
  var start: UInt32
  var end: UInt32
  /// Of a decoded scalar, where its text begins in `TreeStorage.texts`; of an alias, the index of the anchored node; of
  /// a collection, the index of the first node that is not inside it.
  var link: UInt32
  /// Kind, style and flags in the low byte, `count` above.
  private var packed: UInt32

  init(start: Int, end: Int, kind: NodeKind, style: ScalarStyle = .plain, flags: Flags = [], link: UInt32 = 0) {
    self.start = UInt32(start)
    self.end = UInt32(end)
    self.link = link
    packed = UInt32(kind.rawValue) | UInt32(style.rawValue) << 2 | UInt32(flags.rawValue)
  }

  struct Flags: OptionSet, BitwiseCopyable {
    var rawValue: UInt8
    /// The text is in `TreeStorage.texts`, not a part of `TreeStorage.bytes`.
    static let isDecoded = Flags(rawValue: 0x20)
    /// There is an entry in `TreeStorage.properties`.
    static let hasProperties = Flags(rawValue: 0x40)
    static let isFlow = Flags(rawValue: 0x80)
  }

  static let greatestCount = 0xFF_FFFF

  /// Of a decoded scalar, the length of its text; of a sequence, the number of its items; of a mapping, the number of
  /// its pairs. The greatest count stands for itself and all above it.
  var count: Int {
    get { Int(packed >> 8) }
    set { packed = packed & 0xFF | UInt32(min(newValue, Self.greatestCount)) << 8 }
  }

  @inline(__always)
  var kind: NodeKind { NodeKind(rawValue: UInt8(truncatingIfNeeded: packed & 3)) ?? .scalar }

  @inline(__always)
  var style: ScalarStyle { ScalarStyle(rawValue: UInt8(truncatingIfNeeded: packed >> 2 & 7)) ?? .plain }

  @inline(__always)
  var flags: Flags {
    get { Flags(rawValue: UInt8(truncatingIfNeeded: packed & 0xE0)) }
    set { packed = packed & ~0xE0 | UInt32(newValue.rawValue & 0xE0) }
  }

  @inline(__always)
  var isCollection: Bool { kind == .sequence || kind == .mapping }

  /// The index of the first node that is not inside the node, which stands at `index`.
  @inline(__always)
  func next(after index: UInt32) -> UInt32 { isCollection ? link : index + 1 }

  /// A scalar's text, if it is a part of the document: the scalar without its quotes.
  @inline(__always)
  var slice: Range<Int> {
    let inset = style.isQuoted ? 1 : 0
    let from = Int(start) + inset
    return style.isBlock ? from..<from : from..<max(from, Int(end) - inset)
  }
}
