import Diagnostics

/// Drone's `${…}` substitution: what the runner does to the raw text of a file before it reads the YAML.
///
/// The language looks like the shell's parameter expansion and differs from it in many places; the grammar is in
/// `grammar/drone-substitution.ebnf`. Text, names, values and offsets are bytes of UTF-8.
public enum Substitution {
  /// Which release of the substitution library a runner carries.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  public enum Version: Hashable, Sendable {
    /// The docker, kubernetes and vm runners and the command line.
    case v1_0_3
    /// The exec, ssh, digitalocean and macstadium runners: every error reads `bad substitution`, and a default is
    /// exactly one text or one expansion.
    case v1_0_2
  }

  /// A place where the real substitution fails; one is enough to fail the whole stage.
  public struct Failure: Error, Hashable, Sendable {
    /// The text of the upstream error.
    public var message: String
    /// What is wrong and what to write instead, for people.
    public var explanation: String
    /// The bytes of the text that the failure is about.
    public var range: Range<Int>

    public init(message: String, explanation: String, range: Range<Int>) {
      self.message = message
      self.explanation = explanation
      self.range = range
    }
  }

  /// The text after substitution.
  public struct Output: Sendable {
    /// The text that the YAML decoder reads.
    public var bytes: [UInt8]
    /// Leads from offsets of `bytes` to offsets of the text; nil when nothing changed.
    public var map: OffsetMap?
  }

  /// Expansions nested deeper than this are a failure, so that no text can exhaust the stack.
  public static let maximumDepth = 200

  /// Reads a whole text. Parsing goes on after a failure, so that all failures of a file are reported; what failed
  /// stays in the tree as literal text.
  public static func parse(_ text: [UInt8], version: Version = .v1_0_3) -> (syntax: Syntax, failures: [Failure]) {
    text.withUnsafeBufferPointer { buffer in
      var parser = SubstitutionParser(buffer, version: version)
      let parts = parser.parseText()
      return (Syntax(parts: parts, inputEnd: parser.limit), parser.failures)
    }
  }

  /// Puts values in place of the expansions. An unknown name is the empty text.
  ///
  /// - Parameters:
  ///   - text: The bytes that `syntax` was read from.
  ///   - quotesMultilineValues: Whether a value with a line feed is replaced by its Go-quoted form before any function
  ///     sees it. Every runner does that; the bare library does not.
  /// - Returns: A failure where the real system crashes (a negative length), or where the result would be absurdly
  ///   large.
  public static func expand(
    _ syntax: Syntax, of text: [UInt8], quotesMultilineValues: Bool = true, lookup: (String) -> String?
  ) -> Result<Output, Failure> {
    withoutActuallyEscaping(lookup) { lookup in
      var evaluator = SubstitutionEvaluator(text: text, quotesMultilineValues: quotesMultilineValues, lookup: lookup)
      return evaluator.evaluate(syntax)
    }
  }

  /// Whether anything in the text would change: a fast scan for `${`, `$$`, `\\`, `\/` and NUL.
  public static func needsExpansion(_ text: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { buffer in
      if buffer.firstOffset(of: 0, from: 0, limit: buffer.count) < buffer.count { return true }
      return buffer.contains(0x24, before: 0x7B, 0x24) || buffer.contains(0x5C, before: 0x5C, 0x2F)
    }
  }
}
