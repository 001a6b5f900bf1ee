import Diagnostics

/// What people are told about an option.
struct OptionInfo: Hashable, Sendable {
  /// The name without the dashes.
  var long: String
  var short: Character?
  /// What stands for the value, such as `FILE`; nil for a switch.
  var placeholder: String?
  /// One clause without a full stop.
  var help: String
  /// Whether the value may be left out; it is then written with `=`.
  var isValueOptional = false
  /// What the value may be, where it is one of a few words.
  var choices: [String] = []
  /// The meaning in a manual, which lists the words.
  var fullHelp: String {
    let pointer = " (see help)"
    return help.hasSuffix(pointer) && !choices.isEmpty ? String(help.dropLast(pointer.count)) : help
  }
  /// Whether the option is shown by `--help`, which fits one screen; `pipec help COMMAND` shows all.
  var isFrequent = true

  /// What may stand for the value: the words that are allowed, or what the placeholder names.
  var completion: Completion { choices.isEmpty ? Completion(placeholder: placeholder) : .words(choices) }

  /// As people type it: `-q, --quiet`, `--format FORMAT`.
  var spelling: String {
    let value = placeholder.map { isValueOptional ? "[=\($0)]" : " " + $0 } ?? ""
    return (short.map { "-\($0), " } ?? "") + "--" + long + value
  }
}

/// One option of a command: what people are told about it, and what it does to the command's values.
///
/// The table of these is the one source for parsing, for `--help`, for the manual, for what shells complete and for
/// suggestions.
struct CommandOption<Target>: Sendable {
  var info: OptionInfo
  var apply: @Sendable (inout Target, String) throws(CommandError) -> Void

  // Closures, not key paths: the run time makes key paths anew at every start, and that takes longer than parsing.

  /// A switch.
  static func flag(
    _ long: String, _ short: Character? = nil, _ help: String, _ set: @escaping @Sendable (inout Target) -> Void
  ) -> Self {
    Self(info: OptionInfo(long: long, short: short, placeholder: nil, help: help)) { target, _ in set(&target) }
  }

  /// A text; what is done with the second one is the closure's choice: replace the first or add to it.
  static func text(
    _ long: String, _ short: Character? = nil, _ placeholder: String, _ help: String,
    _ set: @escaping @Sendable (inout Target, String) -> Void
  ) -> Self {
    Self(info: OptionInfo(long: long, short: short, placeholder: placeholder, help: help)) { set(&$0, $1) }
  }

  /// A switch that may have a value after `=`; without one the value is empty.
  static func optional(
    _ long: String, _ placeholder: String, _ help: String,
    _ set: @escaping @Sendable (inout Target, String) -> Void
  ) -> Self {
    var option = text(long, nil, placeholder, help, set)
    option.info.isValueOptional = true
    return option
  }

  /// One of a few words.
  static func choice<Choice: CaseIterable & RawRepresentable<String> & Sendable>(
    _ long: String, _ placeholder: String, _ help: String,
    _ set: @escaping @Sendable (inout Target, Choice) -> Void
  ) -> Self {
    let words = Choice.allCases.map(\.rawValue)
    var info = OptionInfo(long: long, short: nil, placeholder: placeholder, help: help)
    info.choices = words
    return Self(info: info) { (target, value) throws(CommandError) in
      guard let choice = Choice(rawValue: value) else {
        throw .usage("--\(long) takes \(words.joined(separator: ", ")), not '\(value)'" + suggestion(value, words))
      }
      set(&target, choice)
    }
  }

  /// Shown in the manual only.
  var rare: Self {
    var copy = self
    copy.info.isFrequent = false
    return copy
  }
}

/// `; did you mean 'x'?` for the nearest of `names`; empty when none is near.
func suggestion(_ name: String, _ names: [String]) -> String {
  Suggestion.nearest(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""
}
