import Diagnostics
import Expressions
import IR

/// What a rule may know besides the part it looks at, and where it reports.
public struct RuleContext: Sendable {
  /// The text of the file.
  public let source: Source
  /// The language of the file.
  public let dialect: Dialect
  /// Whether nothing but the first document of the file has been looked at.
  var isFirstDocument = true
  /// Whether the file was in the 0.8 format and has been converted: keys that only 1.x knows were never written then.
  public let isConverted: Bool
  /// The `${…}` of the file; nil where there is nothing that substitution would change.
  let substitution: SubstitutionIndex?
  /// The axes of the `matrix` of a 0.8 file.
  let matrixAxes: Set<String>
  /// The plugins that piped is configured with, by name; nil where that is not known.
  public internal(set) var plugins: Set<String>?
  /// The analysis providers that piped is configured with; nil where that is not known.
  var providers: [String]?
  /// What lies around a file of PipeCD; nil where that is not known.
  var neighbours: PipeCDNeighbours?
  /// The secrets that there are; nil where that is not known.
  var secrets: KnownSecrets?
  /// Plugins besides those that pipec knows.
  private let ownPlugins: OwnPlugins
  /// What has been found so far.
  public private(set) var findings: [Diagnostic] = []
  /// What is known of the images that occurred so far; those that nobody knows are here too.
  private var descriptions: [String: PluginDescription?] = [:]
  /// What the step that was asked about last hands to a plugin: the rules of plugins look at one step after the other.
  private var lastUse: (step: Span, use: PluginUse?)?
  /// How many names may still be compared with one that is not known.
  private var comparisons = 200_000
  /// The rule that is looking.
  var rule: (any Rule.Type)?

  init(_ program: Program, of source: Source, options: Checker.Options) {
    self.source = source
    dialect = program.dialect
    plugins = options.plugins
    ownPlugins = options.ownPlugins
    isConverted = program.isConverted
    substitution = program.dialect == .drone ? SubstitutionIndex(source) : nil
    matrixAxes = program.matrixAxes
  }

  /// Reports a finding of the rule that is looking.
  ///
  /// - Parameters:
  ///   - message: one clause without a full stop.
  ///   - severity: nil: the rule's own.
  ///   - help: what to type instead.
  ///   - isConfidential: whether the text at the place is not to be shown.
  public mutating func report(
    _ message: String, at span: Span, severity: Diagnostic.Severity? = nil, label: String? = nil,
    related: [Diagnostic.Label] = [], help: String? = nil, fixes: [Fix] = [], isConfidential: Bool = false
  ) {
    guard let info = rule?.info, findings.count < Self.mostFindings else { return }
    var finding = Diagnostic(
      rule: info.name, severity: severity ?? info.severity, message: message, at: span, label: label, related: related,
      help: help, fixes: fixes)
    finding.isConfidential = isConfidential
    findings.append(finding)
  }

  /// The known name that is most likely meant; nil also where so many were looked for that it would take too long.
  mutating func nearest(to name: String, among candidates: [String]) -> String? {
    guard comparisons > candidates.count else { return nil }
    comparisons -= candidates.count
    return Suggestion.nearest(to: name, among: candidates)
  }

  /// Takes over what another walk has found.
  mutating func add(_ others: [Diagnostic]) {
    findings.append(contentsOf: others.prefix(max(0, Self.mostFindings - findings.count)))
  }

  /// Hands over what has been found so far, and begins anew.
  mutating func takeFindings() -> [Diagnostic] {
    defer { findings = [] }
    return findings
  }

  /// What is known of the plugin whose image this is.
  mutating func plugin(image: String) -> PluginDescription? {
    if let known = descriptions[image] { return known }
    let found = ownPlugins.plugin(image: image) ?? PluginTable.plugin(image: image)
    descriptions[image] = .some(found)
    return found
  }

  /// What a Drone step hands to a plugin; nil where it runs no plugin, or one that nobody knows.
  mutating func pluginUse(of step: Step) -> PluginUse? {
    if let lastUse, lastUse.step == step.span { return lastUse.use }
    let use = PluginUse(step, in: &self)
    lastUse = (step.span, use)
    return use
  }

  /// Forgets what belongs to one step alone: copies of it, as a matrix makes them, have the same place.
  mutating func enterStep() {
    lastUse = nil
  }

  /// How far to look along a line, so that one line of many kilobytes costs no more than many short ones.
  private static let longestLook = 512
  /// Nobody reads more findings than these; a file that is wrong all over must not fill the memory.
  private static let mostFindings = 100_000

  /// The lines that a span touches: what substitution leaves empty at the ends of a plain text is outside of its span.
  func wholeLines(of span: Span) -> Span {
    let bytes = source.bytes
    var start = Int(span.start)
    var end = Int(span.end)
    let lowest = max(0, start - Self.longestLook)
    let highest = min(bytes.count, end + Self.longestLook)
    while start > lowest, start <= bytes.count, bytes[start - 1] != 0x0A { start -= 1 }
    while end < highest, bytes[end] != 0x0A { end += 1 }
    return Span(span.source, UInt32(clamping: start), UInt32(clamping: end))
  }

  /// Whether substitution puts something into the lines of a span.
  func hasExpansion(in span: Span) -> Bool {
    substitution.map { !$0.expansions(in: wholeLines(of: span)).isEmpty } ?? false
  }

  /// Whether an offset is behind a `#` that begins a comment, in YAML or in a script.
  func isComment(_ offset: Int) -> Bool {
    let bytes = source.bytes
    var index = offset
    let lowest = max(0, offset - Self.longestLook)
    while index > lowest, bytes[index - 1] != 0x0A {
      index -= 1
      guard bytes[index] == UInt8(ascii: "#") else { continue }
      if index == 0 || bytes[index - 1] == 0x20 || bytes[index - 1] == 0x09 || bytes[index - 1] == 0x0A { return true }
    }
    return false
  }

  /// A place without what follows its first line.
  func firstLine(of span: Span) -> Span {
    let end = min(Int(span.end), source.bytes.count)
    var index = min(Int(span.start), end)
    guard span.source == source.id else { return span }
    while index < end, source.bytes[index] != 0x0A { index += 1 }
    return Span(span.source, span.start, UInt32(clamping: index))
  }

  /// A fix that replaces one place.
  public func replacing(_ span: Span, with text: String, _ title: String, safety: Fix.Safety = .safe) -> Fix {
    Fix(title, safety: safety, edits: [Fix.Edit(span, text)])
  }
}

extension Span {
  /// A range of bytes in a source.
  init(_ source: SourceID, _ range: Range<Int>) {
    self.init(source, UInt32(clamping: range.lowerBound), UInt32(clamping: range.upperBound))
  }
}

extension Source {
  /// The text of a range of bytes, cut where it is too long for a message.
  func excerpt(of range: Range<Int>) -> String {
    guard range.count > 60 else { return text(of: Span(id, range)) }
    return text(of: Span(id, range.lowerBound..<range.lowerBound + 40)) + "…"
  }
}
