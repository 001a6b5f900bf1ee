/// What the program says about itself when it ends; scripts rely on it.
enum ExitStatus: Hashable, Sendable {
  /// Nothing to report, or the run succeeded.
  case clean
  /// There are findings, or the run failed.
  case findings
  /// Wrong usage or unreadable input.
  case usage
  /// The world failed: the engine cannot be reached, the disk is full.
  case failure
  /// A run was stopped by a signal and has been tidied up; shells expect 128 and the signal's number.
  case interrupted(code: Int32)

  /// What the manual says of them.
  static let meanings: [(code: Int, meaning: String)] = [
    (0, "nothing to report, or the run succeeded"), (1, "findings, or the run failed"),
    (2, "wrong usage, or input that cannot be read"), (3, "the world failed: no engine, a full disk"),
  ]

  /// What the system is told.
  var code: Int32 {
    switch self {
    case .clean: 0
    case .findings: 1
    case .usage: 2
    case .failure: 3
    case .interrupted(let code): code
    }
  }

  /// The status for a code that something else has decided.
  init(code: Int32) {
    switch code {
    case 0: self = .clean
    case 1: self = .findings
    case 2: self = .usage
    case 3: self = .failure
    default: self = .interrupted(code: code)
    }
  }

  /// The worse of two.
  func combined(with other: ExitStatus) -> ExitStatus {
    other.code > code ? other : self
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
