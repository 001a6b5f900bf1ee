/// What a shell offers for the word that is being typed.
struct Candidates: Hashable, Sendable {
  /// One word to offer.
  struct Word: Hashable, Sendable {
    /// What takes the place of the word.
    var text: String
    /// One clause without a full stop; empty where there is nothing to say.
    var meaning = ""
  }

  /// What the shell itself knows.
  enum Kind: String, Sendable {
    /// `words` are all there is.
    case words
    /// The names of files, or of folders, behind `=` where the word is an option with its value.
    case files, folders
  }

  var kind = Kind.words
  /// In the order in which they are listed.
  var words: [Word] = []
}

extension Candidates {
  /// What may stand in the place of the last of `words`, which come after the name of the program.
  static func find(for words: [String]) -> Candidates {
    guard let typed = words.last else { return Candidates() }
    guard let name = words.dropLast().first else { return first(typed) }
    guard let command = Pipec.commands.first(where: { $0.info.name == name }) else { return Candidates() }
    let line = TypedLine(words.dropFirst().dropLast(), options: command.optionInfos)
    if let option = line.waiting { return values(option.completion, typed, "", line) }
    if !line.hasEnded, typed.hasPrefix("-") { return options(typed, line) }
    let operands = command.info.operands
    guard let last = operands.last else { return Candidates() }
    let index = line.operands.count
    let isRepeated = command.info.usage.hasSuffix("…]")
    guard index < operands.count || isRepeated else { return Candidates() }
    return values(index < operands.count ? operands[index] : last, typed, "", line)
  }

  /// The first word: a command, or one of the options that stand alone.
  private static func first(_ typed: String) -> Candidates {
    guard typed.hasPrefix("-") else { return commands(typed) }
    return Candidates(words: [
      Word(text: "--help", meaning: "what pipec does"), Word(text: "--version", meaning: "what it was built from"),
    ]).matching(typed)
  }

  private static func commands(_ typed: String) -> Candidates {
    Candidates(words: Pipec.commands.map { Word(text: $0.info.name, meaning: $0.info.summary) }).matching(typed)
  }

  /// Options by their long names; behind `=` the values of one.
  private static func options(_ typed: String, _ line: TypedLine) -> Candidates {
    guard let equals = typed.firstIndex(of: "=") else {
      return Candidates(words: line.options.map { Word(text: "--" + $0.long, meaning: $0.help) }).matching(typed)
    }
    guard let option = line.option(named: typed[..<equals].dropFirst(2)) else { return Candidates() }
    let value = typed.index(after: equals)
    return values(option.completion, String(typed[value...]), String(typed[..<value]), line)
  }

  /// Values, each with what stands before it in the word.
  private static func values(
    _ completion: Completion, _ typed: String, _ prefix: String, _ line: TypedLine
  ) -> Candidates {
    switch completion {
    case .nothing: return Candidates()
    case .files: return Candidates(kind: .files)
    case .folders: return Candidates(kind: .folders)
    case .words(let words): return Candidates(words: words.map { Word(text: prefix + $0) }).matching(prefix + typed)
    case .commands: return commands(typed)
    case .steps:
      return Candidates(words: StepNames.all(on: line).map { Word(text: prefix + $0) }).matching(prefix + typed)
    case .rules: return rules(RuleCatalogue.summaries, typed)
    case .ruleChoices:
      let done = typed.lastIndex(of: ",").map { typed[...$0] } ?? ""
      return rules(RuleCatalogue.groups + RuleCatalogue.summaries, prefix + typed, behind: prefix + done)
    }
  }

  private static func rules(
    _ rules: [(name: String, summary: String)], _ typed: String, behind prefix: String = ""
  ) -> Candidates {
    Candidates(words: rules.map { Word(text: prefix + $0.name, meaning: $0.summary) }).matching(typed)
  }

  private func matching(_ typed: String) -> Candidates {
    Candidates(kind: kind, words: words.filter { $0.text.hasPrefix(typed) })
  }
}
