import Diagnostics
import IR

/// What a Harness plan has beyond its flat list of steps: the tree of nodes, in which what depends on outputs is still open.
public struct HarnessPlan: Hashable, Sendable {
  /// The pipeline, with templates and inputs filled in.
  public var pipeline: HarnessPipeline
  /// What is known before the run.
  public var facts: HarnessFacts
  /// All nodes; the first is the pipeline. Loops that are expanded during the run add to the end.
  public var nodes: [HarnessPlanNode]
  /// Where steps run that share folders and a network: one for each stage with containers and each containerised group.
  public var scopes: [HarnessContainerScope]
  /// The nodes that are certain to fail before they begin.
  var failing: [Int]
  /// How many steps a stage has so far, by its node.
  var stepCounts: [Int: Int]

  public init(pipeline: HarnessPipeline, facts: HarnessFacts) {
    self.pipeline = pipeline
    self.facts = facts
    self.nodes = []
    self.scopes = []
    self.failing = []
    self.stepCounts = [:]
  }

  /// The pipeline's node.
  public var root: HarnessPlanNode { nodes[0] }

  /// The first node of that path that is neither a parallel block, an insert nor a loop.
  public func node(at path: HarnessPath) -> HarnessPlanNode? {
    nodes.first { node in
      guard node.path == path else { return false }
      switch node.kind {
      case .pipeline, .stage, .group, .step: return true
      case .parallel, .loop, .insert: return false
      }
    }
  }
}

/// A pod or machine: steps in it share folders and find each other by name.
public struct HarnessContainerScope: Hashable, Sendable {
  /// The stage or group, as a place in `HarnessPlan.nodes`.
  public var node: Int
  /// Where the files are; with a folder of the host where the stage works on the codebase and that is not cloned.
  public var workspace: Plan.Workspace
  /// The folders that all its containers share beside the workspace.
  public var volumes: [Plan.Volume]
  /// The machine that the file asks for.
  public var platform: Plan.Platform
  /// Whether steps without an image run on the machine itself: infrastructure of virtual machines, of the cloud, or Docker.
  public var runsOnMachine: Bool
  /// Whether it is a CI stage that works on the codebase.
  public var clonesCodebase: Bool
  /// The step that fetches the codebase before all others, as a place in `Plan.Pipeline.steps`.
  public var clone: Int?
  /// What runs beside the steps (`serviceDependencies`), as places in `Plan.Pipeline.steps`.
  public var services: [Int]

  public init(node: Int, workspace: Plan.Workspace, volumes: [Plan.Volume], platform: Plan.Platform) {
    self.node = node
    self.workspace = workspace
    self.volumes = volumes
    self.platform = platform
    self.runsOnMachine = false
    self.clonesCodebase = false
    self.clone = nil
    self.services = []
  }
}
