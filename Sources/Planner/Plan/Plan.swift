import Diagnostics
import IR

/// What would run, in which order, with what, and why. `run` executes exactly this value.
public struct Plan: Hashable, Sendable {
  /// The pipelines of the file in the order they are written.
  public var pipelines: [Pipeline]
  /// Why nothing of the file would run: what the real system refuses before it schedules anything, with its place.
  public var refusals: [Diagnostic]
  /// Secrets that the file itself declares, encrypted or held elsewhere.
  public var secrets: [SecretDeclaration]

  public init(pipelines: [Pipeline], refusals: [Diagnostic] = [], secrets: [SecretDeclaration] = []) {
    self.pipelines = pipelines
    self.refusals = refusals
    self.secrets = secrets
  }

  /// Whether something runs.
  public enum Decision: String, Hashable, Sendable {
    case run
    case skip
    /// Known only when an earlier step has ended.
    case deferred
  }

  /// Why something runs or does not.
  public struct Reason: Hashable, Sendable {
    /// One clause without a full stop, such as `event is push, not one of: tag`.
    public var text: String
    /// The condition in the file that decided, if one did.
    public var span: Span?

    public init(_ text: String, at span: Span? = nil) {
      self.text = text
      self.span = span
    }
  }

  /// One pipeline of the file as it would run.
  public struct Pipeline: Hashable, Sendable {
    /// The name as the server knows it; not necessarily unique.
    public var name: String
    /// The language that it is written in.
    public var dialect: Dialect
    /// The dialect's word for the kind of runner: `docker`, `exec`, `kubernetes`, …
    public var type: String
    /// Whether it runs.
    public var decision: Decision
    /// Why it runs or does not.
    public var reason: Reason
    /// Names of the pipelines that come before, skipped ones already replaced by what they waited for.
    public var needs: [String]
    /// Why this pipeline would end in an error before its first step: what its runner refuses, with its place.
    public var refusals: [Diagnostic]
    /// The machine that the file asks for.
    public var platform: Platform
    /// When a pipeline that waited for others runs; failures of any pipeline of the run count, not only of `needs`.
    /// A pipeline without `needs` runs at once whatever this says.
    public var runPolicy: RunPolicy
    /// Where the repository's files are.
    public var workspace: Workspace
    /// Storage for its steps, beside the workspace.
    public var volumes: [Volume]
    /// In the order they are reported: clone, services, steps.
    public var steps: [Step]
    /// Whether the backend gives the pipeline a network of its own on which steps find each other by name.
    public var hasNetwork: Bool
    /// Labels for every resource that the run creates.
    public var labels: [EnvironmentVariable]
    /// The tree behind the steps; nil for dialects whose pipelines are flat.
    public var harness: HarnessPlan?
    /// The deployment behind the steps; nil for dialects other than PipeCD's.
    public var pipecd: DeploymentPlan?
    /// The pipeline as written.
    public var span: Span

    public init(
      name: String, dialect: Dialect, type: String, decision: Decision, reason: Reason, needs: [String] = [],
      runPolicy: RunPolicy = .onSuccess, workspace: Workspace, volumes: [Volume] = [], steps: [Step] = [],
      hasNetwork: Bool = true, labels: [EnvironmentVariable] = [], platform: Platform = Platform(),
      refusals: [Diagnostic] = [], span: Span
    ) {
      self.name = name
      self.dialect = dialect
      self.type = type
      self.decision = decision
      self.reason = reason
      self.needs = needs
      self.refusals = refusals
      self.platform = platform
      self.harness = nil
      self.pipecd = nil
      self.runPolicy = runPolicy
      self.workspace = workspace
      self.volumes = volumes
      self.steps = steps
      self.hasNetwork = hasNetwork
      self.labels = labels
      self.span = span
    }
  }

  /// An operating system and an architecture by Drone's (that is, Go's) names.
  public struct Platform: Hashable, Sendable {
    /// `linux`, `windows`, `darwin`, …
    public var os: String
    /// `amd64`, `arm64`, …
    public var architecture: String
    /// Such as `v7`; empty when the file names none.
    public var variant: String
    /// A Windows release; empty when the file names none.
    public var version: String

    public init(os: String = "linux", architecture: String = "amd64", variant: String = "", version: String = "") {
      self.os = os
      self.architecture = architecture
      self.variant = variant
      self.version = version
    }
  }

  /// Where the repository's files are inside a step.
  public struct Workspace: Hashable, Sendable {
    /// The path at which the workspace volume is mounted.
    public var base: String
    /// What the file adds below `base`; may be empty.
    public var path: String
    /// The working directory of a step: `base` and `path` joined.
    public var full: String
    /// A folder of the host mounted at `base` instead of a volume; nil when the workspace is a fresh volume.
    public var hostPath: String?

    public init(base: String, path: String, full: String, hostPath: String? = nil) {
      self.base = base
      self.path = path
      self.full = full
      self.hostPath = hostPath
    }
  }

  /// Storage that steps mount by name.
  public struct Volume: Hashable, Sendable {
    /// Where the bytes are.
    public enum Storage: Hashable, Sendable {
      /// A volume that lives as long as the run.
      case temporary
      /// Memory that lives as long as the run; the limit is in bytes, nil for none.
      case memory(limit: Int64?)
      /// A folder or device of the host.
      case host(path: String)
    }

    /// The name that mounts use.
    public var name: String
    /// Where the bytes are.
    public var storage: Storage

    public init(name: String, storage: Storage) {
      self.name = name
      self.storage = storage
    }
  }
}
