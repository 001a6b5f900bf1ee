extension GoTemplate {
  /// A template that has been read.
  public struct Syntax: Hashable, Sendable {
    /// What messages call it.
    public var name: String
    /// The whole text, in UTF-8.
    public var text: [UInt8]
    /// What is rendered.
    public var nodes: [Node]
    /// What `define` and `block` name, in the order of the names.
    public var definitions: [Definition]
    /// What may be called.
    var functions: Functions
  }

  /// A named part.
  public struct Definition: Hashable, Sendable {
    public var name: String
    public var nodes: [Node]
  }

  /// A piece of a template.
  public indirect enum Node: Hashable, Sendable {
    /// Text that stands for itself.
    case text(String)
    /// `{{ pipeline }}`.
    case action(Pipeline)
    case conditional(Branch)
    case range(Branch)
    case with(Branch)
    /// `{{ template "name" pipeline }}`.
    case template(name: String, Pipeline?, Range<Int>)
    case leave(Range<Int>)
    case next(Range<Int>)
  }

  /// `if`, `range` and `with`.
  public struct Branch: Hashable, Sendable {
    public var pipeline: Pipeline
    public var body: [Node]
    /// What follows `else`; nil without one.
    public var otherwise: [Node]?
  }

  /// Commands, each of which hands its value to the next as the last argument.
  public struct Pipeline: Hashable, Sendable {
    /// Variables that are given the value, with their `$`.
    public var variables: [String]
    /// Whether they exist already: `=`, not `:=`.
    public var isAssignment: Bool
    /// At least one.
    public var commands: [Command]
    /// From its first to its last token.
    public var range: Range<Int>
  }

  /// A value, or a function and its arguments.
  public struct Command: Hashable, Sendable {
    /// At least one.
    public var arguments: [Argument]
    public var range: Range<Int>
  }

  /// What stands in a command.
  public struct Argument: Hashable, Sendable {
    public indirect enum Kind: Hashable, Sendable {
      case dot
      case null
      case bool(Bool)
      case integer(Int64)
      case float(Double)
      case string(String)
      /// `.A.B`.
      case field([String])
      /// `$x.A.B`; `$` alone has the empty name.
      case variable(String, [String])
      /// A function.
      case identifier(String)
      /// `( … )`, and `.A.B` behind it.
      case pipeline(Pipeline, [String])
    }

    public var kind: Kind
    public var range: Range<Int>
    /// Where messages say that it is: of several fields, the second.
    var position: Int
  }
}
