import Diagnostics

/// The one file that a command works on.
enum PipelineInput {
  /// Reads the file that the operands name, or the one that is meant where they name none.
  static func source(_ operands: [String], inputName: String?, _ streams: Streams) throws(CommandError) -> Source {
    guard operands.count <= 1 else { throw .usage("one file at a time, not \(operands.count)") }
    try verify(inputName, operands)
    let path: String
    if let operand = operands.first {
      path = operand
    } else {
      path = try PipelineFiles.standard()
    }
    if path == "-" {
      let bytes = try FileReader.read(from: streams.input, called: "standard input")
      return Source(id: SourceID(0), name: inputName.map(PipelineFiles.shown) ?? "<stdin>", bytes: bytes)
    }
    if PipelineFiles.isGenerator(path) {
      throw .input("\(path) is a program that makes the pipeline; make the YAML first and name that")
    }
    if FileReader.kind(of: path) == .folder,
      let name = PipelineFiles.names.lazy.map({ (path.hasSuffix("/") ? path : path + "/") + $0 }).first(
        where: FileReader.isPlain)
    {
      throw .input("\(path) is a folder; name the file, \(name)")
    }
    return Source(id: SourceID(0), name: PipelineFiles.shown(path), bytes: try FileReader.read(path))
  }

  /// - Throws: that standard input is called something and not read.
  static func verify(_ inputName: String?, _ operands: [String]) throws(CommandError) {
    guard let inputName, !operands.contains("-") else { return }
    throw .usage(
      "--stdin-filename says what standard input is called; to read it, add -: '--stdin-filename \(inputName) -'")
  }
}
