import Diagnostics

extension PipeCD {
  /// A cluster.
  public struct KubernetesProvider: PipeCDRecord {
    /// Its address.
    public var master: PipeCD.Option<String>
    /// The file of kubectl.
    public var configurationFile: PipeCD.Option<String>
    /// What is watched.
    public var informer: PipeCD.Option<PipeCD.StateInformer>
    /// The release of kubectl.
    public var kubectlVersion: PipeCD.Option<String>

    public init() {
      master = .zero
      configurationFile = .zero
      informer = .zero
      kubectlVersion = .zero
    }

    public static var goType: String { "config.PlatformProviderKubernetesConfig" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("masterURL", \.master),
      .init("kubeConfigPath", \.configurationFile),
      .init("appStateInformer", \.informer),
      .init("kubectlVersion", \.kubectlVersion),
    ]
  }

  /// What is watched in a cluster.
  public struct StateInformer: PipeCDRecord {
    /// Only this namespace.
    public var namespace: PipeCD.Option<String>
    /// These, too.
    public var included: PipeCD.List<PipeCD.ResourceMatcher>
    /// Not these.
    public var excluded: PipeCD.List<PipeCD.ResourceMatcher>

    public init() {
      namespace = .zero
      included = .zero
      excluded = .zero
    }

    public static var goType: String { "config.KubernetesAppStateInformer" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("namespace", \.namespace),
      .init("includeResources", \.included),
      .init("excludeResources", \.excluded),
    ]
  }

  /// Resources by version and kind.
  public struct ResourceMatcher: PipeCDRecord {
    /// Their version.
    public var version: PipeCD.Option<String>
    /// Their kind.
    public var kind: PipeCD.Option<String>

    public init() {
      version = .zero
      kind = .zero
    }

    public static var goType: String { "config.KubernetesResourceMatcher" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("apiVersion", \.version),
      .init("kind", \.kind),
    ]
  }

  /// What all runs of terraform get.
  public struct TerraformProvider: PipeCDRecord {
    /// Variables.
    public var variables: PipeCD.List<String>
    /// Whether drift is looked for.
    public var detectsDrift: PipeCD.Option<Bool?>

    public init() {
      variables = .zero
      detectsDrift = .zero
    }

    public static var goType: String { "config.PlatformProviderTerraformConfig" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("vars", \.variables),
      .init("driftDetectionEnabled", \.detectsDrift, default: true),
    ]
  }

  /// A project at Google.
  public struct CloudRunProvider: PipeCDRecord {
    /// The project.
    public var project: PipeCD.Option<String>
    /// The region.
    public var region: PipeCD.Option<String>
    /// The file of the credentials.
    public var credentialsFile: PipeCD.Option<String>

    public init() {
      project = .zero
      region = .zero
      credentialsFile = .zero
    }

    public static var goType: String { "config.PlatformProviderCloudRunConfig" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("project", \.project),
      .init("region", \.region),
      .init("credentialsFile", \.credentialsFile),
    ]
  }

  /// An account at Amazon.
  public struct AmazonProvider: PipeCDRecord {
    /// The region.
    public var region: PipeCD.Option<String>
    /// The file of the credentials.
    public var credentialsFile: PipeCD.Option<String>
    /// The role.
    public var role: PipeCD.Option<String>
    /// The file of the token.
    public var tokenFile: PipeCD.Option<String>
    /// The profile.
    public var profile: PipeCD.Option<String>
    /// How often functions are asked for (Lambda).
    public var pollingInterval: PipeCD.Option<PipeCD.Duration>

    public init() {
      region = .zero
      credentialsFile = .zero
      role = .zero
      tokenFile = .zero
      profile = .zero
      pollingInterval = .zero
    }

    public static var goType: String { "config.PlatformProviderLambdaConfig" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("region", \.region),
      .init("credentialsFile", \.credentialsFile),
      .init("roleARN", \.role),
      .init("tokenFile", \.tokenFile),
      .init("profile", \.profile),
      .init("awsAPIPollingInterval", \.pollingInterval),
    ]
  }

  /// A Prometheus.
  public struct PrometheusProvider: PipeCDRecord {
    /// Its address.
    public var address: PipeCD.Option<String>
    /// The file of the user.
    public var userFile: PipeCD.Option<String>
    /// The file of the password.
    public var passwordFile: PipeCD.Option<String>

    public init() {
      address = .zero
      userFile = .zero
      passwordFile = .zero
    }

    public static var goType: String { "config.AnalysisProviderPrometheusConfig" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("address", \.address),
      .init("usernameFile", \.userFile),
      .init("passwordFile", \.passwordFile),
    ]
  }

  /// A Datadog.
  public struct DatadogProvider: PipeCDRecord {
    /// Its address.
    public var address: PipeCD.Option<String>
    /// The file of the key.
    public var keyFile: PipeCD.Option<String>
    /// The file of the key of the application.
    public var applicationKeyFile: PipeCD.Option<String>
    /// The key.
    public var keyData: PipeCD.Option<PipeCD.Secret>
    /// The key of the application.
    public var applicationKeyData: PipeCD.Option<PipeCD.Secret>

    public init() {
      address = .zero
      keyFile = .zero
      applicationKeyFile = .zero
      keyData = .zero
      applicationKeyData = .zero
    }

    public static var goType: String { "config.AnalysisProviderDatadogConfig" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("address", \.address),
      .init("apiKeyFile", \.keyFile),
      .init("applicationKeyFile", \.applicationKeyFile),
      .init("apiKeyData", \.keyData),
      .init("applicationKeyData", \.applicationKeyData),
    ]
  }

  /// A Stackdriver.
  public struct StackdriverProvider: PipeCDRecord {
    /// The file of the account.
    public var accountFile: PipeCD.Option<String>

    public init() {
      accountFile = .zero
    }

    public static var goType: String { "config.AnalysisProviderStackdriverConfig" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("serviceAccountFile", \.accountFile)
    ]
  }

  /// Two keys.
  public struct KeyPair: PipeCDRecord {
    /// The file of the private key.
    public var privateFile: PipeCD.Option<String>
    /// The private key.
    public var privateData: PipeCD.Option<PipeCD.Secret>
    /// The file of the public key.
    public var publicFile: PipeCD.Option<String>
    /// The public key.
    public var publicData: PipeCD.Option<String>

    public init() {
      privateFile = .zero
      privateData = .zero
      publicFile = .zero
      publicData = .zero
    }

    public static var goType: String { "config.SecretManagementKeyPair" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("privateKeyFile", \.privateFile),
      .init("privateKeyData", \.privateData),
      .init("publicKeyFile", \.publicFile),
      .init("publicKeyData", \.publicData),
    ]
  }

  /// A key at Google.
  public struct GoogleKeys: PipeCDRecord {
    /// The key.
    public var name: PipeCD.Option<String>
    /// The file of the account that decrypts.
    public var decryptionFile: PipeCD.Option<String>
    /// The file of the account that encrypts.
    public var encryptionFile: PipeCD.Option<String>

    public init() {
      name = .zero
      decryptionFile = .zero
      encryptionFile = .zero
    }

    public static var goType: String { "config.SecretManagementGCPKMS" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("keyName", \.name),
      .init("decryptServiceAccountFile", \.decryptionFile),
      .init("encryptServiceAccountFile", \.encryptionFile),
    ]
  }
}
