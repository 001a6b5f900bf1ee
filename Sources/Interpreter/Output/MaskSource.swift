import Synchronization

/// The texts that must not appear in a log while a run finds more of them, as secret outputs of its steps are.
final class MaskSource: Sendable {
  /// What Harness writes in place of a secret.
  static let harnessReplacement = "**************"

  private struct State {
    var secrets: [String]
    var replacement: String
    var table: MaskTable
    var version = 0
  }

  private let state: Mutex<State>

  /// - Parameter replacement: what stands in the log instead; six asterisks are Drone's.
  init(secrets: [String], replacement: String = "******") {
    let table = MaskTable(secrets: secrets, replacement: replacement)
    state = Mutex(State(secrets: secrets, replacement: replacement, table: table))
  }

  /// Masks this from now on as well.
  func add(_ secrets: [String]) {
    guard !secrets.isEmpty else { return }
    state.withLock { state in
      state.secrets += secrets
      state.table = MaskTable(secrets: state.secrets, replacement: state.replacement)
      state.version += 1
    }
  }

  /// What is masked now, and a number that changes with it.
  var current: (table: MaskTable, version: Int) { state.withLock { ($0.table, $0.version) } }

  /// A number that changes whenever there is more to mask.
  var version: Int { state.withLock { $0.version } }

  /// `text` with everything secret replaced.
  func mask(_ text: String) -> String { current.table.mask(text) }
}
