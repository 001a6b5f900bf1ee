@preconcurrency import CGetopt
import Glibc

/// Reads options with the system's `getopt_long`, so that they behave as everywhere else: combined short ones, values
/// after `=` or as the next argument, unambiguous abbreviations, `--` as the end of options, `-` as an operand.
enum OptionParser {
  /// Applies the options among `arguments` to `target` and leaves the rest as its operands.
  static func parse<Target: Command>(_ arguments: [String], into target: inout Target) throws(CommandError) {
    let options = Target.allOptions
    var words: [UnsafeMutablePointer<CChar>?] = ([Target.info.name] + arguments).map { strdup($0) }
    let names: [UnsafeMutablePointer<CChar>?] = options.map { strdup($0.info.long) }
    let memory = words + names
    defer { for pointer in memory { free(pointer) } }
    let count = Int32(words.count)
    words.append(nil)
    var shorts = ":"
    var table: [option] = []
    for (index, each) in options.enumerated() {
      let takesValue = each.info.placeholder != nil
      let arity: Int32 = takesValue ? (each.info.isValueOptional ? 2 : 1) : 0
      table.append(option(name: names[index], has_arg: arity, flag: nil, val: Int32(Self.firstValue + index)))
      if let short = each.info.short { shorts += "\(short)" + (takesValue ? ":" : "") }
    }
    table.append(option(name: nil, has_arg: 0, flag: nil, val: 0))
    opterr = 0
    // Zero makes the GNU implementation start over.
    optind = 0
    while true {
      let found = getopt_long(count, words, shorts, table, nil)
      if found == -1 { break }
      let word = optind > 0 && optind <= count ? words[Int(optind) - 1].map { String(cString: $0) } ?? "" : ""
      if found == question || found == colon {
        throw .usage(complaint(found, about: word, options.map(\.info)))
      }
      guard let chosen = index(of: found, in: options.map(\.info)) else { continue }
      try options[chosen].apply(&target, optarg.map { String(cString: $0) } ?? "")
    }
    target.operands = words[Int(optind)..<Int(count)].compactMap { $0.map { String(cString: $0) } }
  }

  /// Values of long options start above every character.
  private static let firstValue = 256
  private static let question = Int32(UInt8(ascii: "?"))
  private static let colon = Int32(UInt8(ascii: ":"))

  private static func index(of value: Int32, in options: [OptionInfo]) -> Int? {
    if value >= firstValue { return Int(value) - firstValue }
    return options.firstIndex { $0.short?.asciiValue.map(Int32.init) == value }
  }

  /// What is wrong with an option that `getopt_long` did not take.
  private static func complaint(_ found: Int32, about word: String, _ options: [OptionInfo]) -> String {
    let known = index(of: optopt, in: options).map { options[$0] }
    if found == colon {
      let info = known ?? OptionInfo(long: word, help: "")
      return "\(shown(info, word)) needs a value: \(info.placeholder ?? "VALUE")"
    }
    if optopt >= firstValue, let known { return "--\(known.long) takes no value" }
    guard optopt == 0 else {
      return "unknown option '-\(Character(Unicode.Scalar(UInt8(truncatingIfNeeded: optopt))))'"
    }
    let name = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
    let candidates = options.map(\.long).filter { $0.hasPrefix(name) }
    if candidates.count > 1 {
      return "'--\(name)' may mean " + candidates.map { "--" + $0 }.joined(separator: " or ")
    }
    return "unknown option '--\(name)'" + suggestion(name, options.map(\.long)).replacingQuote()
  }

  private static func shown(_ info: OptionInfo, _ word: String) -> String {
    word.hasPrefix("--") ? "--\(info.long)" : info.short.map { "-\($0)" } ?? "--\(info.long)"
  }
}

extension String {
  /// A suggested option is written with its dashes.
  fileprivate func replacingQuote() -> String {
    guard let quote = firstIndex(of: "'") else { return self }
    return self[...quote] + "--" + self[index(after: quote)...]
  }
}
