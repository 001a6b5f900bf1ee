import Diagnostics
import IR

/// What lies around a file of PipeCD in its repository. The program finds it; rules look at it and say nothing where it is
/// not known.
public struct PipeCDNeighbours: Sendable {
  /// Checks that are shared in `.pipe`.
  public struct Templates: Sendable {
    /// The file that they are in; nil: no file has any.
    public var file: String?
    /// The checks.
    public var specification: PipeCD.AnalysisTemplateSpec

    public init(file: String?, specification: PipeCD.AnalysisTemplateSpec) {
      self.file = file
      self.specification = specification
    }
  }

  /// An application of the same repository.
  public struct Application: Sendable {
    /// Its name.
    public var name: String
    /// Its file.
    public var file: String
    /// Whether chains may start it.
    public var isStartedByChains: Bool
    /// Where the file says so, or its name.
    public var place: Span

    public init(name: String, file: String, isStartedByChains: Bool, place: Span) {
      self.name = name
      self.file = file
      self.isStartedByChains = isStartedByChains
      self.place = place
    }
  }

  /// A file in the folder of the application.
  public struct Companion: Sendable {
    /// What is known of what is in a file.
    public enum Content: Sendable {
      /// It has actions, `{{ … }}`.
      case template(Source)
      /// It was read, and has none: rendering it changes nothing.
      case plain
      /// It is too large to look into, or cannot be read.
      case unread
    }

    /// As targets name it.
    public var path: String
    /// What is in it.
    public var content: Content

    public init(path: String, content: Content) {
      self.path = path
      self.content = content
    }

    /// The file, where it is a template; nil otherwise.
    public var source: Source? { if case .template(let source) = content { source } else { nil } }
    /// Whether somebody has looked into it.
    var isRead: Bool { if case .unread = content { false } else { true } }
  }

  /// The folder of the file, relative to the repository; nil: no repository is known.
  public var directory: String?
  /// The checks of the repository; nil: not known.
  public var templates: Templates?
  /// The applications of the repository; nil: not known.
  public var applications: [Application]?
  /// The files in the folder of the application that may be rendered, in the order of their paths; nil: not known.
  public var companions: [Companion]?
  /// Whether there is something at a path that is relative to the repository.
  public var exists: @Sendable (_ path: String) -> Bool

  public init(exists: @escaping @Sendable (_ path: String) -> Bool = { _ in false }) {
    self.exists = exists
  }

  /// What of all this a file has to do with.
  public struct Needs: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// It names checks of `.pipe`.
    public static let templates = Needs(rawValue: 1)
    /// It deploys others after itself.
    public static let applications = Needs(rawValue: 2)
    /// It has secrets or attachments.
    public static let companions = Needs(rawValue: 4)
    /// It names paths of the repository.
    public static let paths = Needs(rawValue: 8)

    /// What the files of a program have to do with; empty for other dialects.
    public init(_ program: Program) {
      self = []
      for case .pipecd(let document) in program.documents {
        guard let application = document.application else { continue }
        if document.analyses.contains(where: { !$0.options.templateReferences.isEmpty }) { insert(.templates) }
        let chain = application.postSync.value?.chain.value?.applications.value ?? []
        if chain.contains(where: { !$0.value.name.value.isEmpty }) { insert(.applications) }
        if application.encryption.value != nil || application.attachment.value != nil { insert(.companions) }
        let trigger = application.trigger.onCommit
        if !trigger.paths.value.isEmpty || !trigger.ignores.value.isEmpty { insert(.paths) }
      }
    }
  }

  /// Rules that look at nothing else, and so never speak where nothing is known.
  static let rules: Set<RuleName> = [
    MissingCompanion.info.name, TargetSyntax.info.name, TriggerPath.info.name, UnchainedApplication.info.name,
    UndeclaredSecret.info.name, UnknownAnalysisTemplate.info.name, UnlistedTarget.info.name, ForgottenSecret.info.name,
  ]
}

extension PipeCD.AnalysisOptions {
  /// The names of the shared checks that stand in for checks of the stage, by the section that they must be in.
  var templateReferences: [(section: String, reference: PipeCD.TemplateReference)] {
    let all =
      metrics.value.map { ("metrics", $0.value.template.value) } + logs.value.map { ("logs", $0.value.template.value) }
      + https.value.map { ("https", $0.value.template.value) }
    return all.filter { !$0.1.name.value.isEmpty }.map { (section: $0.0, reference: $0.1) }
  }
}

extension PipeCD.AnalysisTemplateSpec {
  /// The names of the checks in a section.
  func names(in section: String) -> [String] {
    switch section {
    case "metrics": metrics.value.names
    case "logs": logs.value.names
    default: https.value.names
    }
  }
}
