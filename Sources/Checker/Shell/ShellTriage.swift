/// Tells scripts in which shellcheck can find a mistake from those in which it cannot, so that most files cost no process:
/// words, variables, closed quotes and pipes are fine whatever the words are, but for a few programs.
struct ShellTriage {
  private let line: ArraySlice<UInt8>

  /// Whether something in a script could be a mistake, matters of opinion left aside.
  static func mayHaveMistakes(_ script: ArraySlice<UInt8>) -> Bool {
    script.split(separator: 0x0A).contains { ShellTriage(line: $0).mayHaveMistakes }
  }

  /// Programs and words of the shell that can be used in a wrong way with plain words alone.
  private static let notable: Set<String> = [
    "if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac", "select", "function",
    "rm",
    "source", "declare", "typeset", "shopt", "pushd", "popd", "local", "test", "trap", "find", "tr", "eval", "printf",
    "sudo",
    "su", "let", "alias", "unset", "read", "shift", "return", "time", "exec",
  ]

  private var mayHaveMistakes: Bool {
    var word: [UInt8] = []
    var hasStar = false
    var hasGrep = false
    // Whether the next word begins a command, and whether it is what `export` is given.
    var isCommand = true
    var isExported = false
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: ","),
        UInt8(ascii: "="):
        word.append(byte)
      case UInt8(ascii: "+"):
        if follows(index, UInt8(ascii: "=")) { return true }
        word.append(byte)
      case 0x20, UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: "&"):
        if isNotable(word, isCommand, isExported) { return true }
        hasGrep = hasGrep || word.elementsEqual("grep".utf8)
        if !word.isEmpty {
          isExported = word.elementsEqual("export".utf8)
          // Variables may be set before the command.
          isCommand = isCommand && word.contains(UInt8(ascii: "="))
        }
        if byte != 0x20 { isCommand = true }
        word = []
      case UInt8(ascii: "*"), UInt8(ascii: "~"):
        hasStar = hasStar || byte == UInt8(ascii: "*")
        word.append(byte)
      case UInt8(ascii: "'"):
        guard let end = line[(index + 1)...].firstIndex(of: byte) else { return true }
        index = end
        word.append(byte)
      case UInt8(ascii: "\""):
        guard let end = endOfQuotes(from: index + 1) else { return true }
        index = end
        word.append(byte)
      case UInt8(ascii: "$"):
        guard let end = endOfVariable(from: index + 1) else { return true }
        index = end - 1
        word.append(byte)
      case UInt8(ascii: "\\"):
        guard index + 1 == line.endIndex else { return true }
      default: return true
      }
      index += 1
    }
    return isNotable(word, isCommand, isExported) || (hasStar && hasGrep)
  }

  private func isNotable(_ word: [UInt8], _ isCommand: Bool, _ isExported: Bool) -> Bool {
    guard let first = word.first else { return false }
    // `export $NAME` exports something else than it says.
    if isExported, first == UInt8(ascii: "$") { return true }
    return isCommand && word.count <= 8 && Self.notable.contains(String(decoding: word, as: UTF8.self))
  }

  private func follows(_ index: Int, _ byte: UInt8) -> Bool {
    index + 1 < line.endIndex && line[index + 1] == byte
  }

  /// The closing quote of a text in which nothing but variables is looked at by the shell; nil for others.
  private func endOfQuotes(from start: Int) -> Int? {
    var index = start
    while index < line.endIndex {
      switch line[index] {
      case UInt8(ascii: "\""): return index
      case UInt8(ascii: "\\"), UInt8(ascii: "`"): return nil
      case UInt8(ascii: "$"):
        guard let end = endOfVariable(from: index + 1) else { return nil }
        index = end
        continue
      default: index += 1
      }
    }
    return nil
  }

  /// Behind `NAME` or `{NAME}`; nil for anything else behind a dollar.
  private func endOfVariable(from start: Int) -> Int? {
    guard start < line.endIndex else { return nil }
    let hasBraces = line[start] == UInt8(ascii: "{")
    var index = hasBraces ? start + 1 : start
    let name = index
    while index < line.endIndex, CredentialForm.Alphabet.letters.contains(line[index]) || line[index] == 0x5F {
      index += 1
    }
    guard index > name else { return nil }
    guard hasBraces else { return index }
    return index < line.endIndex && line[index] == UInt8(ascii: "}") ? index + 1 : nil
  }
}
