import Checker
import Expressions
import IR
import Planner

extension Session {
  /// What can be written where the cursor stands, as offset in UTF-8 bytes: commands, settings, names of steps, paths,
  /// variables, methods and functions, each with its type.
  public mutating func complete(_ line: String, cursor: Int) -> LineCompletion {
    let bytes = Array(line.utf8)
    let cursor = min(max(0, cursor), bytes.count)
    let written = bytes[..<cursor]
    guard let first = written.firstIndex(where: { $0 > 0x20 }), bytes[first] == UInt8(ascii: ":") else {
      return expressionCompletion(bytes, from: written.firstIndex { $0 > 0x20 } ?? cursor, to: cursor)
    }
    guard let end = written[first...].firstIndex(where: { $0 <= 0x20 }) else {
      return commandCompletion(first..<cursor, String(decoding: bytes[first..<cursor], as: UTF8.self), colon: ":")
    }
    let name = String(decoding: bytes[(first + 1)..<end], as: UTF8.self)
    guard let command = SessionCommands.named(name) else { return LineCompletion(range: cursor..<cursor) }
    let start = written[end...].firstIndex { $0 > 0x20 } ?? cursor
    return argumentCompletion(command.info, bytes, from: start, to: cursor)
  }

  // MARK: Commands

  private func commandCompletion(_ range: Range<Int>, _ text: String, colon: String) -> LineCompletion {
    let infos = SessionCommands.infos.filter { (colon + $0.name).hasPrefix(text) }
    let candidates = infos.map { Candidate(colon + $0.name, type: $0.summary, kind: .command) }
    return LineCompletion(
      range: range, candidates: candidates.sorted { $0.text < $1.text }, suffix: " ")
  }

  private mutating func argumentCompletion(
    _ info: SessionCommandInfo, _ bytes: [UInt8], from start: Int, to cursor: Int
  ) -> LineCompletion {
    let text = String(decoding: bytes[start..<cursor], as: UTF8.self)
    let hasSpace = text.utf8.contains { $0 <= 0x20 }
    switch info.argument {
    case .nothing, .text: return LineCompletion(range: cursor..<cursor)
    case .file: return LineCompletion(range: start..<cursor, takesFiles: true)
    case .command: return commandCompletion(start..<cursor, text, colon: text.hasPrefix(":") ? ":" : "")
    case .dialect:
      let names = Dialect.allCases.map { ($0.rawValue, $0.displayName) } + [("auto", "by the file")]
      return LineCompletion(
        range: start..<cursor,
        candidates: names.filter { $0.0.hasPrefix(text) }.map { Candidate($0.0, type: $0.1, kind: .dialect) },
        suffix: " ")
    case .place: return LineCompletion(range: start..<cursor, candidates: places(text), suffix: "")
    case .setting:
      if !hasSpace { return settingCompletion(start..<cursor, text, isUnset: info.name == "unset") }
      return valueCompletion(bytes, from: start, to: cursor)
    case .expression: return expressionCompletion(bytes, from: start, to: cursor)
    }
  }

  /// Names of steps, groups and stages; where many begin alike, those without dots come first.
  private mutating func places(_ text: String) -> [Candidate] {
    let names = placeNames().all.filter { $0.hasPrefix(text) }
    return names.map { Candidate($0, type: "step", kind: .step) }
  }

  private mutating func settingCompletion(_ range: Range<Int>, _ text: String, isUnset: Bool) -> LineCompletion {
    if isUnset {
      let names = settings.all.map(\.name) + ["all"]
      return LineCompletion(
        range: range,
        candidates: names.filter { $0.hasPrefix(text) }.map { Candidate($0, type: "set here", kind: .setting) })
    }
    if text.hasPrefix("output.") || text.hasPrefix("status.") { return outputCompletion(range, text) }
    if text.hasPrefix("input.") {
      let candidates = runtimeInputs().map { Candidate($0.name, type: $0.summary, kind: .setting) }
      return LineCompletion(range: range, candidates: candidates.filter { $0.text.hasPrefix(text) }, suffix: " ")
    }
    var candidates = SettingFact.all.map { Candidate($0.name, type: $0.summary, kind: .setting) }
    let dialect = dialect()
    if dialect == .pipecd || dialect == nil {
      candidates += DeploymentSetting.allCases.map { Candidate($0.rawValue, type: $0.summary, kind: .setting) }
    }
    candidates += SettingFamily.allCases.map { Candidate($0.rawValue + ".", type: $0.summary, kind: .setting) }
    if text.utf8.first.map({ (0x41...0x5A).contains($0) }) == true, dialect != .harness, dialect != .pipecd {
      candidates += droneTexts().keys.sorted().map { Candidate($0, type: "string", kind: .variable) }
    }
    return LineCompletion(range: range, candidates: candidates.filter { $0.text.hasPrefix(text) })
  }

  /// `output.STEP.VARIABLE`, by what the document declares.
  private mutating func outputCompletion(_ range: Range<Int>, _ text: String) -> LineCompletion {
    guard let environment = environment() else { return LineCompletion(range: range) }
    let isOutput = text.hasPrefix("output.")
    let family = isOutput ? "output." : "status."
    var candidates: [Candidate] = []
    for node in environment.nodes where node.kind == .step && !node.name.isEmpty {
      let name = family + node.name + (isOutput ? "." : "")
      if isOutput, text.hasPrefix(name), case .declared(let names) = node.outputs {
        candidates += names.map { Candidate(name + $0, type: "string", kind: .variable) }.filter {
          $0.text.hasPrefix(text)
        }
      } else if name.hasPrefix(text) {
        candidates.append(Candidate(name, type: node.type ?? "step", kind: .step))
      }
    }
    return LineCompletion(range: range, candidates: candidates)
  }

  /// Values of settings that have only a few.
  private mutating func valueCompletion(_ bytes: [UInt8], from start: Int, to cursor: Int) -> LineCompletion {
    let text = String(decoding: bytes[start..<cursor], as: UTF8.self)
    let name = text.prefix { !$0.isWhitespace }
    let valueStart = bytes[..<cursor].lastIndex { $0 <= 0x20 }.map { $0 + 1 } ?? cursor
    let value = String(decoding: bytes[valueStart..<cursor], as: UTF8.self)
    let values: [String] =
      switch name {
      case "event": BuildEvent.known.map(\.text)
      case "trusted", "first-deployment": ["true", "false"]
      case "strategy": DeploymentPlan.Strategy.allCases.map(\.rawValue)
      case "trigger": DeploymentRequest.Trigger.allCases.map(\.rawValue)
      case let name where name.hasPrefix("input."):
        runtimeInputs().first { $0.name == name }?.input.allowedValues ?? []
      default: name.hasPrefix("status.") ? HarnessStatus.allCases.map(\.rawValue) : []
      }
    return LineCompletion(
      range: valueStart..<cursor,
      candidates: values.filter { $0.hasPrefix(value) }.map { Candidate($0, type: "value", kind: .value) })
  }
}
