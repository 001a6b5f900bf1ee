import Diagnostics

extension PipeCD {
  /// The configuration of the control plane.
  public struct ControlPlane: PipeCDRecord {
    /// Its address.
    public var address: PipeCD.Option<String>
    /// The key of sessions.
    public var stateKey: PipeCD.Option<PipeCD.Secret>
    /// The database.
    public var dataStore: PipeCD.Option<PipeCD.Tagged<PipeCD.DataStores>>
    /// The files.
    public var fileStore: PipeCD.Option<PipeCD.Tagged<PipeCD.FileStores>>
    /// The cache.
    public var cache: PipeCD.Option<PipeCD.ControlPlaneCache>
    /// The statistics.
    public var insights: PipeCD.Option<PipeCD.InsightCollector>
    /// Projects for debugging.
    public var projects: PipeCD.List<PipeCD.Project>
    /// Sign-ons that projects share.
    public var signOns: PipeCD.List<PipeCD.SignOn>

    public init() {
      address = .zero
      stateKey = .zero
      dataStore = .zero
      fileStore = .zero
      cache = .zero
      insights = .zero
      projects = .zero
      signOns = .zero
    }

    public static var goType: String { "config.ControlPlaneSpec" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("address", \.address),
      .init("stateKey", \.stateKey),
      .init("datastore", \.dataStore),
      .init("filestore", \.fileStore),
      .init("cache", \.cache),
      .init("insightCollector", \.insights),
      .init("projects", \.projects),
      .init("sharedSSOConfigs", \.signOns),
    ]
  }

  /// The cache.
  public struct ControlPlaneCache: PipeCDRecord {
    /// How long values live; 5 minutes.
    public var lifetime: PipeCD.Option<PipeCD.Duration>

    public init() {
      lifetime = .zero
    }

    public static var goType: String { "config.ControlPlaneCache" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("ttl", \.lifetime)
    ]
  }

  /// The statistics.
  public struct InsightCollector: PipeCDRecord {
    /// Of applications.
    public var application: PipeCD.Option<PipeCD.ApplicationInsights>
    /// Of deployments.
    public var deployment: PipeCD.Option<PipeCD.DeploymentInsights>

    public init() {
      application = .zero
      deployment = .zero
    }

    public static var goType: String { "config.ControlPlaneInsightCollector" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("application", \.application),
      .init("deployment", \.deployment),
    ]
  }

  /// Statistics of applications.
  public struct ApplicationInsights: PipeCDRecord {
    /// Whether they are made.
    public var isEnabled: PipeCD.Option<Bool?>
    /// When.
    public var schedule: PipeCD.Option<String>

    public init() {
      isEnabled = .zero
      schedule = .zero
    }

    public static var goType: String { "config.InsightCollectorApplication" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("enabled", \.isEnabled, default: true),
      .init("schedule", \.schedule, default: "0 * * * *"),
    ]
  }

  /// Statistics of deployments.
  public struct DeploymentInsights: PipeCDRecord {
    /// Whether they are made.
    public var isEnabled: PipeCD.Option<Bool?>
    /// When.
    public var schedule: PipeCD.Option<String>
    /// How many at once.
    public var chunkSize: PipeCD.Option<Int64>

    public init() {
      isEnabled = .zero
      schedule = .zero
      chunkSize = .zero
    }

    public static var goType: String { "config.InsightCollectorDeployment" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("enabled", \.isEnabled, default: true),
      .init("schedule", \.schedule, default: "30 * * * *"),
      .init("chunkMaxCount", \.chunkSize, default: 1000),
    ]
  }

  /// A project.
  public struct Project: PipeCDRecord {
    /// Its identifier.
    public var identifier: PipeCD.Option<String>
    /// A text.
    public var notes: PipeCD.Option<String>
    /// Its administrator.
    public var administrator: PipeCD.Option<PipeCD.StaticAdministrator>

    public init() {
      identifier = .zero
      notes = .zero
      administrator = .zero
    }

    public static var goType: String { "config.ControlPlaneProject" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("id", \.identifier),
      .init("desc", \.notes),
      .init("staticAdmin", \.administrator),
    ]
  }

  /// An administrator.
  public struct StaticAdministrator: PipeCDRecord {
    /// The name.
    public var name: PipeCD.Option<String>
    /// The hash of the password.
    public var passwordHash: PipeCD.Option<PipeCD.Secret>

