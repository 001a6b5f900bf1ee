/// An object of the pipeline whose members are looked up when an expression asks for them: a stage, a step, its outputs.
///
/// Nodes are values: what they answer does not change while one expression is evaluated.
public protocol HarnessNode: Sendable {
  /// Tells the node apart from others: its absolute path, such as `pipeline.stages.build`.
  var path: String { get }
  /// The member of a name; nil where there is none, which reads as null. A member that is known only later is
  /// `JexlValue.deferred`.
  func member(_ name: String) -> JexlValue?
  /// The names of all members, in their order, for rendering the node as JSON and for suggestions.
  var memberNames: [String] { get }
}

/// A node as a value; two are equal if their paths are.
public struct JexlNode: Hashable, Sendable {
  public let base: any HarnessNode

  public init(_ base: any HarnessNode) { self.base = base }

  public static func == (left: Self, right: Self) -> Bool { left.base.path == right.base.path }
  public func hash(into hasher: inout Hasher) { hasher.combine(base.path) }
}

/// A function written in a script, with the local variables that it saw.
public struct JexlFunction: Hashable, Sendable {
  let program: JexlProgram
  let parameters: [String]
  let body: JexlProgram.ID
  let captured: [String: JexlValue]
}
