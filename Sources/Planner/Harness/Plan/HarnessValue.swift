/// A value that expressions can read and that is no node: a fact of the run, an item of a loop, an output of a step.
public indirect enum HarnessValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  case text(String)
  /// The secret of that name; its value stays where secrets are kept.
  case secret(String)
  /// A text with secrets or what is deferred in it.
  case pieces([Plan.Piece])
  case list([HarnessValue])
  /// In order, each name once.
  case map([Member])
  /// Not known before the run: what expression would give it.
  case deferred(String)

  /// A name of a map and what it leads to.
  public struct Member: Hashable, Sendable {
    public var name: String
    public var value: HarnessValue

    public init(_ name: String, _ value: HarnessValue) {
      self.name = name
      self.value = value
    }
  }

  /// What a name of a map leads to; nil where there is none or it is no map.
  public subscript(name: String) -> HarnessValue? {
    guard case .map(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }
}
