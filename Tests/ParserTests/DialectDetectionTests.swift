import Diagnostics
import IR
import Parser
import TestSupport
import Testing

/// Files are told apart by what stands at their root, then by their names.
@Suite struct DialectDetectionTests {
  @Test(arguments: [
    ("kind: pipeline\ntype: docker\nsteps: []", "x.yml", Dialect.drone),
    ("---\nkind: pipeline\nname: a\n", "x.yml", .drone),
    ("kind: secret\nname: a\n", ".harness/x.yml", .drone),
    ("kind: template\nload: x\n", "x.yml", .drone),
    ("# 0.8\npipeline:\n  build:\n    image: a\n", ".drone.yml", .drone),
    ("pipeline:\n  name:\n    image: a\n", "x.yml", .drone),
    ("steps: []\ntrigger:\n  name: a\n", "x.yml", .drone),
    ("", "x.yml", .drone),
    ("pipeline:\n  identifier: a\n  stages: []", "x.yml", .harness),
    ("pipeline:\n  stages:\n  - stage:\n      identifier: a\n", "x.yml", .harness),
    ("pipeline:\n    name: \"a b\" # c\n", "x.yml", .harness),
    ("\u{FEFF}---\ninputSet:\n  identifier: a\n", "x.yml", .harness),
    ("\"trigger\":\n  # source\n  name: a\n", "x.yml", .harness),
    ("version: 1\npipeline:\n  stages: []\n", "x.yml", .harness),
    ("version: 1\nkind: pipeline\nspec:\n  stages: []\n", "x.yml", .harness),
    ("kind: input-set\nspec: {}\n", "x.yml", .harness),
    ("anything: 1\n", "a/.harness/b/x.yaml", .harness),
    ("apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\n", "x.yml", .pipecd),
    ("kind: TerraformApp\n", "x.yml", .pipecd),
    ("apiVersion: v1\nkind: Service\n", "a/app.pipecd.yaml", .pipecd),
    ("", ".pipe/analysis.yaml", .pipecd),
  ])
  func recognises(text: String, name: String, dialect: Dialect) {
    #expect(DialectDetection.dialect(of: Source(name: name, text: text)) == dialect, "\(name): \(text)")
  }

  /// Real files under names that say nothing; those that are not of the language they lie with are named.
  @Test(arguments: [("drone", Dialect.drone), ("harness", .harness), ("pipecd", .pipecd)])
  func recognisesRealFiles(folder: String, dialect: Dialect) {
    guard let files = Corpus.files(in: folder) else { return }
    var count = 0
    for file in files where file.name.hasSuffix("ml") || file.name.hasSuffix(".golden") {
      if Self.others.contains(where: { file.name.contains($0) }) { continue }
      let found = DialectDetection.dialect(of: Source(id: SourceID(0), name: "x", bytes: file.bytes))
      #expect(found == dialect, "\(file.name)")
      count += 1
    }
    print("\(folder): \(count) files recognised")
  }

  private static let others = [
    // Snyk's policy, a Drone pipeline and a fragment, which only their folder or name puts here.
    "snyk_filter", "KiranKumarAnnam__harness-gitops-workshop", "complex-pipeline-with-group-v1",
    // GitLab's.
    "go-convert__samples__gitlab",
    // The drafts of what became Harness's newer form.
    "drone__spec__",
  ]
}
