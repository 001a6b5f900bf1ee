import Testing

@testable import Planner

/// The plugins of Harness's own, and who does what other steps say.
@Suite struct HarnessBuiltInTests {
  struct BuiltIn: CustomTestStringConvertible, Sendable {
    var type: String
    var spec: String
    var isOnMachine: Bool
    var image: String
    var environment: [String]
    var testDescription: String { "\(type) \(isOnMachine ? "on a machine" : "on Kubernetes")" }
  }

  static let plugins: [BuiltIn] = [
    BuiltIn(
      type: "BuildAndPushDockerRegistry",
      spec: "{repo: a/b, tags: [x, y], dockerfile: D, context: ., target: t, buildArgs: {k: v, l: w}, labels: {m: n}}",
      isOnMachine: false, image: "plugins/kaniko",
      environment: [
        "PLUGIN_REPO=a/b", "PLUGIN_TAGS=x,y", "PLUGIN_DOCKERFILE=D", "PLUGIN_CONTEXT=.", "PLUGIN_TARGET=t",
        "PLUGIN_BUILD_ARGS=k=v,l=w", "PLUGIN_CUSTOM_LABELS=m=n", "PLUGIN_SNAPSHOT_MODE=redo",
      ]),
    BuiltIn(
      type: "BuildAndPushDockerRegistry", spec: "{repo: a/b, tags: [x], cacheFrom: [c, d], cacheTo: e}",
      isOnMachine: true, image: "plugins/buildx",
      environment: [
        "PLUGIN_REPO=a/b", "PLUGIN_TAGS=x", "PLUGIN_DAEMON_OFF=true", "PLUGIN_CACHE_FROM=c;d", "PLUGIN_CACHE_TO=e",
        "PLUGIN_METADATA_FILE=/tmp/engine/t-artifact",
      ]),
    BuiltIn(
      type: "BuildAndPushECR", spec: "{account: '12', region: eu, imageName: n, tags: [x], optimize: false}",
      isOnMachine: false, image: "plugins/kaniko-ecr",
      environment: [
        "PLUGIN_REGISTRY=12.dkr.ecr.eu.amazonaws.com", "PLUGIN_REGION=eu", "PLUGIN_REPO=n", "PLUGIN_TAGS=x",
      ]),
    BuiltIn(
      type: "BuildAndPushGAR", spec: "{host: h, projectID: p, imageName: n, tags: [x], remoteCacheImage: r}",
      isOnMachine: false, image: "plugins/kaniko-gar",
      environment: [
        "PLUGIN_REGISTRY=h/p", "PLUGIN_REPO=n", "PLUGIN_REGISTRY_TYPE=gar", "PLUGIN_TAGS=x",
        "PLUGIN_SNAPSHOT_MODE=redo", "PLUGIN_ENABLE_CACHE=true", "PLUGIN_CACHE_REPO=r",
      ]),
    BuiltIn(
      type: "BuildAndPushACR", spec: "{repository: x.azurecr.io/a, tags: [x]}", isOnMachine: false,
      image: "plugins/kaniko-acr",
      environment: [
        "PLUGIN_REGISTRY=x.azurecr.io", "PLUGIN_REPO=x.azurecr.io/a", "PLUGIN_TAGS=x", "PLUGIN_SNAPSHOT_MODE=redo",
      ]),
    BuiltIn(
      type: "SaveCacheS3", spec: "{bucket: b, key: k, sourcePaths: [p, q], region: r, archiveFormat: Gzip}",
      isOnMachine: false, image: "plugins/cache",
      environment: [
        "PLUGIN_BUCKET=b", "PLUGIN_CACHE_KEY=k", "PLUGIN_MOUNT=p,q", "PLUGIN_REBUILD=true", "PLUGIN_EXIT_CODE=true",
        "PLUGIN_ARCHIVE_FORMAT=gzip", "PLUGIN_OVERRIDE=false", "PLUGIN_BACKEND=s3",
        "PLUGIN_BACKEND_OPERATION_TIMEOUT=7200s", "PLUGIN_REGION=r",
      ]),
    BuiltIn(
      type: "RestoreCacheGCS", spec: "{bucket: b, key: k, failIfKeyNotFound: true}", isOnMachine: false,
      image: "plugins/cache",
      environment: [
        "PLUGIN_BUCKET=b", "PLUGIN_CACHE_KEY=k", "PLUGIN_RESTORE=true", "PLUGIN_EXIT_CODE=true",
        "PLUGIN_ARCHIVE_FORMAT=tar", "PLUGIN_BACKEND=gcs", "PLUGIN_BACKEND_OPERATION_TIMEOUT=7200s",
        "PLUGIN_FAIL_RESTORE_IF_KEY_NOT_PRESENT=true",
      ]),
    BuiltIn(
      type: "S3Upload", spec: "{bucket: b, sourcePath: s, target: t, region: r, stripPrefix: x}", isOnMachine: false,
      image: "plugins/s3",
      environment: [
        "PLUGIN_BUCKET=b", "PLUGIN_SOURCE=s", "PLUGIN_TARGET=t", "PLUGIN_REGION=r", "PLUGIN_STRIP_PREFIX=x",
      ]),
    BuiltIn(
      type: "GCSUpload", spec: "{bucket: b, sourcePath: s, target: t}", isOnMachine: false, image: "plugins/gcs",
      environment: ["PLUGIN_SOURCE=s", "PLUGIN_TARGET=b/t"]),
    BuiltIn(
      type: "ArtifactoryUpload", spec: "{sourcePath: s, target: t}", isOnMachine: false, image: "plugins/artifactory",
      environment: ["PLUGIN_SOURCE=s", "PLUGIN_TARGET=t", "PLUGIN_FLAT=true"]),
  ]

  @Test("§2.2.11", arguments: plugins) func builtIn(_ row: BuiltIn) throws {
    let steps = "- step: {identifier: t, type: \(row.type), spec: \(row.spec)}"
    let plan = HarnessPlanning.plan(steps: steps, machine: row.isOnMachine ? "runtime: {type: Cloud, spec: {}}" : nil)
    let step = try HarnessPlanning.step("build.t", in: plan)
    #expect(step.image == row.image)
    let own = step.environment.filter { $0.name.hasPrefix("PLUGIN_") && $0.name != "PLUGIN_ARTIFACT_FILE" }
    #expect(own.map { "\($0.name)=\($0.value.display)" } == row.environment)
  }

  @Test(
    "who does what a step says",
    arguments: [
      ("K8sRollingDeploy", "{}", Plan.Performer.delegate), ("Wait", "{duration: 10s}", .pipec),
      ("HarnessApproval", "{}", .pipec), ("JiraApproval", "{}", .delegate), ("Http", "{url: u}", .pipec),
      ("ShellScript", "{shell: Bash, onDelegate: true, source: {type: Inline, spec: {script: x}}}", .host),
      ("ShellScript", "{shell: Bash, onDelegate: false, source: {type: Inline, spec: {script: x}}}", .delegate),
      ("Policy", "{type: Custom}", .pipec), ("Email", "{}", .delegate),
    ]) func performers(_ type: String, _ spec: String, _ performer: Plan.Performer) throws
  {
    let yaml = """
      pipeline:
        identifier: p
        stages:
          - stage:
              identifier: s
              type: Custom
              spec:
                execution:
                  steps:
                    - step: {identifier: t, type: \(type), spec: \(spec)}
      """
    let step = try HarnessPlanning.step("s.t", in: HarnessPlanning.plan(yaml))
    #expect(step.performer == performer)
    #expect(step.type == type)
  }
}
