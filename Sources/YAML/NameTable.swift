import Glibc

/// Finds the position of a name in a fixed list by its bytes, without making a `String` of what is looked up.
///
/// An open-addressing hash table of at most half its places filled: decoders look every key of a file up in one of
/// these. A table is made once and lives as long as the program, so that threads can share it without counting
/// references.
public struct NameTable: @unchecked Sendable {
  // Nothing here changes after `init`, and nothing is given back.

  /// All names, one after the other.
  private let bytes: UnsafeBufferPointer<UInt8>
  /// Where each name begins in `bytes`, and where the last one ends.
  private let starts: UnsafeBufferPointer<Int>
  /// The position of a name in the list, or -1.
  private let places: UnsafeBufferPointer<Int16>

  /// - Precondition: at most 10,000 names, each one once.
  public init(_ names: [String]) {
    var bytes: [UInt8] = []
    var starts = [0]
    var size = 8
    while size < names.count * 2 { size *= 2 }
    var places = [Int16](repeating: -1, count: size)
    for (index, name) in names.enumerated() {
      let text = Array(name.utf8)
      var place = text.withUnsafeBufferPointer(Self.hash) & (size - 1)
      while places[place] >= 0 { place = (place + 1) & (size - 1) }
      places[place] = Int16(index)
      bytes += text
      starts.append(bytes.count)
    }
    self.bytes = Self.kept(bytes)
    self.starts = Self.kept(starts)
    self.places = Self.kept(places)
  }

  private static func kept<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeBufferPointer<Element> {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = memory.initialize(from: elements)
    return UnsafeBufferPointer(memory)
  }

  /// The position of the scalar's text in the list; nil for other texts and other nodes.
  public func position(of node: borrowing Node) -> Int? {
    node.withText { position(of: $0) }
  }

  /// The position of a name in the list.
  public func position(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    let mask = places.count - 1
    var place = Self.hash(name) & mask
    while true {
      let index = Int(places[place])
      guard index >= 0 else { return nil }
      if starts[index + 1] - starts[index] == name.count, isName(index, name) { return index }
      place = (place + 1) & mask
    }
  }

  private func isName(_ index: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let own = bytes.baseAddress, let address = name.baseAddress, !name.isEmpty else { return true }
    return memcmp(own + starts[index], address, name.count) == 0
  }

  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt32 = 2_166_136_261
    for byte in bytes.prefix(32) { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Int(hash ^ hash >> 15)
  }
}
