import Diagnostics
import Expressions

/// Everything one file says.
public struct Program: Sendable {
  /// The language that the file is in.
  public var dialect: Dialect
  /// The file.
  public var source: SourceID
  /// In source order.
  public var documents: [Document]
  /// Every `${…}` of the file as written, for rules and editors; nil where there is nothing to substitute.
  public var substitutions: Substitution.Syntax?
  /// What the real systems refuse, with their own words.
  public var problems: [Problem]
  /// What the decoder passes over in silence: unknown keys and their kin.
  public var findings: [Diagnostic]
  /// Whether the file was in an older format and has been converted.
  public var isConverted: Bool
  /// Names that the `matrix` of a converted file gives values, so that `${NAME}` is replaced before anything else.
  public var matrixAxes: Set<String>

  public init(dialect: Dialect, source: SourceID) {
    self.dialect = dialect
    self.source = source
    self.documents = []
    self.substitutions = nil
    self.problems = []
    self.findings = []
    self.isConverted = false
    self.matrixAxes = []
  }

  /// The pipelines in source order.
  public var pipelines: [Pipeline] {
    documents.compactMap { if case .pipeline(let pipeline) = $0 { pipeline } else { nil } }
  }
}

/// One document of a file.
public enum Document: Hashable, Sendable {
  case pipeline(Pipeline)
  case harness(HarnessDocument)
  case pipecd(PipeCDDocument)
  case secret(SecretDeclaration)
  /// A document that the system accepts and that runs nothing, such as a signature.
  case inert(kind: Text, span: Span)
  /// No kind, or not a mapping, or not parsable.
  case invalid(Span)
}

/// A secret declared in the file.
public struct SecretDeclaration: Hashable, Sendable {
  /// Where the value of a secret is.
  public enum Origin: Hashable, Sendable {
    /// The value itself, encrypted.
    case encrypted(Text)
    case external(path: Text?, name: Text?, key: Text?)
    case missing
  }

  /// The name that `from_secret` uses; nil when the key is missing.
  public var name: Text?
  /// Where its value is.
  public var origin: Origin
  /// The whole document.
  public var span: Span

  public init(name: Text?, origin: Origin, span: Span) {
    self.name = name
    self.origin = origin
    self.span = span
  }
}

/// Something that a part of the real system refuses.
public struct Problem: Hashable, Sendable {
  /// Who refuses.
  public enum Authority: Hashable, Sendable {
    /// The server, before anything is scheduled.
    case server
    /// The runner: substitution, decoding, or its own lint. Names of pipelines as the server knows them; nil: all of the file.
    case runner(pipeline: String?)
    /// Both.
    case both
  }

  /// Who refuses it.
  public var authority: Authority
  /// What the real system prints, without line numbers of its own.
  public var upstream: String
  /// The same in pipec's words, with its place.
  public var diagnostic: Diagnostic
  /// Whether it is refused only in a repository that is not trusted.
  public var isTrustDependent: Bool

  public init(_ diagnostic: Diagnostic, by authority: Authority, upstream: String, isTrustDependent: Bool = false) {
    self.diagnostic = diagnostic
    self.authority = authority
    self.upstream = upstream
    self.isTrustDependent = isTrustDependent
  }
}
