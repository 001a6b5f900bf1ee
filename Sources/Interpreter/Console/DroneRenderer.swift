import Diagnostics

/// The output of `drone exec`: every line of every step behind `[step:N]`, N counting the lines of the whole run.
///
/// What kept a pipeline from running to its end is no output of a step; `drone exec` says it on standard error, and so
/// must whoever uses this.
public struct DroneRenderer: EventRenderer {
  private let style: Style
  private let assumesDefault: Bool
  private var count = 0
  private var open: StepSummary?
  private var colours: [String: Int] = [:]

  /// - Parameters:
  ///   - style: with colour the output is that of `--pretty`.
  ///   - assumesDefault: nobody named a pipeline, which `drone exec` says first if it takes the one named `default`.
  public init(style: Style = .plain, assumesDefault: Bool = false) {
    self.style = style
    self.assumesDefault = assumesDefault
  }

  public mutating func render(_ event: Event) -> [UInt8] {
    switch event.kind {
    case .runStarted(_, let pipelines):
      let running = pipelines.filter { $0.backend != nil }
      guard assumesDefault, running.count == 1, running[0].name == "default", running[0].type == "docker" else {
        return []
      }
      return Array("No stage specified, assuming 'default'\n".utf8)
    case .output(let step, let line): return render(line, of: step)
    case .runEnded: return closing()
    default: return []
    }
  }

  private mutating func render(_ line: OutputLine, of step: StepSummary) -> [UInt8] {
    var bytes: [UInt8] = []
    if open != step {
      bytes += closing()
      count += 1
      bytes += Array(prefix(of: step).utf8)
    }
    bytes += line.bytes
    if !line.isContinued { bytes.append(0x0A) }
    open = line.isContinued ? step : nil
    return bytes
  }

  private mutating func closing() -> [UInt8] {
    defer { open = nil }
    return open == nil ? [] : [0x0A]
  }

  private mutating func prefix(of step: StepSummary) -> String {
    let text = "[\(step.name):\(count)]"
    guard style.isColoured else { return text + " " }
    let colour = colours[step.name] ?? colours.count
    colours[step.name] = colour
    return "\u{1B}[\([32, 33, 34, 35, 36][colour % 5])m\(text)\u{1B}[0m "
  }
}
