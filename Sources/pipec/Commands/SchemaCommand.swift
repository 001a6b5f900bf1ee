import CSchemas

/// `pipec schema`: what editors complete and check pipeline files with.
struct SchemaCommand: Command {
  static let info = CommandInfo(
    name: "schema", summary: "print the JSON Schema of a language, for editors", usage: "[LANGUAGE]",
    details: """
      Prints the JSON Schema that says which keys a file has, of which types. Editors complete and check with it while \
      one types; 'pipec check' knows far more. Without a name, lists the languages.
      """,
    examples: [
      ("pipec schema", "the languages"),
      ("pipec schema drone > drone.schema.json", "a file that an editor can be pointed at"),
    ],
    operands: [.words(all.map(\.name))])
  static let options: [CommandOption<SchemaCommand>] = []

  /// The schemas that the program carries.
  private static var all: [(name: String, schema: PipecSchema)] {
    var found: [(String, PipecSchema)] = []
    guard var entry = pipec_schemas() else { return [] }
    while let name = entry.pointee.name {
      found.append((String(cString: name), entry.pointee))
      entry += 1
    }
    return found
  }

  var common = CommonOptions()
  var operands: [String] = []

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    guard operands.count <= 1 else { throw .usage("one language at a time, not \(operands.count)") }
    let names = Self.all.map(\.name)
    guard let name = operands.first else {
      for name in names { streams.output.line(name) }
      return .clean
    }
    guard let found = Self.all.first(where: { $0.name == name }) else {
      throw .usage("no schema for '\(name)', only for \(names.joined(separator: ", "))" + suggestion(name, names))
    }
    streams.output.write([UInt8](UnsafeBufferPointer(start: found.schema.text, count: found.schema.size)))
    return .clean
  }
}
