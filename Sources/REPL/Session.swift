import Diagnostics
import Expressions

/// A conversation about what `${…}` becomes: a value that is asked line by line and touches nothing outside itself.
public struct Session: Sendable {
  /// What a line is answered with.
  public enum Reply: Sendable {
    /// The text after substitution.
    case value(String)
    /// A value was kept; there is nothing to say.
    case kept
    /// The real system would fail; the places are in the line that was asked.
    case failure([Diagnostic], Source)
  }

  private var values: [String: String]

  /// - Parameter values: Names and values that the conversation starts with.
  public init(values: [String: String] = [:]) {
    self.values = values
  }

  /// Answers a line: `NAME=value` keeps a value, after substitution; anything else is substituted as a runner would.
  public mutating func evaluate(_ line: String) -> Reply {
    guard let (name, text) = Self.assignment(line) else { return substitute(line, from: 0, in: line) }
    let reply = substitute(text, from: line.utf8.count - text.utf8.count, in: line)
    guard case .value(let value) = reply else { return reply }
    values[name] = value
    return .kept
  }

  private func substitute(_ text: String, from offset: Int, in line: String) -> Reply {
    let bytes = Array(text.utf8)
    let (syntax, failures) = Substitution.parse(bytes)
    guard failures.isEmpty else { return failure(failures, from: offset, in: line) }
    switch Substitution.expand(syntax, of: bytes, lookup: { values[$0] }) {
    case .success(let output): return .value(String(decoding: output.bytes, as: UTF8.self))
    case .failure(let problem): return failure([problem], from: offset, in: line)
    }
  }

  private func failure(_ failures: [Substitution.Failure], from offset: Int, in line: String) -> Reply {
    let source = Source(id: SourceID(0), name: "<line>", bytes: Array(line.utf8))
    let diagnostics = failures.map { failure in
      let start = UInt32(clamping: failure.range.lowerBound + offset)
      let end = max(start, UInt32(clamping: failure.range.upperBound + offset))
      return Diagnostic(
        rule: "substitution-syntax", severity: .error, message: failure.message, at: Span(source.id, start, end),
        help: failure.explanation)
    }
    return .failure(diagnostics, source)
  }

  /// `NAME=value`, with a name of letters, digits and underscores.
  private static func assignment(_ line: String) -> (name: String, value: String)? {
    guard let equals = line.firstIndex(of: "="), equals > line.startIndex else { return nil }
    let name = line[..<equals]
    let isName = name.utf8.allSatisfy { byte in
      byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
    guard isName, name.utf8.first.map({ !(0x30...0x39).contains($0) }) == true else { return nil }
    return (String(name), String(line[line.index(after: equals)...]))
  }
}
