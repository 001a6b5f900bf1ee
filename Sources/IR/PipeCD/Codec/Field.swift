import Diagnostics

extension PipeCD {
  /// One option of a structure: its key, where it is kept, and its default.
  public struct Field<Record: Sendable>: Sendable {
    /// The key as upstream declares it; files may write it in any case.
    public let name: String
    /// The generation that knows the option; nil: both.
    public let generation: Generation?
    /// The type of its value.
    let type: any PipeCDValue.Type
    let decode: @Sendable (inout Record, Text, Data, inout Decoder) -> Void
    let fillDefault: @Sendable (inout Record) -> Void
    let write: @Sendable (Record, inout Printer) -> Void

    /// - Parameters:
    ///   - fallback: what a zero value is replaced by; nil leaves it.
    ///   - generation: the only one that knows the option; nil: both.
    public init<Value: PipeCDValue>(
      _ name: String, _ path: any WritableKeyPath<Record, Option<Value>> & Sendable, default fallback: Value? = nil,
      in generation: Generation? = nil
    ) {
      self.name = name
      self.generation = generation
      type = Value.self
      decode = { record, key, data, decoder in
        if case .null = data.value, !Value.readsNull {
          record[keyPath: path] = Option(.zero, key: key)
          return
        }
        // A key that is written twice, in two cases, goes on with what the first one left.
        var value = record[keyPath: path].value
        decoder.descend(name) { decoder in
          let count = decoder.failures.count
          value.decode(data, with: &decoder)
          if let fallback, value == .zero, data.isZero, decoder.failures.count == count {
            var printer = Printer()
            fallback.write(to: &printer)
            decoder.note(.zero(default: String(decoding: printer.bytes, as: UTF8.self)), at: data.span)
          }
        }
        record[keyPath: path] = Option(value, key: key, written: data)
      }
      fillDefault = { record in
        if let fallback, record[keyPath: path].value == .zero { record[keyPath: path].value = fallback }
        record[keyPath: path].value.fillDefaults()
      }
      write = { record, printer in
        printer.key(name)
        record[keyPath: path].write(to: &printer)
      }
    }

    private init(
      name: String, generation: Generation?, type: any PipeCDValue.Type,
      decode: @escaping @Sendable (inout Record, Text, Data, inout Decoder) -> Void,
      fillDefault: @escaping @Sendable (inout Record) -> Void,
      write: @escaping @Sendable (Record, inout Printer) -> Void
    ) {
      self.name = name
      self.generation = generation
      self.type = type
      self.decode = decode
      self.fillDefault = fillDefault
      self.write = write
    }

    /// The value as JSON, for comparisons.
    func text(of record: Record) -> String {
      var printer = Printer()
      printer.beginObject()
      write(record, &printer)
      printer.endObject()
      return String(decoding: printer.bytes, as: UTF8.self)
    }

    /// The same option of a structure that has this one inside it without a key of its own.
    public func lifted<Outer: Sendable>(_ path: any WritableKeyPath<Outer, Record> & Sendable) -> Field<Outer> {
      Field<Outer>(
        name: name, generation: generation, type: type,
        decode: { decode(&$0[keyPath: path], $1, $2, &$3) },
        fillDefault: { fillDefault(&$0[keyPath: path]) },
        write: { write($0[keyPath: path], &$1) })
    }
  }
}
