import Diagnostics
import IR

/// The templates that are at hand, and the pipelines that use them written out.
public struct HarnessTemplates: Sendable {
  /// By identifier; several versions and scopes of one.
  private var templates: [String: [HarnessTemplate]] = [:]

  public init(_ templates: [HarnessTemplate] = []) {
    for template in templates {
      guard let identifier = template.identifier?.value, template.spec != nil else { continue }
      self.templates[identifier, default: []].append(template)
    }
  }

  /// Whether there are none.
  public var isEmpty: Bool { templates.isEmpty }

  /// What became of a pipeline.
  public struct Resolution: Sendable {
    /// The pipeline with each link whose template is at hand replaced by the template's body.
    public var pipeline: Data
    /// What the server refuses, with its words.
    public var problems: [Problem]
    /// Links whose templates are not at hand: they may well be on the server.
    public var unresolved: [HarnessTemplateLink]
  }

  /// Writes out the templates that a pipeline links to, and those that these link to.
  ///
  /// The identifier and the name stay those of the link; the template's runtime inputs are filled with `templateInputs`.
  /// Places go on pointing into the template's own file.
  ///
  /// - Parameters:
  ///   - pipeline: what `HarnessPipeline.data` is.
  ///   - form: the form of the pipeline.
  public func resolve(_ pipeline: Data, form: HarnessForm = .v0) -> Resolution {
    var resolver = HarnessTemplateResolver(templates: self, form: form)
    let data = resolver.resolve(pipeline)
    return Resolution(pipeline: data, problems: resolver.problems, unresolved: resolver.unresolved)
  }

  /// Writes out the templates that a template links to itself.
  public func resolve(_ template: HarnessTemplate) -> Resolution {
    var resolver = HarnessTemplateResolver(templates: self, form: template.form)
    let data = resolver.resolve(template)
    return Resolution(pipeline: data, problems: resolver.problems, unresolved: resolver.unresolved)
  }

  /// Whether there is any link in a value, so that resolving it may change it.
  public static func hasLinks(_ data: Data) -> Bool {
    switch data.value {
    case .map(let entries):
      return entries.contains {
        ($0.key.name == "template" && $0.value["templateRef"] != nil) || hasLinks($0.value)
      }
    case .list(let items): return items.contains(where: hasLinks)
    default: return false
    }
  }

  /// The identifiers that a version of which is at hand, in alphabetical order.
  var identifiers: [String] { templates.keys.sorted() }

  // MARK: Finding one

  /// Where a template lives: the first part of a reference, or the keys of its file.
  private enum Scope: Hashable {
    case account, organization, project
  }

  /// What a link leads to.
  enum Search {
    case found(HarnessTemplate)
    /// None of that identifier.
    case missing
    /// None of that version; these there are.
    case missingVersion([String])
  }

  /// The template of a reference: of the same scope if there is one, of the version asked for or the newest.
  func search(_ reference: String, version: String?) -> Search {
    let parts = reference.split(separator: ".", maxSplits: 1).map(String.init)
    let scope: Scope = parts.count < 2 ? .project : parts[0] == "account" ? .account : .organization
    guard let identifier = parts.last, let all = templates[identifier] else { return .missing }
    let near = all.filter { Self.scope(of: $0) == scope }
    // Files of templates often say nothing of where they belong; one that does is not meant by a reference elsewhere.
    let unplaced = scope == .account ? [] : all.filter { Self.scope(of: $0) == .account }
    let candidates = near.isEmpty ? unplaced : near
    if candidates.isEmpty { return .missing }
    if let version {
      if let match = (near + unplaced).first(where: { $0.version?.value == version }) { return .found(match) }
      return .missingVersion(candidates.compactMap { $0.version?.value })
    }
    let stable = candidates.first { $0.data.flag("stableTemplate")?.literal == true }
    let newest = candidates.max { Self.isOlder($0.version?.value ?? "", $1.version?.value ?? "") }
    return (stable ?? newest).map { .found($0) } ?? .missing
  }

  private static func scope(of template: HarnessTemplate) -> Scope {
    if template.data.present("projectIdentifier") != nil { return .project }
    return template.data.present("orgIdentifier") != nil ? .organization : .account
  }

  /// Whether a version label is less than another, runs of digits compared as numbers.
  private static func isOlder(_ left: String, _ right: String) -> Bool {
    let one = pieces(left)
    let other = pieces(right)
    for (a, b) in zip(one, other) where a != b {
      if let x = UInt64(a), let y = UInt64(b) { return x < y }
      return a < b
    }
    return one.count < other.count
  }

  private static func pieces(_ label: String) -> [String] {
    var result: [String] = []
    var wasDigit: Bool?
    for character in label {
      let isDigit = character.isASCII && character.isNumber
      if isDigit == wasDigit, let last = result.indices.last {
        result[last].append(character)
      } else {
        result.append(String(character))
      }
      wasDigit = isDigit
    }
    return result
  }
}
