/// What a step wrote into the file of its output variables, in the two dialects that Harness's executor reads.
public enum HarnessOutputFile {
  /// The version of the library `godotenv`.
  public enum Version: Hashable, Sendable, CaseIterable {
    /// Reads line by line.
    case v2
    /// Reads values of several lines.
    case v4
  }

  /// One variable.
  public struct Entry: Hashable, Sendable {
    /// Its name; empty for what stands without one.
    public var name: String
    public var value: String
  }

  /// Why a file cannot be read; no variable is taken from it then.
  public struct Problem: Error, Hashable, Sendable {
    /// The upstream error text.
    public var message: String
  }

  /// The longest line of the old dialect, in bytes.
  public static let maximumLineLength = 65_536

  /// Reads a file as the executor does: the new dialect first, and the old one where that fails, with values that begin
  /// with `__B64__` decoded. `isEncoded` is false for executors of the old mode, which know the old dialect alone.
  public static func read(_ bytes: [UInt8], isEncoded: Bool = true) -> Result<[Entry], Problem> {
    var result = parse(bytes, version: isEncoded ? .v4 : .v2)
    if isEncoded, case .failure = result { result = parse(bytes, version: .v2) }
    return result.map { entries in entries.map { Entry(name: $0.name, value: decoded($0.value)) } }
  }

  /// Reads a file in one dialect. The last value of a name counts, at the place of its first.
  public static func parse(_ bytes: [UInt8], version: Version) -> Result<[Entry], Problem> {
    do throws(Problem) {
      var table = DotEnvTable()
      switch version {
      case .v2: try DotEnvLines.read(bytes, into: &table)
      case .v4: try DotEnvStatements.read(bytes, into: &table)
      }
      return .success(table.entries)
    } catch {
      return .failure(error)
    }
  }

  private static let marker = "__B64__"

  /// The value that a script wrote in base64; any other text, and what is no base64, as it is.
  static func decoded(_ value: String) -> String {
    guard value.hasPrefix(marker), let bytes = Base64.decode(value.utf8.dropFirst(marker.utf8.count)) else {
      return value
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Variables in the order in which their names came.
struct DotEnvTable {
  private(set) var entries: [HarnessOutputFile.Entry] = []
  private var places: [String: Int] = [:]

  subscript(name: String) -> String {
    get { places[name].map { entries[$0].value } ?? "" }
    set {
      if let place = places[name] {
        entries[place].value = newValue
      } else {
        places[name] = entries.count
        entries.append(.init(name: name, value: newValue))
      }
    }
  }

  mutating func set(_ name: [UInt8], _ value: [UInt8]) {
    self[String(decoding: name, as: UTF8.self)] = String(decoding: value, as: UTF8.self)
  }

  /// The text with `$NAME` and `${NAME}` replaced by values read before; `\$` keeps the dollar. Names hold capitals,
  /// digits and `_` only.
  func expanded(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(0x24) else { return bytes }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let isEscaped = bytes[index] == 0x5C && index + 1 < bytes.count && bytes[index + 1] == 0x24
      guard bytes[index] == 0x24 || isEscaped else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let start = index
      index += isEscaped ? 2 : 1
      if index < bytes.count, bytes[index] == 0x28 { index += 1 }
      if index < bytes.count, bytes[index] == 0x7B { index += 1 }
      let nameStart = index
      while index < bytes.count, Self.isNameByte(bytes[index]) { index += 1 }
      let name = bytes[nameStart..<index]
      if index < bytes.count, bytes[index] == 0x7D { index += 1 }
      if isEscaped {
        result += bytes[(start + 1)..<index]
      } else if name.isEmpty {
        result += bytes[start..<index]
      } else {
        result += Array(self[String(decoding: name, as: UTF8.self)].utf8)
      }
    }
    return result
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || byte &- 0x41 < 26 || byte == 0x5F
  }
}

/// Base64 as it is standard, with padding.
enum Base64 {
  static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    var padding = 0
    for byte in text where byte != 0x0A && byte != 0x0D {
      if byte == 0x3D {
        padding += 1
        continue
      }
      let value: UInt8
      switch byte {
      case 0x41...0x5A: value = byte - 0x41
      case 0x61...0x7A: value = byte - 0x61 + 26
      case 0x30...0x39: value = byte - 0x30 + 52
      case 0x2B: value = 62
      case 0x2F: value = 63
      default: return nil
      }
      guard padding == 0 else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 1
      if count % 4 == 0 {
        result += [UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8)]
        result.append(UInt8(truncatingIfNeeded: bits))
        bits = 0
      }
    }
    guard (count + padding) % 4 == 0, padding <= 2 else { return nil }
    switch count % 4 {
    case 2: result.append(UInt8(truncatingIfNeeded: bits >> 4))
    case 3: result += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
    case 1: return nil
    default: break
    }
    return result
  }
}
