/// Keys and values in the order in which the keys came.
public struct JexlMap: Hashable, Sendable {
  public private(set) var keys: [JexlValue] = []
  public private(set) var values: [JexlValue] = []
  private var places: [JexlValue: Int] = [:]

  public init() {}

  /// Later values of a key replace earlier ones in their place.
  public init(_ entries: some Sequence<(String, JexlValue)>) {
    for (key, value) in entries { self[.string(key)] = value }
  }

  public var count: Int { keys.count }
  public var isEmpty: Bool { keys.isEmpty }

  /// The value of a key; setting nil changes nothing.
  public subscript(key: JexlValue) -> JexlValue? {
    get { places[key].map { values[$0] } }
    set {
      guard let newValue else { return }
      if let place = places[key] {
        values[place] = newValue
      } else {
        places[key] = keys.count
        keys.append(key)
        values.append(newValue)
      }
    }
  }

  public subscript(key: String) -> JexlValue? { self[.string(key)] }

  /// Java's maps are equal whatever the order.
  public static func == (left: Self, right: Self) -> Bool {
    left.count == right.count && left.keys.allSatisfy { left[$0] == right[$0] }
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(count) }

  /// The entries in the order in which a `java.util.HashMap` of a literal with `literalCount` entries gives them.
  func inJavaOrder(literalCount: Int) -> JexlMap {
    var result = JexlMap()
    for index in JavaHash.order(of: keys, literalCount: literalCount) { result[keys[index]] = values[index] }
    return result
  }
}

/// The order in which Java's hash tables are walked.
enum JavaHash {
  /// `Object.hashCode` of values that have one of their own; nil for those that hash by their address.
  static func code(of value: JexlValue) -> Int32? {
    switch value {
    case .null: 0
    case .boolean(let flag): flag ? 1231 : 1237
    case .integer(let number): number
    case .long(let number): fold(UInt64(bitPattern: number))
    case .double(let number): fold(number.isNaN ? 0x7FF8_0000_0000_0000 : number.bitPattern)
    case .float(let number): Int32(bitPattern: number.isNaN ? 0x7FC0_0000 : number.bitPattern)
    case .character(let unit): Int32(unit)
    case .string(let text): code(of: text)
    case .list(let elements): elements.reduce(1) { $0 &* 31 &+ (code(of: $1) ?? 0) }
    case .set(let elements): elements.reduce(0) { $0 &+ (code(of: $1) ?? 0) }
    case .map(let map): zip(map.keys, map.values).reduce(0) { $0 &+ ((code(of: $1.0) ?? 0) ^ (code(of: $1.1) ?? 0)) }
    default: nil
    }
  }

  /// `String.hashCode`.
  static func code(of text: String) -> Int32 { text.utf16.reduce(0) { $0 &* 31 &+ Int32($1) } }

  private static func fold(_ bits: UInt64) -> Int32 { Int32(truncatingIfNeeded: bits ^ bits >> 32) }

  /// The places of `keys` in the order of their buckets, in a table made for `literalCount` entries.
  static func order(of keys: [JexlValue], literalCount: Int) -> [Int] {
    var capacity = 1
    while capacity < literalCount { capacity *= 2 }
    while keys.count > capacity * 3 / 4 { capacity *= 2 }
    let mask = UInt32(truncatingIfNeeded: capacity - 1)
    let buckets = keys.map { key -> UInt32 in
      let hash = UInt32(bitPattern: code(of: key) ?? 0)
      return (hash ^ hash >> 16) & mask
    }
    return keys.indices.sorted { (buckets[$0], $0) < (buckets[$1], $1) }
  }
}
