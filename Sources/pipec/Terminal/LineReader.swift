import CReadline
import Glibc
import REPL

/// Reads what a person types, with editing, history and completion on a terminal, and plainly elsewhere.
final class LineReader {
  /// What came.
  enum Input {
    case line(String)
    /// Ctrl-C: what was typed is forgotten.
    case interrupted
    case end
  }

  /// Asked when Tab is pressed; nil where Ctrl-C, which makes `interruptions` readable, came first.
  typealias Completer = (_ line: String, _ cursor: Int, _ interruptions: Int32) -> LineCompletion?

  private let completer: Completer
  private let isEdited: Bool
  /// Why lines cannot be edited, though there is a terminal.
  let problem: String?

  /// - Parameter isInteractive: whether a person sits at a terminal.
  init(isInteractive: Bool, isColoured: Bool, completer: @escaping Completer) {
    self.completer = completer
    guard isInteractive else {
      isEdited = false
      problem = nil
      return
    }
    problem = creadline_load().map { String(cString: $0) }
    isEdited = problem == nil
    guard isEdited else { return }
    creadline_begin(
      { line, cursor, context in
        guard let line, let context else { return }
        Unmanaged<LineReader>.fromOpaque(context).takeUnretainedValue().complete(String(cString: line), Int(cursor))
      }, Unmanaged.passUnretained(self).toOpaque(), isColoured)
  }

  /// A descriptor that can be read when Ctrl-C was pressed; -1 where that ends the program.
  var interruptions: Int32 { isEdited ? creadline_interrupts() : -1 }

  /// Forgets that Ctrl-C was pressed; false where it was not.
  @discardableResult func takeInterruption() -> Bool { isEdited && creadline_was_interrupted() }

  /// Adds a line to those that the arrow keys bring back.
  func remember(_ line: String) {
    if isEdited { creadline_remember(line) }
  }

  /// Reads a line.
  ///
  /// - Parameter prompt: shown on terminals; may hold colours.
  func read(_ prompt: String) -> Input {
    guard isEdited else {
      if problem != nil {
        print(prompt, terminator: "")
        fflush(nil)
      }
      return readLine().map { .line($0) } ?? .end
    }
    var line: UnsafeMutablePointer<CChar>?
    switch creadline_read(Self.marked(prompt), &line) {
    case CREADLINE_LINE:
      guard let line else { return .end }
      defer { free(line) }
      return .line(String(cString: line))
    case CREADLINE_INTERRUPTED: return .interrupted
    default: return .end
    }
  }

  /// The prompt with its colours between the marks that tell readline that they take no room.
  private static func marked(_ prompt: String) -> String {
    var result = ""
    var isEscape = false
    for character in prompt {
      if character == "\u{1B}" {
        result += "\u{1}"
        isEscape = true
      }
      result.append(character)
      if isEscape, character == "m" {
        result += "\u{2}"
        isEscape = false
      }
    }
    return result
  }

  private func complete(_ line: String, _ cursor: Int) {
    guard let completion = completer(line, cursor, interruptions) else { return }
    creadline_range(completion.range.lowerBound, completion.takesFiles, completion.suffix)
    for candidate in completion.candidates { creadline_offer(candidate.text, candidate.type) }
  }
}
