/// What the program says about itself when it ends; scripts rely on it.
enum ExitStatus: Int32, Sendable {
  /// Nothing to report, or the run succeeded.
  case clean = 0
  /// There are findings, or the run failed.
  case findings = 1
  /// Wrong usage or unreadable input.
  case usage = 2
  /// The world failed: the engine cannot be reached, the disk is full.
  case failure = 3

  /// The worse of two.
  func combined(with other: ExitStatus) -> ExitStatus {
    other.rawValue > rawValue ? other : self
  }
}

/// Why a command ends early; one sentence for a person.
enum CommandError: Error, Hashable {
  /// The command was called in a wrong way.
  case usage(String)
  /// What was named cannot be read; the command was called in the right way.
  case input(String)
  /// The world failed.
  case failure(String)

  /// The sentence.
  var message: String {
    switch self {
    case .usage(let text), .input(let text), .failure(let text): text
    }
  }

  /// The status the program ends with.
  var status: ExitStatus {
    switch self {
    case .usage, .input: .usage
    case .failure: .failure
    }
  }
}
