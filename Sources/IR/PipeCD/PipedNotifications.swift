import Diagnostics

extension PipeCD {
  /// Who is told of what.
  public struct PipedNotifications: PipeCDRecord {
    /// What goes where.
    public var routes: PipeCD.List<PipeCD.NotificationRoute>
    /// Who is told.
    public var receivers: PipeCD.List<PipeCD.NotificationReceiver>

    public init() {
      routes = .zero
      receivers = .zero
    }

    public static var goType: String { "config.Notifications" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("routes", \.routes),
      .init("receivers", \.receivers),
    ]
  }

  /// Which events go to a receiver.
  public struct NotificationRoute: PipeCDRecord {
    /// Its name.
    public var name: PipeCD.Option<String>
    /// The receiver.
    public var receiver: PipeCD.Option<String>
    /// Only these.
    public var events: PipeCD.List<String>
    /// Not these.
    public var ignoredEvents: PipeCD.List<String>
    /// Only those of these groups.
    public var groups: PipeCD.List<String>
    /// Not those of these groups.
    public var ignoredGroups: PipeCD.List<String>
    /// Only of these applications.
    public var applications: PipeCD.List<String>
    /// Not of these applications.
    public var ignoredApplications: PipeCD.List<String>
    /// Only of applications with these labels.
    public var labels: PipeCD.Option<PipeCD.Map<String>>
    /// Not of applications with these labels.
    public var ignoredLabels: PipeCD.Option<PipeCD.Map<String>>

    public init() {
      name = .zero
      receiver = .zero
      events = .zero
      ignoredEvents = .zero
      groups = .zero
      ignoredGroups = .zero
      applications = .zero
      ignoredApplications = .zero
      labels = .zero
      ignoredLabels = .zero
    }

    public static var goType: String { "config.NotificationRoute" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("name", \.name),
      .init("receiver", \.receiver),
      .init("events", \.events),
      .init("ignoreEvents", \.ignoredEvents),
      .init("groups", \.groups),
      .init("ignoreGroups", \.ignoredGroups),
      .init("apps", \.applications),
      .init("ignoreApps", \.ignoredApplications),
      .init("labels", \.labels),
      .init("ignoreLabels", \.ignoredLabels),
    ]
  }

  /// Who is told.
  public struct NotificationReceiver: PipeCDRecord {
    /// Its name.
    public var name: PipeCD.Option<String>
    /// Slack.
    public var slack: PipeCD.Option<PipeCD.SlackReceiver?>
    /// An address.
    public var webhook: PipeCD.Option<PipeCD.WebhookReceiver?>

    public init() {
      name = .zero
      slack = .zero
      webhook = .zero
    }

    public static var goType: String { "config.NotificationReceiver" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("name", \.name),
      .init("slack", \.slack),
      .init("webhook", \.webhook),
    ]
  }

  /// A channel of Slack.
  public struct SlackReceiver: PipeCDRecord {
    /// The address of the hook.
    public var hook: PipeCD.Option<PipeCD.Secret>
    /// The token.
    public var token: PipeCD.Option<PipeCD.Secret>
    /// The token, encoded.
    public var tokenData: PipeCD.Option<PipeCD.Secret>
    /// The file of the token.
    public var tokenFile: PipeCD.Option<String>
    /// The channel.
    public var channel: PipeCD.Option<String>
    /// Users.
    public var accounts: PipeCD.List<String>
    /// Groups.
    public var groups: PipeCD.List<String>

    public init() {
      hook = .zero
      token = .zero
      tokenData = .zero
      tokenFile = .zero
      channel = .zero
      accounts = .zero
      groups = .zero
    }

    public static var goType: String { "config.NotificationReceiverSlack" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("hookURL", \.hook),
      .init("oauthToken", \.token),
      .init("oauthTokenData", \.tokenData),
      .init("oauthTokenFile", \.tokenFile),
      .init("channelID", \.channel),
      .init("mentionedAccounts", \.accounts),
      .init("mentionedGroups", \.groups),
    ]
  }

  /// An address that is called.
  public struct WebhookReceiver: PipeCDRecord {
    /// The address.
    public var address: PipeCD.Option<PipeCD.Secret>
    /// The header.
    public var signatureKey: PipeCD.Option<String>
    /// Its value.
    public var signatureValue: PipeCD.Option<PipeCD.Secret>
    /// The file of its value.
    public var signatureFile: PipeCD.Option<String>

    public init() {
      address = .zero
      signatureKey = .zero
      signatureValue = .zero
      signatureFile = .zero
    }

    public static var goType: String { "config.NotificationReceiverWebhook" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("url", \.address),
      .init("signatureKey", \.signatureKey, default: "PipeCD-Signature"),
      .init("signatureValue", \.signatureValue),
      .init("signatureValueFile", \.signatureFile),
    ]
  }

  /// A repository of charts.
  public struct ChartRepository: PipeCDRecord {
    /// `HTTP` or `GIT`.
    public var type: PipeCD.Option<String>
    /// Its name.
    public var name: PipeCD.Option<String>
    /// Its address.
    public var address: PipeCD.Option<String>
    /// A user.
    public var user: PipeCD.Option<String>
    /// The password.
    public var password: PipeCD.Option<PipeCD.Secret>
    /// Whether certificates are not checked.
    public var isInsecure: PipeCD.Option<Bool>
    /// A git repository.
    public var gitRemote: PipeCD.Option<String>
    /// The file of the key.
    public var keyFile: PipeCD.Option<String>

    public init() {
      type = .zero
      name = .zero
      address = .zero
      user = .zero
      password = .zero
      isInsecure = .zero
      gitRemote = .zero
      keyFile = .zero
    }

    public static var goType: String { "config.HelmChartRepository" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("type", \.type, default: "HTTP"),
      .init("name", \.name),
      .init("address", \.address),
      .init("username", \.user),
      .init("password", \.password),
      .init("insecure", \.isInsecure),
      .init("gitRemote", \.gitRemote),
      .init("sshKeyFile", \.keyFile),
    ]
  }

  /// A registry of charts.
  public struct ChartRegistry: PipeCDRecord {
    /// `OCI`.
    public var type: PipeCD.Option<String>
    /// Its address.
    public var address: PipeCD.Option<String>
    /// A user.
    public var user: PipeCD.Option<String>
    /// The password.
    public var password: PipeCD.Option<PipeCD.Secret>

    public init() {
      type = .zero
      address = .zero
      user = .zero
      password = .zero
    }

    public static var goType: String { "config.HelmChartRegistry" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("type", \.type, default: "OCI"),
      .init("address", \.address),
      .init("username", \.user),
      .init("password", \.password),
    ]
  }
}

extension PipeCD.SlackReceiver {
  /// Accounts lose their `@`, and groups become what Slack reads as a mention.
  public mutating func fillDefaults() {
    for index in accounts.value.indices where accounts.value[index].value.hasPrefix("@") {
      accounts.value[index].value.removeFirst()
    }
    for index in groups.value.indices where !groups.value[index].value.contains("!subteam^") {
      groups.value[index].value = "<!subteam^\(groups.value[index].value)>"
    }
  }
}
