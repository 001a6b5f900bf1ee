/// Limits that keep a hostile text from taking the machine; a text that passes one gets a `SyntaxError` of kind `limit`.
public struct Limits: Sendable {
  /// How deeply collections may nest.
  public var depth: Int
  /// How many nodes all aliases together may stand for, counted as if every alias were written out.
  public var expandedNodes: Int

  public init(depth: Int = 512, expandedNodes: Int = 4_000_000) {
    self.depth = depth
    self.expandedNodes = expandedNodes
  }

  /// What pipec allows.
  public static let standard = Limits()

  /// The longest text that is read: node records hold 32-bit offsets.
  static let textBytes = Int(Int32.max)
  /// `%TAG` lines cost libyaml quadratic time, and every use of one copies its prefix.
  static let tagDirectives = 64
  static let tagDirectiveBytes = 4096
  /// A stream in which more documents than this are broken is not worth reading to its end.
  static let brokenDocuments = 1000
}
