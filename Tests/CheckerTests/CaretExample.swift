import Checker
import Configuration
import Diagnostics
import Parser

/// A text whose comment lines say what is found in it.
///
/// `#   ^^^^ name: message` under a line expects a finding of rule `name` over the columns of the carets; directly
/// behind the `#`, the carets begin at the `#`'s own column; `#@1-2` gives columns that carets cannot show. A message that
/// ends in `…` is a beginning. A line `# file: NAME` begins another file, which lies beside the first.
struct CaretExample {
  struct Expectation: Hashable, Comparable, CustomStringConvertible {
    var line: Int
    var columns: Range<Int>
    var rule: String
    var message: String

    var description: String {
      "line \(line), columns \(columns.lowerBound)–\(columns.upperBound): \(rule): \(message)"
    }

    static func < (left: Self, right: Self) -> Bool {
      (left.line, left.columns.lowerBound, left.rule) < (right.line, right.columns.lowerBound, right.rule)
    }
  }

  var text: String
  var expectations: [Expectation] = []
  /// The files that lie beside the first.
  var others: [(name: String, text: String)] = []

  private static let mark = "# file: "

  init(_ annotated: String) {
    var lines: [Substring] = []
    for line in annotated.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(Self.mark) {
        others.append((String(line.dropFirst(Self.mark.count)), ""))
      } else if !others.isEmpty {
        others[others.count - 1].text += line + "\n"
      } else if let expectation = Self.expectation(line, under: lines.count) {
        expectations.append(expectation)
      } else {
        lines.append(line)
      }
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  private static func expectation(_ line: Substring, under number: Int) -> Expectation? {
    guard let hash = line.firstIndex(of: "#"), line[..<hash].allSatisfy({ $0 == " " }) else { return nil }
    if line[hash...].hasPrefix("#@") { return explicitExpectation(line[hash...].dropFirst(2), under: number) }
    guard let first = line[hash...].firstIndex(of: "^"), line[line.index(after: hash)..<first].allSatisfy({ $0 == " " })
    else { return nil }
    let carets = line[first...].prefix { $0 == "^" }
    let isAdjacent = line.index(after: hash) == first
    let start = line.distance(from: line.startIndex, to: isAdjacent ? hash : first) + 1
    let end = line.distance(from: line.startIndex, to: carets.endIndex) + 1
    let rest = line[carets.endIndex...].drop { $0 == " " }
    guard let colon = rest.firstIndex(of: ":") else { return nil }
    return Expectation(
      line: number, columns: start..<end, rule: String(rest[..<colon]),
      message: String(rest[rest.index(after: colon)...].drop { $0 == " " }))
  }

  private static func explicitExpectation(_ text: Substring, under number: Int) -> Expectation? {
    let words = text.split(separator: " ", maxSplits: 1)
    guard words.count == 2, let colon = words[1].firstIndex(of: ":") else { return nil }
    let columns = words[0].split(separator: "-").compactMap { Int($0) }
    guard columns.count == 2, columns[0] < columns[1] else { return nil }
    return Expectation(
      line: number, columns: columns[0]..<columns[1], rule: String(words[1][..<colon]),
      message: String(words[1][words[1].index(after: colon)...].drop { $0 == " " }))
  }

  /// What is found in the text, written as expectations; the column of the end is that of the first line.
  func findings(options: Checker.Options = Checker.Options()) -> [(finding: Expectation, diagnostic: Diagnostic)] {
    let source = Source(name: "example.yml", text: text)
    var program = ProgramLoader.load(source, lookup: Checker.assumedValue)
    if HarnessNeighbours.matter(for: program) {
      var neighbours = HarnessNeighbours()
      for (index, other) in others.enumerated() {
        neighbours.add(
          HarnessLoader.load(Source(id: SourceID(UInt32(index + 1)), name: other.name, text: other.text)))
      }
      program = neighbours.linked(program)
    }
    return written(Checker.check(program, of: source, options: options), of: source)
  }

  /// What is found in the text as a configuration of pipec.
  func configurationFindings() -> [(finding: Expectation, diagnostic: Diagnostic)] {
    let source = Source(name: ".pipec.yaml", text: text)
    return written(ConfigurationReader.read(source).findings, of: source)
  }

  private func written(
    _ findings: [Diagnostic], of source: Source
  ) -> [(finding: Expectation, diagnostic: Diagnostic)] {
    findings.map { diagnostic in
      let start = source.position(of: diagnostic.primary.span.start)
      let end = source.position(of: diagnostic.primary.span.end)
      let endColumn = end.line == start.line ? end.column : source.line(start.line).count + 1
      return (
        Expectation(
          line: start.line, columns: start.column..<max(start.column + 1, endColumn), rule: diagnostic.rule.text,
          message: diagnostic.message), diagnostic
      )
    }
  }

  static func agree(_ expected: Expectation, _ found: Expectation) -> Bool {
    guard expected.line == found.line, expected.columns == found.columns, expected.rule == found.rule else {
      return false
    }
    if expected.message.hasSuffix("…") { return found.message.hasPrefix(expected.message.dropLast()) }
    return expected.message == found.message
  }
}
