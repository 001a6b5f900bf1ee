import Foundation
import TestSupport
import Testing

/// What the README shows is what the program prints.
@Suite struct ReadmeTests {
  /// A command of the README, the example that it is about, and what the README shows of its output.
  struct Excerpt: CustomTestStringConvertible {
    var example: String
    var arguments: [String]
    var parts: [String]

    var testDescription: String { "\(example): pipec \(arguments.joined(separator: " "))" }
  }

  /// The excerpts in order; a line with a lone `…` stands for output that is left out.
  static let excerpts: [Excerpt] = {
    guard let text = try? Repository.text("README.md") else { return [] }
    var excerpts: [Excerpt] = []
    var example = ""
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let name = line.firstMatch(of: /\(examples\/([a-z-]+)\)/)?.1 { example = String(name) }
      if line.hasPrefix("    $ pipec ") {
        let arguments = line.dropFirst("    $ pipec ".count).split(separator: " ").map(String.init)
        excerpts.append(Excerpt(example: example, arguments: arguments, parts: [""]))
        isInside = true
      } else if line == "    …" {
        excerpts[excerpts.count - 1].parts.append("")
      } else if isInside, line.isEmpty || line.hasPrefix("    ") {
        excerpts[excerpts.count - 1].parts[excerpts[excerpts.count - 1].parts.count - 1] += line.dropFirst(4) + "\n"
      } else {
        isInside = false
      }
    }
    return excerpts
  }()

  @Test func thereAreExcerpts() {
    #expect(Self.excerpts.map { $0.arguments[0] } == ["check", "plan", "plan", "run"])
  }

  @Test(arguments: excerpts.filter { $0.arguments[0] != "run" }) func theProgramPrintsIt(_ excerpt: Excerpt) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(".drone.yml", Repository.text("examples/\(excerpt.example)/.drone.yml"))
    let result = try runner.run(arguments: excerpt.arguments)
    // The folder is another one, and its length decides where the line is cut.
    let folder = /which is .*/
    let printed = (result.output + result.error).replacing(folder, with: "which is it")
    for part in excerpt.parts {
      let expected = part.trimmingCharacters(in: .newlines).replacing(folder, with: "which is it")
      #expect(printed.contains(expected), "\(printed)")
    }
  }
}
