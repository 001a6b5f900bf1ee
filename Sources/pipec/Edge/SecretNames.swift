import Diagnostics
import Interpreter

/// Files that tell which secrets there are.
enum SecretNames {
  /// The names in a file: one on each line, or those of a dotenv file.
  static func read(_ path: String) throws(CommandError) -> Set<String> {
    let text = String(decoding: try FileReader.read(path), as: UTF8.self)
    var names: Set<String> = []
    var entries = ""
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let isEntry = line.prefix { $0 != "#" }.utf8.contains { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }
      // Lines keep their numbers.
      entries += (isEntry ? String(line) : "") + "\n"
      guard !isEntry else { continue }
      var name = line.prefix { $0 != "#" }.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
      while let last = name.last, last.isWhitespace { name.removeLast() }
      if !name.isEmpty { names.insert(String(name)) }
    }
    do {
      return names.union(try Dotenv.parse(entries).map(\.name))
    } catch {
      throw .input("\(path):\(error.line): \(error.message)")
    }
  }
}
