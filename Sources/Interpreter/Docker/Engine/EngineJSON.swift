import FoundationEssentials

/// Between the Engine API's JSON, whose names begin with capitals, and Swift's properties, whose names do not.
enum EngineJSON {
  static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    encoder.keyEncodingStrategy = .custom { path in Key(path.last?.stringValue ?? "") { $0.uppercased() } }
    return Array(try encoder.encode(value))
  }

  /// Names that begin with a small letter are read as well.
  static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .custom { path in Key(path.last?.stringValue ?? "") { $0.lowercased() } }
    return try decoder.decode(type, from: Data(bytes))
  }

  /// A name whose first letter was changed; the names of a dictionary do not come here.
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(_ name: String, changingFirst change: (Substring) -> String) {
      stringValue = change(name.prefix(1)) + name.dropFirst()
    }

    init?(stringValue: String) {
      self.stringValue = stringValue
    }

    init?(intValue: Int) {
      return nil
    }
  }
}
