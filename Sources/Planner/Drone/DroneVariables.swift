import Expressions

/// The variables that Drone gives to every step, in a fixed order; those that are empty are among them, because they
/// overwrite what the file sets under their name.
enum DroneVariables {
  typealias Variable = Plan.EnvironmentVariable

  /// One pipeline of the build, as the server numbers and names it.
  struct Stage {
    var kind = "pipeline"
    var type = "docker"
    var name = "default"
    /// From 1.
    var number = 1
    var platform = Plan.Platform()
    /// The version of the server's record, which grows with every change of state.
    var version: Int64 = 1
    var dependsOn: [String] = []
  }

  /// What holds for everything on this server and in this repository; settled once.
  static func fixed(_ context: Context) -> [Variable] {
    let system = context.system
    let repository = context.repository
    let isPrivate = repository.visibility != .public
    var list = [
      Variable("CI", "true"),
      Variable("DRONE", "true"),
      Variable("DRONE_SYSTEM_PROTO", system.scheme),
      Variable("DRONE_SYSTEM_HOST", system.host),
      Variable("DRONE_SYSTEM_HOSTNAME", system.host),
      Variable("DRONE_SYSTEM_VERSION", system.version),
      Variable("DRONE_REPO", repository.slug),
      Variable("DRONE_REPO_SCM", repository.sourceControl),
      Variable("DRONE_REPO_OWNER", repository.owner),
      Variable("DRONE_REPO_NAMESPACE", repository.owner),
      Variable("DRONE_REPO_NAME", repository.name),
      Variable("DRONE_REPO_LINK", repository.link),
      Variable("DRONE_REPO_BRANCH", repository.defaultBranch),
      Variable("DRONE_REMOTE_URL", repository.httpURL),
      Variable("DRONE_GIT_HTTP_URL", repository.httpURL),
      Variable("DRONE_GIT_SSH_URL", repository.sshURL),
      Variable("DRONE_REPO_VISIBILITY", repository.visibility.rawValue),
      Variable("DRONE_REPO_PRIVATE", isPrivate ? "true" : "false"),
    ]
    list += [
      Variable("CI_REPO", repository.slug),
      Variable("CI_REPO_NAME", repository.slug),
      Variable("CI_REPO_LINK", repository.link),
      Variable("CI_REPO_REMOTE", repository.httpURL),
      Variable("CI_REMOTE_URL", repository.httpURL),
      Variable("CI_REPO_PRIVATE", isPrivate ? "true" : "false"),
    ]
    return list
  }

  /// `DRONE_BUILD_LINK`: set once like what is fixed, though it speaks of the build.
  static func link(_ context: Context) -> Variable {
    let parts = [context.system.host, context.repository.slug]
    let isKnown = parts.allSatisfy { !$0.isEmpty }
    let scheme = context.system.scheme.isEmpty ? "https" : context.system.scheme
    let link = "\(scheme)://\(parts.joined(separator: "/"))/\(context.build.number)"
    return Variable("DRONE_BUILD_LINK", isKnown ? link : "")
  }

  /// What the build is; given at the start of the pipeline and again at the start of every step.
  static func build(_ context: Context) -> [Variable] {
    let build = context.build
    let commit = context.commit
    let started = String(build.started == 0 ? context.now : build.started)
    let created = String(build.created == 0 ? context.now : build.created)
    let now = Plan.Value.runtime(.now, initially: String(context.now))
    let status = Plan.Value.runtime(.buildStatus, initially: "success")
    var list = [
      Variable("DRONE_BRANCH", commit.branch),
      Variable("DRONE_SOURCE_BRANCH", commit.sourceBranch),
      Variable("DRONE_TARGET_BRANCH", commit.branch),
      Variable("DRONE_COMMIT", commit.sha),
      Variable("DRONE_COMMIT_SHA", commit.sha),
      Variable("DRONE_COMMIT_BEFORE", commit.before),
      Variable("DRONE_COMMIT_AFTER", commit.sha),
      Variable("DRONE_COMMIT_REF", commit.ref),
      Variable("DRONE_COMMIT_BRANCH", commit.branch),
      Variable("DRONE_COMMIT_LINK", commit.link),
      Variable("DRONE_COMMIT_MESSAGE", message(commit)),
      Variable("DRONE_COMMIT_AUTHOR", commit.author.login),
      Variable("DRONE_COMMIT_AUTHOR_NAME", commit.author.name),
      Variable("DRONE_COMMIT_AUTHOR_EMAIL", commit.author.email),
      Variable("DRONE_COMMIT_AUTHOR_AVATAR", commit.author.avatar),
      Variable("DRONE_BUILD_NUMBER", String(build.number)),
      Variable("DRONE_BUILD_PARENT", String(build.parent)),
      Variable("DRONE_BUILD_EVENT", build.event.text),
      Variable("DRONE_BUILD_ACTION", build.action),
      Variable("DRONE_BUILD_STATUS", status),
      Variable("DRONE_BUILD_DEBUG", build.isDebug ? "true" : "false"),
      Variable("DRONE_BUILD_CREATED", created),
      Variable("DRONE_BUILD_STARTED", started),
      Variable("DRONE_BUILD_FINISHED", now),
      Variable("DRONE_BUILD_TRIGGER", build.trigger),
      Variable("DRONE_DEPLOY_TO", build.deployTo),
      Variable("DRONE_DEPLOY_ID", String(build.deployID)),
    ]
    if build.event == .pullRequest {
      list.append(Variable("DRONE_PULL_REQUEST", pullRequestNumber(in: commit.ref)))
      list.append(Variable("DRONE_PULL_REQUEST_TITLE", build.pullRequestTitle))
    }
    if let tag = commit.tag {
      list.append(Variable("DRONE_TAG", tag))
      for (name, value) in TagVariables.variables(forTag: tag) { list.append(Variable(name, value)) }
    }
    list.append(Variable("DRONE_FAILED_STAGES", .runtime(.failedPipelines, initially: "")))
    return list + legacy(context, created: created, started: started)
  }

