import Diagnostics
import Foundation
import Planner
import REPL
import TestSupport

/// Holds conversations as the program does, with fixtures for files, and writes them down.
struct Talk {
  var session: Session
  private(set) var transcript = ""

  init(_ file: String? = nil) throws {
    var context = Context()
    context.now = 1_700_000_000
    context.workspace = .mounted(path: "/project")
    context.hostVariables = [Context.Parameter("DRONE_RUNNER_LABEL", "here")]
    var facts = WorkingTreeFacts()
    facts.branch = "main"
    facts.sha = "8f51ad7884c5eb69c11d260a31da7a745e6b78e2"
    facts.message = "Ship it"
    facts.remoteURL = "https://github.com/acme/shop.git"
    session = Session(surroundings: SessionSurroundings(facts: facts, context: context))
    if let file { load(file) }
  }

  /// Says a line and writes down what is answered.
  @discardableResult mutating func say(_ line: String) -> Response {
    let response = session.submit(line)
    transcript += session.prompt + line.replacing("\n", with: "\n… ") + "\n" + response.output + response.error
    switch response.effect {
    case nil: break
    case .load(let path)?: load(path, isReload: path == session.path)
    case .run(let request)?:
      transcript += "(\(request.question) pipec \(request.arguments.joined(separator: " ")))\n"
      if !request.environment.isEmpty { transcript += "(variables: \(request.environment))\n" }
      if !request.secrets.isEmpty { transcript += "(secrets: \(request.secrets.count))\n" }
    case .quit?: transcript += "(the end)\n"
    }
    return response
  }

  mutating func say(all lines: [String]) -> String {
    for line in lines { say(line) }
    return transcript
  }

  mutating func load(_ name: String, isReload: Bool = false) {
    guard let text = try? Repository.text("Tests/REPLTests/Fixtures/\(name)") else {
      transcript += "cannot read \(name)\n"
      return
    }
    take(name, text, isReload: isReload)
  }

  mutating func take(_ name: String, _ text: String, isReload: Bool = false) {
    let response = session.take(LoadedFile(Source(name: name, text: text)), isReload: isReload)
    transcript += response.output + response.error
  }
}
