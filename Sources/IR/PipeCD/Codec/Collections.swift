import Diagnostics

extension Array: PipeCDValue where Element: PipeCDValue {
  public static var zero: [Element] { [] }
  public static var goType: String { "[]" + Element.goType }
  public static var title: String { "a list" }

  public mutating func decode(_ data: Data, with decoder: inout PipeCD.Decoder) {
    guard case .list(let items) = data.value else { return decoder.mismatch(data, Self.self) }
    self = items.enumerated().map { index, item in
      var element = Element.zero
      decoder.descend(item: "[\(index)]") { element.decode(item, with: &$0) }
      return element
    }
  }

  public mutating func fillDefaults() {
    for index in indices { self[index].fillDefaults() }
  }

  public func write(to printer: inout PipeCD.Printer) {
    printer.beginArray()
    for element in self { element.write(to: &printer) }
    printer.endArray()
  }
}

extension PipeCD.Map: PipeCDValue {
  public static var zero: Self { Self() }
  public static var goType: String { "map[string]" + Value.goType }
  public static var title: String { "a mapping" }

  public mutating func decode(_ data: Data, with decoder: inout PipeCD.Decoder) {
    guard case .map(let items) = data.value else { return decoder.mismatch(data, Self.self) }
    for item in items.sortedAsJSON() {
      guard case .string(let name) = item.key.value else { continue }
      var option = PipeCD.Option<Value>(key: name)
      decoder.descend(item: ".\(name.value)") { option.decode(item.value, with: &$0) }
      if let index = entries.firstIndex(where: { $0.name == name }) {
        entries[index] = Entry(name: name, option: option)
      } else {
        entries.append(Entry(name: name, option: option))
      }
    }
  }

  public mutating func fillDefaults() {
    for index in entries.indices { entries[index].option.fillDefaults() }
  }

  public func write(to printer: inout PipeCD.Printer) {
    printer.beginObject()
    for entry in entries {
      printer.key(entry.name.value)
      entry.option.write(to: &printer)
    }
    printer.endObject()
  }
}
