import Diagnostics

extension PipeCD {
  /// Secrets, and the files that use them.
  public struct Encryption: PipeCDRecord {
    /// Encrypted values by name.
    public var secrets: PipeCD.Option<PipeCD.Map<String>>
    /// Files, relative to the application, that are rendered with them.
    public var targets: PipeCD.List<String>

    public init() {
      secrets = .zero
      targets = .zero
    }

    public static var goType: String { "config.SecretEncryption" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("encryptedSecrets", \.secrets),
      .init("decryptionTargets", \.targets),
    ]
  }

  /// Files whose text other files quote.
  public struct Attachment: PipeCDRecord {
    /// Files by name.
    public var sources: PipeCD.Option<PipeCD.Map<String>>
    /// Files, relative to the application, that are rendered with them.
    public var targets: PipeCD.List<String>

    public init() {
      sources = .zero
      targets = .zero
    }

    public static var goType: String { "config.Attachment" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("sources", \.sources),
      .init("targets", \.targets),
    ]
  }

  /// Who is told of what.
  public struct Notification: PipeCDRecord {
    /// One entry for each event.
    public var mentions: PipeCD.List<PipeCD.Mention>

    public init() {
      mentions = .zero
    }

    public static var goType: String { "config.DeploymentNotification" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("mentions", \.mentions)
    ]
  }

  /// Who is told of an event.
  public struct Mention: PipeCDRecord {
    /// `*`, or the name of an event without `EVENT_`.
    public var event: PipeCD.Option<String>
    /// The old name of `slackUsers`.
    public var slack: PipeCD.List<String>
    /// Identifiers of users.
    public var slackUsers: PipeCD.List<String>
    /// Identifiers of groups.
    public var slackGroups: PipeCD.List<String>
    /// Decoded, and never used.
    public var email: PipeCD.List<String>

    public init() {
      event = .zero
      slack = .zero
      slackUsers = .zero
      slackGroups = .zero
      email = .zero
    }

    public static var goType: String { "config.NotificationMention" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("event", \.event),
      .init("slack", \.slack),
      .init("slackUsers", \.slackUsers),
      .init("slackGroups", \.slackGroups),
      .init("email", \.email),
    ]
  }

  /// Fields whose drift does not count.
  public struct DriftDetection: PipeCDRecord {
    /// `apiVersion:kind:namespace:name#fieldPath`.
    public var ignoreFields: PipeCD.List<String>

    public init() {
      ignoreFields = .zero
    }

    public static var goType: String { "config.DriftDetection" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("ignoreFields", \.ignoreFields)
    ]
  }

  /// Files of the application that an event changes.
  public struct ApplicationEvent: PipeCDRecord {
    /// Which events.
    public var matcher: PipeCD.Option<PipeCD.EventMatcher>
    /// What is done.
    public var handler: PipeCD.Option<PipeCD.EventHandler>

    public init() {
      matcher = .zero
      handler = .zero
    }

    public static var goType: String { "config.EventWatcherConfig" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("matcher", \.matcher),
      .init("handler", \.handler),
    ]
  }

  /// Which events a handler is for.
  public struct EventMatcher: PipeCDRecord {
    /// Their name.
    public var name: PipeCD.Option<String>
    /// Their labels.
    public var labels: PipeCD.Option<PipeCD.Map<String>>

    public init() {
      name = .zero
      labels = .zero
    }

    public static var goType: String { "config.EventWatcherMatcher" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("name", \.name),
      .init("labels", \.labels),
    ]
  }

  /// What an event does.
  public struct EventHandler: PipeCDRecord {
    /// `GIT_UPDATE`, which nobody looks at.
    public var type: PipeCD.Option<String>
    /// What is changed.
    public var configuration: PipeCD.Option<PipeCD.EventHandlerConfiguration>

    public init() {
      type = .zero
      configuration = .zero
    }

    public static var goType: String { "config.EventWatcherHandler" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("type", \.type),
      .init("config", \.configuration),
    ]
  }

  /// What an event changes.
  public struct EventHandlerConfiguration: PipeCDRecord {
    /// A template of the message.
    public var commitMessage: PipeCD.Option<String>
    /// Whether a pull request is made.
    public var makesPullRequest: PipeCD.Option<Bool>
    /// The changes.
    public var replacements: PipeCD.List<PipeCD.Replacement>

    public init() {
      commitMessage = .zero
      makesPullRequest = .zero
      replacements = .zero
    }

    public static var goType: String { "config.EventWatcherHandlerConfig" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("commitMessage", \.commitMessage),
      .init("makePullRequest", \.makesPullRequest),
      .init("replacements", \.replacements),
    ]
  }

  /// One value in one file that an event replaces.
  public struct Replacement: PipeCDRecord {
    /// The file.
    public var file: PipeCD.Option<String>
    /// A YAML path.
    public var yamlField: PipeCD.Option<String>
    /// Not implemented upstream: the file is emptied.
    public var jsonField: PipeCD.Option<String>
    /// Not implemented upstream: the file is emptied.
    public var hclField: PipeCD.Option<String>
    /// A regular expression with one group, which is replaced.
    public var regex: PipeCD.Option<String>

    public init() {
      file = .zero
      yamlField = .zero
      jsonField = .zero
      hclField = .zero
      regex = .zero
    }

    public static var goType: String { "config.EventWatcherReplacement" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("file", \.file),
      .init("yamlField", \.yamlField),
      .init("jsonField", \.jsonField),
      .init("HCLField", \.hclField),
      .init("regex", \.regex),
    ]
  }

  /// Events and the files that they change, for a whole repository.
  public struct EventWatcherSpec: PipeCDRecord {
    /// The events.
    public var events: PipeCD.List<PipeCD.WatchedEvent>

    public init() {
      events = .zero
    }

    public static var goType: String { "config.EventWatcherSpec" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("events", \.events)
    ]
  }

  /// An event and the files that it changes.
  public struct WatchedEvent: PipeCDRecord {
    /// Its name.
    public var name: PipeCD.Option<String>
    /// Its labels.
    public var labels: PipeCD.Option<PipeCD.Map<String>>
    /// The changes.
    public var replacements: PipeCD.List<PipeCD.Replacement>

    public init() {
      name = .zero
      labels = .zero
      replacements = .zero
    }

    public static var goType: String { "config.EventWatcherEvent" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("name", \.name),
      .init("labels", \.labels),
      .init("replacements", \.replacements),
    ]
  }
}
