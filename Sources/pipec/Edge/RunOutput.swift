import Glibc
import Interpreter

import struct Diagnostics.Style

/// Shows a run.
enum RunOutput {
  /// The reader of events that writes to standard output.
  static func console(_ command: RunCommand, _ streams: Streams, _ cancellation: Cancellation) -> Console {
    let style = command.outputStyle(streams)
    let isTerminal = streams.output.isTerminal && streams.environment["TERM"] != "dumb"
    switch command.format {
    case .text:
      let renderer = TextRenderer(style: style, isTerminal: isTerminal)
      return Console(renderer: renderer, isLive: isTerminal && !command.common.isQuiet, cancellation: cancellation)
    case .drone:
      let renderer = DroneRenderer(style: style, assumesDefault: command.build.pipelines.isEmpty)
      return Console(renderer: renderer, cancellation: cancellation)
    case .json: return Console(renderer: JSONLines(), cancellation: cancellation)
    }
  }

  /// What `drone exec` says on standard error when pipelines could not run to their end.
  static func tellErrors(of outcome: RunOutcome) {
    for pipeline in outcome.pipelines where pipeline.status == .error || pipeline.status == .killed {
      if let message = pipeline.message { tell(message) }
    }
  }
}

/// Every event as one line of JSON.
private struct JSONLines: EventRenderer {
  mutating func render(_ event: Event) -> [UInt8] { EventJSON.line(of: event) }
}

/// Says something on standard error at once, while a run is going on.
func tell(_ text: String) {
  let bytes = Array((text + "\n").utf8)
  var offset = 0
  while offset < bytes.count {
    let written = bytes[offset...].withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    if written > 0 { offset += written } else if written == 0 || errno != EINTR { return }
  }
}
