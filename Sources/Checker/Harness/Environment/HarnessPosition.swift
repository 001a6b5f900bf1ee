/// Where an expression stands: the node that it is worked out for, and when.
public struct HarnessPosition: Hashable, Sendable {
  /// When Harness works out the field.
  public enum Moment: Hashable, Sendable {
    /// When the node starts: most fields.
    case start
    /// `when.condition`.
    case condition
    /// The names of stages and steps, and the values of `strategy`: before the loop begins.
    case loop
    /// When somebody reads the variable, and as if it stood there.
    case reader
    /// Inside a template that the file does not show.
    case template
    /// After the node has ended: outputs and assertions.
    case end
    /// Before anything runs: the codebase, the infrastructure and the platform of a stage.
    case setup
    /// Whenever something happens: notifications.
    case event
  }

  /// The node's position in `HarnessEnvironment.nodes`.
  public var node: Int
  public var moment: Moment

  public init(node: Int, moment: Moment) {
    self.node = node
    self.moment = moment
  }

  /// Whether names that depend on the place cannot be judged.
  var isRelativeOpen: Bool { moment == .reader || moment == .template }
}
