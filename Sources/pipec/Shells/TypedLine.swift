/// What stands on a line between the command and the word that is being typed.
struct TypedLine {
  /// All options of the command.
  let options: [OptionInfo]
  /// What is not an option.
  private(set) var operands: [String] = []
  /// The values of options by their long names, in order.
  private(set) var values: [(option: String, value: String)] = []
  /// The option whose value is being typed; nil where there is none.
  private(set) var waiting: OptionInfo?
  /// Whether `--` has ended the options.
  private(set) var hasEnded = false

  /// Reads words as `getopt_long` does, and passes over what is wrong.
  init(_ words: ArraySlice<String>, options: [OptionInfo]) {
    self.options = options
    for word in words { take(word) }
  }

  /// The option with a name, or the only one that begins so.
  func option(named name: Substring) -> OptionInfo? {
    if let exact = options.first(where: { $0.long == name }) { return exact }
    let candidates = options.filter { $0.long.hasPrefix(name) }
    return candidates.count == 1 ? candidates.first : nil
  }

  private mutating func take(_ word: String) {
    if let option = waiting {
      values.append((option.long, word))
      waiting = nil
    } else if hasEnded || word == "-" || !word.hasPrefix("-") {
      operands.append(word)
    } else if word == "--" {
      hasEnded = true
    } else if word.hasPrefix("--") {
      takeLong(word.dropFirst(2))
    } else {
      takeShort(word.dropFirst())
    }
  }

  private mutating func takeLong(_ word: Substring) {
    guard let equals = word.firstIndex(of: "=") else {
      guard let option = option(named: word), option.placeholder != nil, !option.isValueOptional else { return }
      waiting = option
      return
    }
    guard let option = option(named: word[..<equals]) else { return }
    values.append((option.long, String(word[word.index(after: equals)...])))
  }

  /// Short options in one word; the value of the last may be the next word.
  private mutating func takeShort(_ word: Substring) {
    for index in word.indices {
      guard let option = options.first(where: { $0.short == word[index] }), option.placeholder != nil else { continue }
      let rest = word[word.index(after: index)...]
      if rest.isEmpty {
        if !option.isValueOptional { waiting = option }
      } else {
        values.append((option.long, String(rest)))
      }
      return
    }
  }
}
