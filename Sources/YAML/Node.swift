import CYAML
import Diagnostics

/// A syntax error of one document.
public struct SyntaxError: Hashable, Sendable {
  public var problem: String
  public var span: Span
}
