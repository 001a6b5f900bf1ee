import Synchronization

/// Says why tests do nothing here.
public enum Skipped {
  private static let told = Mutex<Set<String>>([])

  /// Prints the reason, once however many tests it keeps from their work.
  public static func because(_ reason: String) {
    if told.withLock({ $0.insert(reason).inserted }) { print("skipped: \(reason)") }
  }
}
