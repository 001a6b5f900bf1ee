/// Takes the wanted files out of a tar archive that arrives in pieces (ustar, with the long names of GNU and pax).
///
/// Engines give the files of a container so. Names begin with the last part of the path that was asked for; that part is
/// taken off.
struct TarReader: Sendable {
  private enum State: Sendable {
    case header
    /// The content of an entry and the filling behind it.
    case content(size: Int, padding: Int)
  }

  private enum Purpose: Sendable {
    case skip
    case file(path: String)
    case longName
    case attributes
  }

  private(set) var collection: StepFileCollection
  private var state = State.header
  private var purpose = Purpose.skip
  private var block: [UInt8] = []
  private var content: [UInt8] = []
  private var longName: String?
  /// Whether the archive is at its end, or nothing more is wanted of it.
  private(set) var isOver = false

  /// No name is longer; an archive that claims so is not believed.
  private static let longestName = 1 << 16
  private static let blockSize = 512

  init(_ request: StepFileRequest) {
    collection = StepFileCollection(request)
  }

  /// Takes the next bytes.
  mutating func feed(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while !isOver, !rest.isEmpty {
      switch state {
      case .header:
        let count = min(Self.blockSize - block.count, rest.count)
        block.append(contentsOf: rest.prefix(count))
        rest = rest.dropFirst(count)
        if block.count == Self.blockSize { readHeader() }
      case .content(let size, let padding):
        let count = min(size, rest.count)
        if case .skip = purpose {} else { content.append(contentsOf: rest.prefix(count)) }
        rest = rest.dropFirst(count)
        let filling = size == count ? min(padding, rest.count) : 0
        rest = rest.dropFirst(filling)
        state = .content(size: size - count, padding: padding - filling)
        if size == count, padding == filling { endContent() }
      }
    }
  }

  private mutating func readHeader() {
    defer { block.removeAll(keepingCapacity: true) }
    guard block.contains(where: { $0 != 0 }), let size = Self.number(block[124..<136]) else {
      isOver = true
      return
    }
    let name = longName ?? Self.name(of: block)
    longName = nil
    switch block[156] {
    case UInt8(ascii: "L") where size <= Self.longestName: purpose = .longName
    case UInt8(ascii: "x") where size <= Self.longestName: purpose = .attributes
    case 0, UInt8(ascii: "0"), UInt8(ascii: "7"):
      let path = Self.withoutFirstPart(name)
      purpose = collection.takes(path, size: size) ? .file(path: path) : .skip
    default: purpose = .skip
    }
    content = []
    state = .content(size: size, padding: (Self.blockSize - size % Self.blockSize) % Self.blockSize)
    if size == 0 { endContent() }
  }

  private mutating func endContent() {
    state = .header
    switch purpose {
    case .skip: break
    case .longName: longName = String(decoding: content.prefix { $0 != 0 }, as: UTF8.self)
    case .attributes: longName = Self.path(inAttributes: content) ?? longName
    case .file(let path):
      collection.add(StepFile(path: path, bytes: content))
      isOver = collection.isFull
    }
    purpose = .skip
    content = []
  }

  private static func name(of block: [UInt8]) -> String {
    let name = String(decoding: block[0..<100].prefix { $0 != 0 }, as: UTF8.self)
    guard block[257..<262].elementsEqual("ustar".utf8), block[345] != 0 else { return name }
    return String(decoding: block[345..<500].prefix { $0 != 0 }, as: UTF8.self) + "/" + name
  }

  /// Octal digits, or for large files GNU's binary form; nil for anything else.
  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    if let first = field.first, first & 0x80 != 0 {
      return field.dropFirst(4).reduce(0) { ($0 & 0xFF_FFFF_FFFF_FFFF) << 8 | Int($1) }.nonNegative
    }
    var value = 0
    for byte in field where byte != 0 && byte != UInt8(ascii: " ") {
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) else { return nil }
      value = value << 3 | Int(byte - UInt8(ascii: "0"))
    }
    return value
  }

  /// The `path` of pax records: `LENGTH KEYWORD=VALUE` and a line break each.
  private static func path(inAttributes bytes: [UInt8]) -> String? {
    var path: String?
    var rest = bytes[...]
    while let space = rest.firstIndex(of: UInt8(ascii: " ")),
      let length = Int(String(decoding: rest[..<space], as: UTF8.self)), length > space - rest.startIndex + 1,
      length <= rest.count
    {
      let record = rest[(space + 1)..<(rest.startIndex + length - 1)]
      if let equals = record.firstIndex(of: UInt8(ascii: "=")), record[..<equals].elementsEqual("path".utf8) {
        path = String(decoding: record[(equals + 1)...], as: UTF8.self)
      }
      rest = rest.dropFirst(length)
    }
    return path
  }

  private static func withoutFirstPart(_ name: String) -> String {
    guard let slash = name.firstIndex(of: "/") else { return "" }
    return String(name[name.index(after: slash)...])
  }
}

extension Int {
  fileprivate var nonNegative: Int? { self < 0 ? nil : self }
}
