import PluginHost

/// The least that plugins accept.
enum Samples {
  /// The minimal valid deployment of the reference bytes.
  static var deployment: PluginAPI.Deployment {
    var deployment = PluginAPI.Deployment()
    deployment.id = "d1"
    deployment.applicationID = "a1"
    deployment.applicationName = "n"
    deployment.pipedID = "p1"
    deployment.projectID = "j1"
    var repository = PluginAPI.ApplicationGitRepository()
    repository.id = "r1"
    var path = PluginAPI.ApplicationGitPath()
    path.repository = repository
    path.path = "ap"
    path.configFilename = "app.pipecd.yaml"
    deployment.gitPath = path
    var commit = PluginAPI.Commit()
    commit.hash = "h"
    commit.message = "m"
    commit.author = "u"
    commit.branch = "b"
    commit.createdAt = 1_700_000_000
    var trigger = PluginAPI.DeploymentTrigger()
    trigger.commit = commit
    trigger.timestamp = 1_700_000_000
    deployment.trigger = trigger
    deployment.createdAt = 1_700_000_000
    deployment.updatedAt = 1_700_000_000
    return deployment
  }

  static var source: PluginAPI.DeploymentSource {
    var source = PluginAPI.DeploymentSource()
    source.applicationDirectory = "/tmp"
    source.commitHash = "h"
    source.applicationConfig = Array("apiVersion: pipecd.dev/v1beta1\nkind: Application\nspec: {}\n".utf8)
    source.applicationConfigFilename = "app.pipecd.yaml"
    return source
  }

  /// A stage that is about to run.
  static func input(stage name: String, id: String = "s1", config: String = "{}") -> PluginAPI.ExecutePluginInput {
    var stage = PluginAPI.PipelineStage()
    stage.id = id
    stage.name = name
    stage.status = .running
    stage.createdAt = 1_700_000_000
    stage.updatedAt = 1_700_000_000
    var input = PluginAPI.ExecutePluginInput()
    input.deployment = deployment
    input.stage = stage
    input.stageConfig = Array(config.utf8)
    input.targetDeploymentSource = source
    return input
  }
}
