import Foundation
import TestSupport
import Testing

/// Outputs for other programs, held against the shapes that those have published.
@Suite struct OutputShapeTests {
  /// The name of a format, what holds it, and how the file must end.
  struct Shape: CustomTestStringConvertible, Sendable {
    var format: String
    var schema: String
    var ending: String
    var testDescription: String { format }
  }

  private static let folder = Repository.url("Tests/CommandTests/Fixtures").path

  static let shapes: [Shape] = [
    Shape(format: "sarif", schema: "sarif", ending: "json"),
    Shape(format: "json", schema: "\(folder)/shapes/findings.schema.json", ending: "json"),
    Shape(format: "jsonl", schema: "\(folder)/shapes/findings.schema.json", ending: "jsonl"),
    Shape(format: "gitlab", schema: "\(folder)/shapes/gitlab.schema.json", ending: "json"),
    Shape(format: "checkstyle", schema: "\(folder)/shapes/checkstyle.xsd", ending: "xml"),
    Shape(format: "junit", schema: "\(folder)/shapes/junit.xsd", ending: "xml"),
  ]

  private static func validate(_ name: String, _ schema: String, _ runner: ProgramRunner) throws -> ProgramRunner
    .Result?
  {
    guard let python = OutsideProgram.python else { return nil }
    return try runner.shell("'\(python)' '\(folder)/validate.py' '\(schema)' \(name)")
  }

  /// Files with findings of all kinds, and one without: the mistakes of the examples, and every twentieth real file.
  private static func files(_ runner: ProgramRunner) throws -> [String] {
    try runner.write("a b/.drone.yml", CheckTests.broken)
    try runner.write("clean.yml", CheckTests.clean)
    try runner.write("ä&<\"'>.yml", "\u{FEFF}kind: pipeline\nkind: \"<&>\"\nsteps:\n- name: '😀 ]]> \u{1}'\n")
    try runner.write("empty.yml", "")
    var paths = ["a b/.drone.yml", "clean.yml", "ä&<\"'>.yml", "empty.yml"]
    for folder in ["drone", "harness", "pipecd"] {
      let files = Corpus.files(in: folder) ?? []
      for index in files.indices where index % 20 == 7 && files[index].name.hasSuffix("ml") {
        try runner.write("\(folder)/\(files[index].name)", files[index].bytes)
        paths.append("\(folder)/\(files[index].name)")
      }
    }
    return paths
  }

  @Test(arguments: shapes) func outputFitsItsShape(_ shape: Shape) throws {
    guard OutsideProgram.python != nil else { return }
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let paths = try Self.files(runner)
    let arguments = ["check", "-q", "--persona", "auditor", "--format", shape.format]
    let result = try runner.run(arguments: arguments + paths)
    #expect(result.status == 1)
    try runner.write("out.\(shape.ending)", result.output)
    #expect(try Self.validate("out.\(shape.ending)", shape.schema, runner) == .init(0))
    // Nothing found is a document as well.
    try runner.write("none.\(shape.ending)", runner.run(arguments: arguments + ["clean.yml"]).output)
    #expect(try Self.validate("none.\(shape.ending)", shape.schema, runner) == .init(0))
    // The shapes can tell: a document without what they ask for does not fit.
    let key =
      ["sarif": "\"version\"", "checkstyle": "severity=", "junit": "classname="][shape.format] ?? "\"severity\""
    try runner.write(
      "wrong.\(shape.ending)", result.output.replacingOccurrences(of: key, with: key.replacing("e", with: "x")))
    #expect(try Self.validate("wrong.\(shape.ending)", shape.schema, runner)?.status == 1)
  }

  /// The same for texts that no file gives: what every format has to escape.
  @Test(arguments: shapes.filter { !["json"].contains($0.format) }) func strangeTextsFitTheShape(_ shape: Shape) throws
  {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let ending = ["checkstyle", "junit"].contains(shape.format) ? "txt" : "json"
    let golden = try Repository.text("Tests/DiagnosticsTests/Golden/reports/\(shape.format).\(ending)")
    try runner.write("out.\(shape.ending)", golden)
    #expect(try Self.validate("out.\(shape.ending)", shape.schema, runner) ?? .init(0) == .init(0))
  }

  /// Those who read SARIF refuse regions over several lines, and columns behind the end of one.
  @Test func regionsOfSARIFStayWithinTheirLine() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let paths = try Self.files(runner)
    let log = try runner.run(arguments: ["check", "-q", "--persona", "auditor", "--format", "sarif"] + paths).output
    var lines: [String: [String.UnicodeScalarView.SubSequence]] = [:]
    var count = 0
    for run in try #require((Self.json(log) as? [String: Any])?["runs"] as? [[String: Any]]) {
      for result in try #require(run["results"] as? [[String: Any]]) {
        let places = (result["locations"] as? [Any] ?? []) + (result["relatedLocations"] as? [Any] ?? [])
        for case let place as [String: Any] in places {
          let physical = try #require(place["physicalLocation"] as? [String: Any])
          let name = try #require(
            ((physical["artifactLocation"] as? [String: Any])?["uri"] as? String)?.removingPercentEncoding)
          let region = try #require(physical["region"] as? [String: Int])
          if lines[name] == nil {
            let text = try String(
              decoding: Data(contentsOf: runner.folder.appendingPathComponent(name)), as: UTF8.self)
            lines[name] = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" }
          }
          let line = try #require(region["startLine"])
          let start = try #require(region["startColumn"])
          let end = try #require(region["endColumn"])
          let length = lines[name].map { line <= $0.count ? $0[line - 1].count : 0 } ?? 0
          #expect(region["endLine"] == line)
          #expect(1 <= start && start <= end && end <= length + 1, "\(name):\(line) \(start)-\(end) of \(length)")
          count += 1
        }
      }
    }
    #expect(count >= 4)
  }

  private static func json(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8)) }

  /// Every format, of a text that is on no disk: `-`, under the name that it is to have.
  @Test(arguments: ["text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "checkstyle", "junit"])
  func standardInputHasItsName(_ format: String) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let absolute = runner.folder.appendingPathComponent("sub/.drone.yml").path
    for name in ["sub/.drone.yml", "./sub/.drone.yml", absolute] {
      let result = try runner.run(
        "check", "-q", "--format", format, "--stdin-filename", name, "-", input: CheckTests.broken)
      #expect(result.status == 1)
      #expect(result.error == "")
      #expect(result.output.contains("sub/.drone.yml"))
      #expect(!result.output.contains("./sub") && !result.output.contains(runner.folder.path))
    }
    let unnamed = try runner.run("check", "-q", "--format", format, "-", input: CheckTests.broken)
    #expect(
      unnamed.output.contains(
        format == "sarif" ? "%3Cstdin%3E" : ["checkstyle", "junit"].contains(format) ? "&lt;stdin&gt;" : "<stdin>"))
    // One input, however often it is named.
    let twice = try runner.run("check", "-q", "--format", format, "-", "-", input: CheckTests.broken)
    #expect(twice == unnamed)
  }
}
