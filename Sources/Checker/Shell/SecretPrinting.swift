/// A command that prints a variable which holds a secret.
struct SecretPrinting {
  /// `echo`, `printf`, `env`, `set -x`, …
  var program: String
  /// The variable; nil where all are printed.
  var variable: String?
  /// The program behind it whose output is the secret in another form.
  var encoder: String?
  /// The variable, or the program where it prints all of them.
  var range: Range<Int>

  /// Those of one command.
  static func all(in command: String, secrets: Set<String>) -> [SecretPrinting] {
    guard !secrets.isEmpty else { return [] }
    let script = ScriptWords(command)
    var result: [SecretPrinting] = []
    for name in ["echo", "printf"] as [StaticString] where ScriptWords.text(command, contains: name) {
      for use in uses(of: name, script) {
        if let found = printing(name.description, use, script, secrets) { result.append(found) }
      }
    }
    for name in ["printenv", "env", "export", "declare", "set"] as [StaticString]
    where ScriptWords.text(command, contains: name) {
      for use in uses(of: name, script) {
        if let found = listing(name.description, use, script, secrets) { result.append(found) }
      }
    }
    return result
  }

  /// A call of a program, and what reads its output.
  private struct Use {
    var range: Range<Int>
    var behind: [Range<Int>]
  }

  /// The calls of a program that stand one behind the other.
  private static func uses(of name: StaticString, _ script: ScriptWords) -> [Use] {
    var result: [Use] = []
    var next = 0
    for place in script.places(of: name) where place >= next && isCommand(place, script) {
      let end = script.end(ofCommandAt: place)
      let behind = script.pipeline(from: end)
      next = behind.last?.upperBound ?? end
      result.append(Use(range: place..<end, behind: behind))
    }
    return result
  }

  /// Whether a word stands where a command begins.
  private static func isCommand(_ place: Int, _ script: ScriptWords) -> Bool {
    guard !script.isComment(place) else { return false }
    var index = place
    while index > 0, script.bytes[index - 1] == 0x20 || script.bytes[index - 1] == 0x09 { index -= 1 }
    guard index > 0 else { return true }
    if index == place, script.bytes[index - 1] != 0x0A, script.bytes[index - 1] != UInt8(ascii: ";") { return false }
    switch script.bytes[index - 1] {
    case 0x0A, UInt8(ascii: ";"), UInt8(ascii: "{"): return true
    case UInt8(ascii: "&"), UInt8(ascii: "|"): return index > 1 && script.bytes[index - 2] == script.bytes[index - 1]
    default:
      let before = script.words(in: max(0, index - 8)..<index).last?.text
      return ["then", "do", "else"].contains(before)
    }
  }

  private static func printing(
    _ program: String, _ use: Use, _ script: ScriptWords, _ secrets: Set<String>
  ) -> SecretPrinting? {
    // What goes into a file is not printed.
    if redirects(use.range, script) { return nil }
    guard let (variable, range) = variable(in: use.range, script, secrets) else { return nil }
    guard let last = use.behind.last else { return SecretPrinting(program: program, variable: variable, range: range) }
    guard !redirects(last, script), let encoder = encoder(script.words(in: last).map(\.text)) else { return nil }
    return SecretPrinting(program: program, variable: variable, encoder: encoder, range: range)
  }

  private static func listing(
    _ program: String, _ use: Use, _ script: ScriptWords, _ secrets: Set<String>
  ) -> SecretPrinting? {
    let words = script.words(in: use.range).map(\.text)
    if redirects(use.range, script) || !use.behind.isEmpty { return nil }
    let range = use.range.lowerBound..<use.range.lowerBound + program.utf8.count
    switch program {
    case "printenv":
      guard words.count > 1 else { return SecretPrinting(program: program, range: range) }
      guard words.count == 2, secrets.contains(words[1]) else { return nil }
      return SecretPrinting(program: program, variable: words[1], range: range)
    case "env", "export":
      return words.count == 1 || words[1...] == ["-p"] ? SecretPrinting(program: program, range: range) : nil
    case "declare":
      return words[1...] == ["-x"] || words[1...] == ["-p"] ? SecretPrinting(program: program, range: range) : nil
    default: return words.count == 1 ? SecretPrinting(program: program, range: range) : nil
    }
  }

  private static func redirects(_ range: Range<Int>, _ script: ScriptWords) -> Bool {
    // `>&2` is printed as well.
    var index = range.lowerBound
    while index < range.upperBound {
      if script.bytes[index] == UInt8(ascii: "$"), index + 1 < range.upperBound,
        script.bytes[index + 1] == UInt8(ascii: "(")
      {
        index = script.end(ofSubstitutionAt: index, within: range)
        continue
      }
      if script.bytes[index] == UInt8(ascii: ">") {
        let next = index + 1 < range.upperBound ? script.bytes[index + 1] : 0
        if next != UInt8(ascii: "&") { return true }
      }
      index += 1
    }
    return false
  }

  /// The first secret that a command mentions outside of single quotes: `$NAME` or `${NAME}`, and nothing that cuts or
  /// tests it.
  private static func variable(
    in range: Range<Int>, _ script: ScriptWords, _ secrets: Set<String>
  ) -> (String, Range<Int>)? {
    let bytes = script.bytes
    var isSingle = false
    var isDouble = false
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\"), !isSingle {
        index += 2
        continue
      }
      if byte == UInt8(ascii: "\""), !isSingle { isDouble.toggle() }
      if byte == UInt8(ascii: "'"), !isDouble { isSingle.toggle() }
      if byte == UInt8(ascii: "$"), !isSingle, index + 1 < range.upperBound {
        // What a command in a command is given is not printed.
        if bytes[index + 1] == UInt8(ascii: "(") {
          index = script.end(ofSubstitutionAt: index, within: range)
          continue
        }
        let hasBraces = bytes[index + 1] == UInt8(ascii: "{")
        let start = index + (hasBraces ? 2 : 1)
        var end = start
        while end < range.upperBound, CredentialForm.Alphabet.letters.contains(bytes[end]) || bytes[end] == 0x5F {
          end += 1
        }
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        let isWhole = !hasBraces || (end < range.upperBound && bytes[end] == UInt8(ascii: "}"))
        if isWhole, secrets.contains(name) { return (name, index..<end + (hasBraces ? 1 : 0)) }
        index = max(end, index + 1)
        continue
      }
      index += 1
    }
    return nil
  }

  /// The program at the end of a pipe that prints what it reads in another form.
  static func encoder(_ words: [String]) -> String? {
    guard let name = words.first, ["base64", "rev", "xxd", "od", "hexdump", "tr", "cut", "sed", "fold"].contains(name)
    else {
      return nil
    }
    return words.contains { $0 == "-d" || $0 == "--decode" || $0 == "-D" } ? nil : name
  }
}
