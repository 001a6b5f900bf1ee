/// The format of `--secret-file` and `--env-file`: a line is `NAME=value`, optionally after `export`.
///
/// The rules are those of the dotenv library of Drone's command line: `#` begins a comment outside quotes, `NAME: value`
/// works too, double quotes know `\n`, `\r` and escaped characters, single quotes know nothing, and outside single
/// quotes `$NAME` and `${NAME}` of capitals, digits and underscores are replaced by the value of an earlier line.
public enum Dotenv {
  /// A line that is none of all that.
  public struct Failure: Error, Hashable, Sendable {
    /// Counted from 1.
    public var line: Int
    /// What is wrong, one clause without a full stop.
    public var message: String
  }

  /// The names and values in order; of several with one name the last stays, at the place of the first.
  public static func parse(_ text: String) throws(Failure) -> [(name: String, value: String)] {
    var entries: [(name: String, value: String)] = []
    var places: [String: Int] = [:]
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.first?.first == "\u{FEFF}" { lines[0] = lines[0].dropFirst() }
    for (number, line) in lines.enumerated() {
      let line = trimmed(line)
      if line.isEmpty || line.first == "#" { continue }
      guard let (name, value) = split(withoutComment(line)) else {
        throw Failure(line: number + 1, message: "neither `=` nor `:` separates a name from its value")
      }
      let final = decoded(value) { name in places[name].map { entries[$0].value } ?? "" }
      if let place = places[name] {
        entries[place].value = final
      } else {
        places[name] = entries.count
        entries.append((name, final))
      }
    }
    return entries
  }

  private typealias Scalars = String.UnicodeScalarView

  /// Cuts the line at the first `#` that is not inside quotes; a quote counts as open while its number is odd.
  private static func withoutComment(_ line: Scalars.SubSequence) -> Scalars.SubSequence {
    var open: Unicode.Scalar?
    for (index, scalar) in zip(line.indices, line) {
      switch scalar {
      case "\"", "'":
        if open == nil { open = scalar } else if open == scalar { open = nil }
      case "#" where open == nil: return line[..<index]
      default: break
      }
    }
    return line
  }

  private static func split(_ line: Scalars.SubSequence) -> (name: String, value: Scalars.SubSequence)? {
    guard let separator = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else { return nil }
    var name = trimmed(line[..<separator])
    if name.starts(with: "export".unicodeScalars) {
      let rest = name.dropFirst("export".unicodeScalars.count)
      if rest.first?.properties.isWhitespace == true { name = trimmed(rest) }
    }
    return (String(name), trimmed(line[line.index(after: separator)...]))
  }

  private static func decoded(_ value: Scalars.SubSequence, lookUp: (String) -> String) -> String {
    if value.count > 1, let first = value.first, first == value.last, first == "'" || first == "\"" {
      let inner = value.dropFirst().dropLast()
      return first == "'" ? String(inner) : expanded(unescaped(inner)[...], lookUp)
    }
    return expanded(value, lookUp)
  }

  /// `\n` and `\r` become what they stand for; any other escaped character but `$` stands for itself.
  private static func unescaped(_ text: Scalars.SubSequence) -> Scalars {
    var result = Scalars()
    var isEscaped = false
    for scalar in text {
      if isEscaped {
        isEscaped = false
        switch scalar {
        case "n": result.append("\n")
        case "r": result.append("\r")
        case "$": result.append(contentsOf: "\\$".unicodeScalars)
        default: result.append(scalar)
        }
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        result.append(scalar)
      }
    }
    if isEscaped { result.append("\\") }
    return result
  }

  private static func expanded(_ text: Scalars.SubSequence, _ lookUp: (String) -> String) -> String {
    var result = Scalars()
    var rest = text
    while let dollar = rest.firstIndex(of: "$") {
      let before = rest[..<dollar]
      rest = rest[rest.index(after: dollar)...]
      if before.last == "\\" {
        result.append(contentsOf: before.dropLast())
        result.append("$")
        continue
      }
      result.append(contentsOf: before)
      let opening = rest.first == "{" ? rest.dropFirst() : rest
      let name = opening.prefix { ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
      if name.isEmpty {
        result.append("$")
        continue
      }
      result.append(contentsOf: lookUp(String(name)).unicodeScalars)
      rest = opening.dropFirst(name.count)
      if rest.first == "}" { rest = rest.dropFirst() }
    }
    result.append(contentsOf: rest)
    return String(result)
  }

  private static func trimmed(_ text: Scalars.SubSequence) -> Scalars.SubSequence {
    let start = text.drop { $0.properties.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.properties.isWhitespace }) else { return start }
    return start[...last]
  }
}
