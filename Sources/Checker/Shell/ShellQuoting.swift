import Diagnostics
import Expressions
import IR

/// Which quotes of the shell a place stands between.
enum Quoting: Hashable {
  case none, double, single
}

/// Writes variables of the environment in place of text that is put into a script.
enum ShellQuoting {
  /// Longer commands are not mended, in bytes.
  static let longestCommand = 4_096

  /// `$NAME` as it has to be written so that the shell reads it and its value stays one text; nil between single quotes and
  /// where the quotes are not certain.
  static func replacement(for name: String, quoting: Quoting?, next: UInt8, escapedDollar: Bool) -> String? {
    let isWord = ScriptWords.isWordByte(next) && next != UInt8(ascii: "-") && next != UInt8(ascii: ".") && next < 0x80
    let braces = (escapedDollar ? "$${" : "${") + name + "}"
    switch quoting {
    case .double: return isWord ? braces : "$" + name
    case .none?: return "\"$" + name + "\""
    case .single, nil: return nil
    }
  }

  /// Reads an expansion of a command of Drone from the environment instead.
  static func fix(
    _ expansion: Substitution.Expansion, of command: Text, in pipeline: Pipeline, _ context: RuleContext
  ) -> Fix? {
    // On Windows PowerShell reads it, and what is not plain the shell may do otherwise.
    guard pipeline.drone?.platform.os?.value != "windows", expansion.operatorRange.isEmpty, expansion.arguments.isEmpty,
      expansion.nameRange.lowerBound == expansion.range.lowerBound + 2, !context.isConverted,
      let index = context.substitution
    else { return nil }
    // Findings may be many in one long command; each would look at all of it.
    guard command.value.utf8.count <= longestCommand else { return nil }
    let bytes = context.source.bytes
    let lines = context.wholeLines(of: command.span)
    let start = Int(command.span.start)
    let end = Int(lines.end)
    guard start < expansion.range.lowerBound, expansion.range.upperBound <= end, end <= bytes.count else { return nil }
    let others = index.expansions(in: Span(lines.source, start..<end)).map {
      $0.range.lowerBound - start..<$0.range.upperBound - start
    }
    guard let number = others.firstIndex(where: { $0.lowerBound == expansion.range.lowerBound - start }) else {
      return nil
    }
    let isQuoted = context.isQuoted(command)
    // A here-document takes quotes as they are, and a text between quotes of YAML has its own escapes.
    let text = ShellText(Array(bytes[start..<end]), hiding: others)
    guard !isQuoted, !ScriptWords.text(command.value, contains: "<<"), !ScriptWords.text(command.value, contains: "$("),
      !ScriptWords.text(command.value, contains: "`")
    else { return nil }
    let next = expansion.range.upperBound < bytes.count ? bytes[expansion.range.upperBound] : 0
    guard
      let replacement = replacement(for: expansion.name, quoting: text.quoting[number], next: next, escapedDollar: true)
    else { return nil }
    return context.replacing(
      Span(context.source.id, expansion.range), with: replacement, "read `\(expansion.name)` from the environment")
  }
}

extension RuleContext {
  /// Whether a text stands between quotes of YAML.
  func isQuoted(_ text: Text) -> Bool {
    let start = Int(text.span.start)
    guard text.span.source == source.id, start < source.bytes.count else { return true }
    return source.bytes[start] == UInt8(ascii: "\"") || source.bytes[start] == UInt8(ascii: "'")
  }
}
