/// The names of the secrets that there are.
struct KnownSecrets: Sendable {
  /// In alphabetical order.
  let sorted: [String]
  private let names: Set<String>
  private let folded: Set<String>

  init(_ names: Set<String>) {
    self.names = names
    folded = Set(names.map { $0.lowercased() })
    sorted = names.sorted()
  }

  /// Whether there is a secret of that name, as Harness looks for it.
  func has(_ name: String) -> Bool { names.contains(name) }

  /// Whether there is a secret of that name, in upper or lower case, as Drone looks for it.
  func hasInAnyCase(_ name: String) -> Bool { folded.contains(name.lowercased()) }
}
