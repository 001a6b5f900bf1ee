/// Go's `text/template`, as PipeCD renders queries, messages and files with it.
///
/// A text is parsed once, can be checked against the type of the data that it will be given, and is rendered with data.
/// What a person wrote never costs more than `Limits` allow.
public enum GoTemplate {
  /// Why a template cannot be used.
  public struct Failure: Error, Hashable, Sendable {
    /// What went wrong.
    public enum Reason: Hashable, Sendable {
      /// The text is no template.
      case syntax
      /// A function that does not exist here; the names of those that do.
      case unknownFunction(String, known: [String])
      /// Rendering failed.
      case rendering
      /// One of `Limits` was passed, which is pipec's own.
      case limit
    }

    /// What went wrong.
    public var reason: Reason
    /// The words of the real library, such as `template: query:1: unclosed action`.
    public var message: String
    /// The same without the name of the template and the place.
    public var detail: String
    /// Where in the UTF-8 bytes of the text.
    public var range: Range<Int>
  }

  /// What no template may exceed.
  public struct Limits: Sendable {
    /// How deeply actions and parentheses may nest.
    public var depth = 100
    /// How many nodes may be visited while rendering.
    public var steps = 1_000_000
    /// How many bytes the text may become.
    public var outputBytes = 1 << 24

    public init() {}

    /// What pipec allows.
    public static let standard = Limits()
  }

  /// What a map without a key gives.
  public enum MissingKey: Hashable, Sendable {
    /// `<no value>`, as in queries.
    case noValue
    /// A failure, as in files that secrets and attachments are put into.
    case failure
  }

  /// Reads a template.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - functions: what may be called in it.
  public static func parse(
    _ text: String, name: String = "template", functions: Functions = .builtIn
  ) -> Result<Syntax, Failure> {
    var parser = Parser(text, name: name, functions: functions)
    return parser.parse()
  }
}