  /// What pipelines for Drone 0.8 still read.
  private static func legacy(_ context: Context, created: String, started: String) -> [Variable] {
    let build = context.build
    let commit = context.commit
    return [
      Variable("CI_BUILD_NUMBER", String(build.number)),
      Variable("CI_PARENT_BUILD_NUMBER", String(build.parent)),
      Variable("CI_BUILD_CREATED", created),
      Variable("CI_BUILD_STARTED", started),
      Variable("CI_BUILD_FINISHED", .runtime(.now, initially: String(context.now))),
      Variable("CI_BUILD_STATUS", "running"),
      Variable("CI_BUILD_EVENT", build.event.text),
      Variable("CI_BUILD_LINK", link(context).value),
      Variable("CI_BUILD_TARGET", build.deployTo),
      Variable("CI_COMMIT_SHA", commit.sha),
      Variable("CI_COMMIT_REF", commit.ref),
      Variable("CI_COMMIT_BRANCH", commit.branch),
      Variable("CI_COMMIT_MESSAGE", message(commit)),
      Variable("CI_COMMIT_AUTHOR", commit.author.login),
      Variable("CI_COMMIT_AUTHOR_NAME", commit.author.name),
      Variable("CI_COMMIT_AUTHOR_EMAIL", commit.author.email),
      Variable("CI_COMMIT_AUTHOR_AVATAR", commit.author.avatar),
    ]
  }

  /// What the pipeline is; given again at the start of every step.
  static func stage(_ stage: Stage, _ context: Context) -> [Variable] {
    [
      Variable("DRONE_STAGE_KIND", stage.kind),
      Variable("DRONE_STAGE_TYPE", stage.type),
      Variable("DRONE_STAGE_NAME", stage.name),
      Variable("DRONE_STAGE_NUMBER", String(stage.number)),
      Variable("DRONE_STAGE_MACHINE", context.runner.name),
      Variable("DRONE_STAGE_OS", stage.platform.os),
      Variable("DRONE_STAGE_ARCH", stage.platform.architecture),
      Variable("DRONE_STAGE_VARIANT", stage.platform.variant),
      Variable("DRONE_STAGE_VERSION", String(stage.version)),
      Variable("DRONE_STAGE_STATUS", .runtime(.status, initially: "success")),
      Variable("DRONE_STAGE_STARTED", String(context.now)),
      Variable("DRONE_STAGE_FINISHED", .runtime(.now, initially: String(context.now))),
      Variable("DRONE_STAGE_DEPENDS_ON", stage.dependsOn.joined(separator: ",")),
      Variable("DRONE_FAILED_STEPS", .runtime(.failedSteps, initially: "")),
      Variable("DRONE_CARD_PATH", "/dev/stdout"),
    ]
  }

  /// What the step is; numbers count from 1 and leave out steps that never run.
  static func step(name: String, number: Int) -> [Variable] {
    [Variable("DRONE_STEP_NAME", name), Variable("DRONE_STEP_NUMBER", String(number))]
  }

  /// What git reads: who commits, and that nobody answers prompts.
  static func git(_ context: Context) -> [Variable] {
    let author = context.commit.author
    let name = author.name.isEmpty ? "drone" : author.name
    let email = author.email.isEmpty ? "noreply@drone" : author.email
    return [
      Variable("GIT_AUTHOR_NAME", name),
      Variable("GIT_AUTHOR_EMAIL", email),
      Variable("GIT_COMMITTER_NAME", name),
      Variable("GIT_COMMITTER_EMAIL", email),
      Variable("GIT_TERMINAL_PROMPT", "0"),
    ]
  }

  /// The credentials for the repository's host.
  static func netrc(_ netrc: Context.Netrc) -> [Variable] {
    [
      Variable("DRONE_NETRC_MACHINE", netrc.machine),
      Variable("DRONE_NETRC_USERNAME", netrc.login),
      Variable("DRONE_NETRC_PASSWORD", .secret(netrc.passwordSecret)),
      Variable("DRONE_NETRC_FILE", .secret(netrc.fileSecret)),
    ]
  }

  /// What `${…}` finds under a name before the pipeline starts: parameters of the build shadow everything, variables of
  /// the user's environment fill what is empty.
  static func substitution(_ stage: Stage, _ context: Context) -> [String: String] {
    var list = VariableList()
    list.set(fixed(context))
    list.set(build(context))
    list.set(self.stage(stage, context).filter { $0.name != "DRONE_FAILED_STEPS" })
    list.set([link(context)])
    list.set(context.parameters)
    var texts = list.texts
    for variable in context.hostVariables where texts[variable.name, default: ""].isEmpty {
      texts[variable.name] = variable.value
    }
    return texts
  }

  /// The first run of digits.
  static func pullRequestNumber(in ref: String) -> String {
    func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
    guard let start = ref.firstIndex(where: isDigit) else { return "" }
    return String(ref[start...].prefix(while: isDigit))
  }

  /// Drone keeps the first 2000 characters (Unicode scalars) of a message.
  private static func message(_ commit: Context.Commit) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: commit.message.unicodeScalars.prefix(2000))
    return String(scalars)
  }
}
