/// Finds the position of a name in a fixed list by its bytes, without making a `String` of what is looked up.
///
/// An open-addressing hash table of at most half its places filled: decoders look every key of a file up in one of these.
public struct NameTable: Sendable {
  private let names: [[UInt8]]
  private let places: [Int16]

  /// - Precondition: at most 10,000 names, each one once.
  public init(_ names: [String]) {
    self.names = names.map { Array($0.utf8) }
    var size = 8
    while size < names.count * 2 { size *= 2 }
    var places = [Int16](repeating: -1, count: size)
    for (index, name) in self.names.enumerated() {
      var place = name.withUnsafeBufferPointer(Self.hash) & (size - 1)
      while places[place] >= 0 { place = (place + 1) & (size - 1) }
      places[place] = Int16(index)
    }
    self.places = places
  }

  /// The position of the scalar's text in the list; nil for other texts and other nodes.
  public func position(of node: Node) -> Int? {
    node.withText(position)
  }

  /// The position of a name in the list.
  public func position(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let mask = places.count - 1
    var place = Self.hash(bytes) & mask
    while case let index = Int(places[place]), index >= 0 {
      if names[index].count == bytes.count, names[index].elementsEqual(bytes) { return index }
      place = (place + 1) & mask
    }
    return nil
  }

  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt32 = 2_166_136_261
    for byte in bytes.prefix(32) { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Int(hash ^ hash >> 15)
  }
}
