/// A pipeline language that pipec reads.
public enum Dialect: String, Hashable, Sendable, CaseIterable {
  case drone
  case harness
  case pipecd
}
