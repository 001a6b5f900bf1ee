import Diagnostics
import IR

/// Tells which language a pipeline file is in: by what its root says, and where that says nothing, by the file's name.
public enum DialectDetection {
  /// The language of a file; Drone where neither its content nor its name speaks for another.
  public static func dialect(of source: Source) -> Dialect {
    dialect(of: RootKeys(source.bytes)) ?? dialect(ofName: source.name) ?? .drone
  }

  /// Whether a file's content says that it is a pipeline file of some language, if need be with a slip of the pen: folders
  /// such as `.harness` hold other files, too.
  public static func isRecognised(_ source: Source) -> Bool {
    let root = RootKeys(source.bytes)
    return dialect(of: root) != nil
      || root.pairs.contains { pair in
        HarnessDocumentKind.roots.contains(pair.key)
          || Suggestion.nearest(to: pair.key, among: HarnessDocumentKind.roots) != nil
      }
  }

  /// The language that files of this name are in; nil where a name says nothing.
  public static func dialect(ofName name: String) -> Dialect? {
    let parts = name.split(separator: "/")
    guard let file = parts.last else { return nil }
    if file.hasPrefix(".drone.") { return .drone }
    if file == ".pipe.yaml" || file == ".pipe.yml" || file.hasSuffix(".pipecd.yaml") || file.hasSuffix(".pipecd.yml") {
      return .pipecd
    }
    let folders = parts.dropLast()
    if folders.contains(".pipe") { return .pipecd }
    return folders.contains(".harness") ? .harness : nil
  }

  /// The kinds of PipeCD's documents.
  private static let pipecdKinds: Set<String> = [
    "KubernetesApp", "TerraformApp", "CloudRunApp", "LambdaApp", "ECSApp", "Application", "Piped", "ControlPlane",
    "AnalysisTemplate", "EventWatcher",
  ]

  /// The kinds of Harness documents that say it at their root; `pipeline` and `template` are kinds of Drone's, too.
  private static let harnessKinds: Set<String> = ["pipeline", "template", "plugin", "input-set", "overlay-input-set"]

  /// What v0 documents of Harness have at their root, beside pipelines.
  private static let harnessRoots = HarnessDocumentKind.roots.filter { $0 != "pipeline" }

  private static func dialect(of root: RootKeys) -> Dialect? {
    let kind = root["kind"]?.value
    if let version = root["apiVersion"]?.value {
      if version.hasPrefix("pipecd.dev/") { return .pipecd }
      return kind.map(pipecdKinds.contains) == true ? .pipecd : nil
    }
    if let kind {
      if pipecdKinds.contains(kind) { return .pipecd }
      if kind == "input-set" || kind == "overlay-input-set" { return .harness }
      return harnessKinds.contains(kind) && root["spec"] != nil && root["steps"] == nil ? .harness : .drone
    }
    if let pipeline = root["pipeline"] { return isHarness(pipeline, in: root) ? .harness : .drone }
    if root["steps"] != nil { return .drone }
    if harnessRoots.contains(where: { root[$0]?.nested.contains { $0.key == "identifier" || $0.key == "name" } == true }
    ) {
      return .harness
    }
    return root["version"]?.value == "1" && root["stages"] != nil ? .harness : nil
  }

  /// Whether `pipeline:` leads to a Harness pipeline and not to the steps of Drone 0.8, which are mappings.
  private static func isHarness(_ pipeline: RootKeys.Pair, in root: RootKeys) -> Bool {
    if root["version"]?.value == "1" { return true }
    return pipeline.nested.contains { key, value in
      switch key {
      case "identifier", "name", "id", "projectIdentifier", "orgIdentifier": !value.isEmpty
      case "stages": pipeline.nestedLists.contains(key) || !value.isEmpty
      default: false
      }
    }
  }
}
