import Diagnostics

/// What people see of a run: every line behind the name of its step, what happened to each step, a summary at the end.
public struct TextRenderer: EventRenderer {
  private let style: Style
  private let isTerminal: Bool
  private var pipelines: [PipelineSummary] = []
  private var steps: [StepKey: Progress] = [:]
  private var skipped: [StepKey: SkipReason] = [:]
  private var open: StepSummary?
  private var width = 0
  /// While somebody is asked, the line of what is going on would be in the way of the answer.
  private var openQuestions = 0
  /// What stands before the lines of a step, made once for each width.
  private var prefixes: [StepKey: [UInt8]] = [:]
  private static let widestName = 24

  struct StepKey: Hashable, Sendable {
    var pipeline: String
    var id: String

    init(_ step: StepSummary) {
      pipeline = step.pipeline
      id = step.id
    }
  }

  private struct Progress: Sendable {
    var step: StepSummary
    var order: Int
    var started: Int64?
    var activity: String?
    var isOver = false
  }

  /// - Parameter isTerminal: control characters of steps are made harmless, and progress goes to the live line.
  public init(style: Style = .plain, isTerminal: Bool = false) {
    self.style = style
    self.isTerminal = isTerminal
  }

  public mutating func render(_ event: Event) -> [UInt8] {
    switch event.kind {
    case .runStarted(_, let pipelines):
      self.pipelines = pipelines.filter { $0.backend != nil }
      let names = self.pipelines.flatMap(\.steps).map { Columns.count(label(of: $0)) }
      width = min(names.max() ?? 0, Self.widestName)
      return []
    case .pipelineStarted(let pipeline):
      guard pipelines.count > 1 else { return [] }
      return lines(style.paint("pipeline \(pipeline.name)", .strong))
    case .pipelineSkipped(let name, let reason):
      return lines(style.paint("pipeline \(name) does not run: \(reason)", .faint))
    case .stepPreparing(let step, let text):
      note(step) { $0.activity = text }
      return isTerminal ? [] : lines(prefix(of: step) + style.paint(text, .faint))
    case .stepStarted(let step):
      note(step) {
        $0.started = event.time
        $0.activity = nil
      }
      return []
    case .output(let step, let line): return render(line, of: step)
    case .stepEnded(let step, let result, let milliseconds):
      note(step) { $0.isOver = true }
      return lines(prefix(of: step) + ended(step, result, milliseconds))
    case .stepSkipped(let step, let reason):
      skipped[StepKey(step)] = reason
      note(step) { $0.isOver = true }
      return []
    case .nodeStarted(let node):
      return lines(indent(node) + style.paint("▸ \(node.kind) \(node.name)", .strong))
    case .nodeEnded(let node, let status, let message, let milliseconds):
      return lines(indent(node) + ended(node, status, message, milliseconds))
    case .asked(let step, let question):
      openQuestions += 1
      return lines(prefix(of: step) + style.paint("?", .warning) + " " + question)
    case .answered(let step, let text):
      openQuestions -= 1
      return lines(prefix(of: step) + style.paint(text, .faint))
    case .notice(_, let text): return lines(style.paint("note:", .warning) + " " + text)
    case .pipelineEnded: return []
    case .runEnded(let outcome):
      let summary = RunSummary(style: style, pipelines: pipelines, skipped: skipped)
      return lines("") + Array(summary.text(of: outcome).utf8)
    }
  }

  public func liveLine(now: Int64, width: Int) -> String? {
    let running = steps.values.filter { !$0.isOver }.sorted { $0.order < $1.order }
    guard !running.isEmpty, openQuestions == 0 else { return nil }
    let total = pipelines.reduce(0) { $0 + $1.steps.count }
    let count = "\(steps.values.count { $0.isOver })/\(total)"
    var parts = running.map { progress in
      let name = label(of: progress.step)
      guard let started = progress.started else { return "\(name): \(progress.activity ?? "starting")" }
      return "\(name) \(Elapsed.rough(milliseconds: now - started))"
    }
    // Where not all fit, say how many more there are.
    let room = max(10, width - 1 - Columns.count(count) - 3)
    while parts.count > 1, Columns.count(parts.joined(separator: " · ")) > room { parts.removeLast() }
    if parts.count < running.count {
      parts.append("+\(running.count - parts.count)")
      while parts.count > 2, Columns.count(parts.joined(separator: " · ")) > room {
        parts.remove(at: parts.count - 2)
        parts[parts.count - 1] = "+\(running.count - parts.count + 1)"
      }
    }
    let text = Columns.cut(parts.joined(separator: " · "), to: room)
    return style.paint(count, .strong) + " ▸ " + style.paint(text, .info)
  }

  // MARK: Lines

  private mutating func render(_ line: OutputLine, of step: StepSummary) -> [UInt8] {
    var bytes: [UInt8] = []
    if open != step || isTerminal { bytes = closing() + cachedPrefix(of: step) }
    bytes += isTerminal ? TerminalText.clean(line.bytes, keepsColours: style.isColoured) : line.bytes
    // On a terminal every piece is a line, since the live line needs one of its own.
    let isOpen = line.isContinued && !isTerminal
    if !isOpen { bytes.append(0x0A) }
    open = isOpen ? step : nil
    return bytes
  }

