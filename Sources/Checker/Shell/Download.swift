/// A program of the network that a script runs without looking at it: `curl … | sh`, `bash <(curl …)`, `sh -c "$(curl …)"`.
struct Download {
  /// From the downloader, or the shell before it, to the shell behind it.
  var range: Range<Int>
  /// `sh`, `bash`, `python3`, …
  var interpreter: String
  /// Why others than the server can choose what is run; nil where the server is asked over TLS.
  var weakness: String?

  /// Those of one command.
  static func all(in command: String) -> [Download] {
    guard ScriptWords.text(command, contains: "curl") || ScriptWords.text(command, contains: "wget") else { return [] }
    let script = ScriptWords(command)
    let places = script.places(of: "curl") + script.places(of: "wget")
    var result: [Download] = []
    var next = 0
    for place in places.sorted() where place >= next && !script.isComment(place) {
      let end = script.end(ofCommandAt: place)
      let behind = script.pipeline(from: end)
      next = behind.last?.upperBound ?? end
      guard let (range, interpreter) = run(place, behind, script) else { continue }
      result.append(Download(range: range, interpreter: interpreter, weakness: weakness(place..<end, script)))
    }
    return result
  }

  /// Who runs what is fetched, and all that belongs to it.
  private static func run(
    _ place: Int, _ behind: [Range<Int>], _ script: ScriptWords
  ) -> (Range<Int>, String)? {
    for part in behind {
      if let (name, range) = interpreter(script.words(in: part)) { return (place..<range.upperBound, name) }
    }
    return before(place, script)
  }

  /// How far before a downloader its shell may stand, in bytes.
  private static let longestLook = 256

  private static let shells: Set<String> = ["sh", "bash", "zsh", "dash", "ash", "ksh"]
  private static let languages: Set<String> = ["python", "python2", "python3", "perl", "ruby", "node", "php"]

  /// The program that reads a script from its input.
  private static func interpreter(_ words: [(text: String, range: Range<Int>)]) -> (String, Range<Int>)? {
    var words = words[...]
    while let first = words.first,
      ["sudo", "env", "-E", "-H", "-n", "exec"].contains(first.text) || isAssignment(first.text)
    {
      words = words.dropFirst()
    }
    guard let first = words.first else { return nil }
    let name = first.text.split(separator: "/").last.map(String.init) ?? ""
    let next = words.dropFirst().first?.text
    if shells.contains(name) {
      // With a command or a file of its own it reads no script.
      guard let next else { return (name, first.range) }
      let isScript = next == "/dev/stdin" || next.hasPrefix("--") || (next.hasPrefix("-") && !next.contains("c"))
      return isScript || next.hasPrefix(">") || next.hasPrefix("2>") ? (name, first.range) : nil
    }
    if languages.contains(name) { return next == nil || next == "-" ? (name, first.range) : nil }
    return nil
  }

  private static func isAssignment(_ word: String) -> Bool {
    guard let index = word.firstIndex(of: "="), index > word.startIndex else { return false }
    return word[..<index].utf8.allSatisfy { ScriptWords.isWordByte($0) }
  }

  /// The shell that stands before: `bash <(curl`, `sh -c "$(curl`, `eval "$(curl`. Both downloaders have four letters.
  private static func before(_ place: Int, _ script: ScriptWords) -> (Range<Int>, String)? {
    let bytes = script.bytes
    var index = place
    while index > 0, bytes[index - 1] == 0x20 { index -= 1 }
    let lowest = max(0, index - longestLook)
    let start = bytes[lowest..<index].lastIndex { $0 == 0x0A || $0 == UInt8(ascii: ";") }.map { $0 + 1 } ?? lowest
    func ends(_ text: StaticString) -> Bool {
      text.withUTF8Buffer { index >= start + $0.count && bytes[index - $0.count..<index].elementsEqual($0) }
    }
    let isFile = ends("<(")
    guard isFile || ends("$(") || ends("`") else { return nil }
    index -= isFile || ends("$(") ? 2 : 1
    while index > start, bytes[index - 1] == 0x20 || bytes[index - 1] == UInt8(ascii: "\"") { index -= 1 }
    let words = script.words(in: start..<index)
    guard let last = words.last else { return nil }
    if isFile {
      // Options may stand between the shell and the file.
      guard let found = words.last(where: { !$0.text.hasPrefix("-") && $0.text != "<" }) else { return nil }
      let name = found.text.split(separator: "/").last.map(String.init) ?? ""
      return shells.contains(name) || ["source", "."].contains(found.text)
        ? (found.range.lowerBound..<place + 4, name) : nil
    }
    if last.text == "eval" { return (last.range.lowerBound..<place + 4, "eval") }
    guard last.text == "-c" || last.text.hasSuffix("c") && last.text.hasPrefix("-"), let found = words.dropLast().last
    else {
      return nil
    }
    let name = found.text.split(separator: "/").last.map(String.init) ?? ""
    return shells.contains(name) ? (found.range.lowerBound..<place + 4, name) : nil
  }

  private static func weakness(_ range: Range<Int>, _ script: ScriptWords) -> String? {
    for (word, _) in script.words(in: range) {
      if word == "--insecure" || word == "--no-check-certificate" { return word }
      // Short options stand together: `-fsSLk`.
      if word.hasPrefix("-"), !word.hasPrefix("--"), word.dropFirst().contains("k"),
        script.bytes[range.lowerBound] == 0x63
      {
        let letters = word.dropFirst().prefix { $0.isLetter }
        if letters.count == word.count - 1, letters.allSatisfy({ "fsSLkgjlNqv#0123456i".contains($0) }) { return "-k" }
      }
      if word.hasPrefix("http://"), isElsewhere(word.dropFirst("http://".count)) { return "http://" }
    }
    return nil
  }

  private static func isElsewhere(_ rest: Substring) -> Bool {
    NetworkName.isElsewhere(rest.prefix { $0 != "/" && $0 != ":" && $0 != "?" })
  }
}