    public init() {
      name = .zero
      passwordHash = .zero
    }

    public static var goType: String { "config.ProjectStaticUser" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("username", \.name),
      .init("passwordHash", \.passwordHash),
    ]
  }

  /// A Firestore.
  public struct Firestore: PipeCDRecord {
    /// Its namespace.
    public var namespace: PipeCD.Option<String>
    /// Its environment.
    public var environment: PipeCD.Option<String>
    /// The beginning of names.
    public var prefix: PipeCD.Option<String>
    /// The project.
    public var project: PipeCD.Option<String>
    /// The file of the credentials.
    public var credentialsFile: PipeCD.Option<String>

    public init() {
      namespace = .zero
      environment = .zero
      prefix = .zero
      project = .zero
      credentialsFile = .zero
    }

    public static var goType: String { "config.DataStoreFireStoreConfig" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("namespace", \.namespace),
      .init("environment", \.environment),
      .init("collectionNamePrefix", \.prefix),
      .init("project", \.project),
      .init("credentialsFile", \.credentialsFile),
    ]
  }

  /// A MySQL.
  public struct MySQL: PipeCDRecord {
    /// Its address.
    public var address: PipeCD.Option<PipeCD.Secret>
    /// The database.
    public var database: PipeCD.Option<String>
    /// The file of the user.
    public var userFile: PipeCD.Option<String>
    /// The file of the password.
    public var passwordFile: PipeCD.Option<String>

    public init() {
      address = .zero
      database = .zero
      userFile = .zero
      passwordFile = .zero
    }

    public static var goType: String { "config.DataStoreMySQLConfig" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("url", \.address),
      .init("database", \.database),
      .init("usernameFile", \.userFile),
      .init("passwordFile", \.passwordFile),
    ]
  }

  /// A bucket at Google.
  public struct GoogleStorage: PipeCDRecord {
    /// The bucket.
    public var bucket: PipeCD.Option<String>
    /// The file of the credentials.
    public var credentialsFile: PipeCD.Option<String>

    public init() {
      bucket = .zero
      credentialsFile = .zero
    }

    public static var goType: String { "config.FileStoreGCSConfig" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("bucket", \.bucket),
      .init("credentialsFile", \.credentialsFile),
    ]
  }

  /// A bucket at Amazon.
  public struct S3Storage: PipeCDRecord {
    /// The bucket.
    public var bucket: PipeCD.Option<String>
    /// The region.
    public var region: PipeCD.Option<String>
    /// The profile.
    public var profile: PipeCD.Option<String>
    /// The file of the credentials.
    public var credentialsFile: PipeCD.Option<String>
    /// The role.
    public var role: PipeCD.Option<String>
    /// The file of the token.
    public var tokenFile: PipeCD.Option<String>

    public init() {
      bucket = .zero
      region = .zero
      profile = .zero
      credentialsFile = .zero
      role = .zero
      tokenFile = .zero
    }

    public static var goType: String { "config.FileStoreS3Config" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("bucket", \.bucket),
      .init("region", \.region),
      .init("profile", \.profile),
      .init("credentialsFile", \.credentialsFile),
      .init("roleARN", \.role),
      .init("tokenFile", \.tokenFile),
    ]
  }

  /// A bucket of Minio.
  public struct MinioStorage: PipeCDRecord {
    /// Its address.
    public var endpoint: PipeCD.Option<String>
    /// The bucket.
    public var bucket: PipeCD.Option<String>
    /// The file of the access key.
    public var accessKeyFile: PipeCD.Option<String>
    /// The file of the secret key.
    public var secretKeyFile: PipeCD.Option<String>
    /// Whether the bucket is made.
    public var createsBucket: PipeCD.Option<Bool>

    public init() {
      endpoint = .zero
      bucket = .zero
      accessKeyFile = .zero
      secretKeyFile = .zero
      createsBucket = .zero
    }

    public static var goType: String { "config.FileStoreMinioConfig" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("endpoint", \.endpoint),
      .init("bucket", \.bucket),
      .init("accessKeyFile", \.accessKeyFile),
      .init("secretKeyFile", \.secretKeyFile),
      .init("autoCreateBucket", \.createsBucket),
    ]
  }
}