  private mutating func lines(_ text: String) -> [UInt8] {
    closing() + Array((text + "\n").utf8)
  }

  private mutating func closing() -> [UInt8] {
    defer { open = nil }
    return open == nil ? [] : [0x0A]
  }

  private mutating func cachedPrefix(of step: StepSummary) -> [UInt8] {
    if let prefix = prefixes[StepKey(step)] { return prefix }
    let prefix = Array(prefix(of: step).utf8)
    prefixes[StepKey(step)] = prefix
    return prefix
  }

  private mutating func prefix(of step: StepSummary) -> String {
    // Steps of dialects that make them as they go are not known from the start.
    let wanted = min(Columns.count(label(of: step)), Self.widestName)
    if wanted > width {
      width = wanted
      prefixes = [:]
    }
    let name = Columns.cut(label(of: step), to: width)
    let padding = String(repeating: " ", count: width - Columns.count(name))
    let number = steps[StepKey(step)]?.order ?? 0
    return style.paint(name, .series(number)) + padding + style.paint(" │ ", .faint)
  }

  private func label(of step: StepSummary) -> String {
    if step.stage != nil { return Self.shortened(step.id) }
    return pipelines.count > 1 ? "\(step.pipeline)/\(step.name)" : step.name
  }

  /// The path of a step with slashes; where it is too long its beginning goes, which the steps of a stage share.
  private static func shortened(_ path: String) -> String {
    let text = path.replacing(".", with: "/")
    guard Columns.count(text) > widestName else { return text }
    return "…" + text.suffix(widestName - 1)
  }

  private func indent(_ node: NodeSummary) -> String { String(repeating: "  ", count: max(0, node.depth - 1)) }

  private func ended(_ node: NodeSummary, _ status: String, _ message: String?, _ milliseconds: Int64) -> String {
    let time = Elapsed.text(milliseconds: milliseconds)
    let remark = message.map { ": \($0)" } ?? ""
    switch status {
    case "SKIPPED": return style.paint("– \(node.kind) \(node.name) is skipped\(remark)", .faint)
    case "SUCCEEDED": return style.paint("✓ \(node.kind) \(node.name) after \(time)", .success)
    case "IGNORE_FAILED": return style.paint("! \(node.kind) \(node.name) \(status) after \(time)\(remark)", .warning)
    default: return style.paint("✗ \(node.kind) \(node.name) \(status) after \(time)\(remark)", .error)
    }
  }

  private func ended(_ step: StepSummary, _ result: StepResult, _ milliseconds: Int64) -> String {
    let time = Elapsed.text(milliseconds: milliseconds)
    switch result {
    case .success: return style.paint("✓ \(time)", .success)
    case .failure(code: 78): return style.paint("✓ ended the pipeline early (exit code 78) after \(time)", .success)
    case .failure(let code): return style.paint("✗ exit code \(code) after \(time)", .error)
    case .outOfMemory: return style.paint("✗ out of memory after \(time)", .error)
    case .error(let message): return style.paint("✗ \(message)", .error)
    case .killed: return style.paint("✗ stopped after \(time)", .warning)
    case .harness(let result): return ended(result, time)
    case .stage(let end): return ended(end, time)
    }
  }

  private func ended(_ end: StageEnd, _ time: String) -> String {
    let remark = end.message ?? end.exitCode.flatMap { $0 == 0 ? nil : "exit code \($0)" }
    let said = remark.map { ", \($0)" } ?? ""
    switch end.status {
    case .success: return style.paint("✓ \(time)\(said)", .success)
    case .exited: return style.paint("✓ ended the deployment early after \(time)\(said)", .success)
    case .skipped: return style.paint("– skipped after \(time)\(said)", .faint)
    case .failure: return style.paint("✗ failed after \(time)\(said)", .error)
    case .cancelled: return style.paint("✗ cancelled after \(time)\(said)", .warning)
    }
  }

  private func ended(_ result: HarnessResult, _ time: String) -> String {
    var parts = [result.status == "SUCCEEDED" ? time : "\(result.status) after \(time)"]
    if let message = result.message {
      parts.append(message)
    } else if let code = result.exitCode, code != 0 {
      parts.append("exit code \(code)")
    }
    if let retry = result.retry { return style.paint("↻ \((parts + [retry.text]).joined(separator: ", "))", .warning) }
    let text = parts.joined(separator: ", ")
    if result.status == "SUCCEEDED" { return style.paint("✓ \(text)", .success) }
    return result.isPositive ? style.paint("! \(text)", .warning) : style.paint("✗ \(text)", .error)
  }

  private mutating func note(_ step: StepSummary, _ change: (inout Progress) -> Void) {
    var progress = steps[StepKey(step)] ?? Progress(step: step, order: steps.count)
    change(&progress)
    steps[StepKey(step)] = progress
  }
}
