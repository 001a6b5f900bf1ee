import Planner
import PluginHost

/// What a person decides about the run of a PipeCD deployment, beside what every run takes.
public struct PipeCDRunOptions: Sendable {
  /// The files that are deployed.
  public var files: DeploymentFiles
  /// What is put into them.
  public var rendering: SourceRendering
  /// The plugins that are started, in the order of the configuration of piped.
  public var plugins: [PluginConfiguration]
  /// How they are hosted; nil where there are none.
  public var hosting: PluginHost.Options?
  /// Who answers the queries of analyses.
  public var providers: [AnalysisProvider]
  /// Where the last successful analysis is kept in mind; nil: nowhere.
  public var record: AnalysisRecord?
  /// How they are asked.
  public var transport: any AnalysisTransport
  /// The project of piped; empty where no configuration names one.
  public var project: String
  /// The identifier of piped; empty where no configuration names one.
  public var piped: String
  /// Who is asked for approvals; nil: nobody can be.
  public var prompter: (any Prompter)?
  /// Approvals that were given beforehand: by the identifier of the stage who approves it; no name: as many as it needs.
  public var approvals: [String: [String]]
  /// Analyses that are skipped as soon as they begin, by the identifier of the stage, and who skips them.
  public var skips: [String: String]
  /// Stages that are taken to be done, by their identifier or name, and whether they succeed.
  public var stubs: [String: Bool]
  /// The image that scripts run in, where they run in containers.
  public var image: String
  /// The name of the person who runs the deployment.
  public var person: String

  public init(files: DeploymentFiles = DeploymentFiles()) {
    self.files = files
    rendering = SourceRendering()
    plugins = []
    hosting = nil
    providers = []
    record = nil
    transport = HTTPAnalysisTransport()
    project = ""
    piped = ""
    prompter = nil
    approvals = [:]
    skips = [:]
    stubs = [:]
    image = Self.standardImage
    person = ""
  }

  /// The image of scripts where none is named: a small one with a shell.
  public static let standardImage = "docker.io/library/alpine:3"

  /// Whether a stage is taken to succeed or to fail; nil where it really runs.
  func stub(of id: String, _ name: String) -> Bool? { stubs[id] ?? stubs[name] }
}

/// Which files a deployment brings, and from which it comes.
public struct DeploymentFiles: Hashable, Sendable {
  /// The folder of the repository, absolute.
  public var repository: String
  /// Whether it is a work tree of git; otherwise only the folder of the application is copied.
  public var isGit: Bool
  /// The folder of the application, relative to the repository; empty for its root.
  public var directory: String
  /// The name of the application's file in that folder.
  public var file: String
  /// The commit that is deployed now; nil where nothing is, or it is not known.
  public var running: String?
  /// Where copies are made.
  public var temporaryFolder: String
  /// The environment of the programs that make them, as `NAME=value`.
  public var environment: [String]

  public init(
    repository: String = ".", isGit: Bool = false, directory: String = "", file: String = "app.pipecd.yaml",
    running: String? = nil, temporaryFolder: String = "/tmp",
    environment: [String] = ["PATH=/usr/local/bin:/usr/bin:/bin"]
  ) {
    self.repository = repository
    self.isGit = isGit
    self.directory = directory
    self.file = file
    self.running = running
    self.temporaryFolder = temporaryFolder
    self.environment = environment
  }
}
