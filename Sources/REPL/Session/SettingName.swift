import Planner

/// A name that `:set` knows by itself: a fact of the build.
struct SettingFact: Sendable {
  var name: String
  /// One clause without a full stop.
  var summary: String
  /// The option of `pipec run` and `pipec plan` that says the same; nil where there is none.
  var option: String?
  /// What it changes; false where the value is none of those that there are.
  var set: @Sendable (inout Context.Request, String) -> Bool
  /// What it is in a context.
  var value: @Sendable (Context) -> String

  private init(
    _ name: String, _ summary: String, option: String?, _ value: @escaping @Sendable (Context) -> String,
    _ set: @escaping @Sendable (inout Context.Request, String) -> Bool
  ) {
    self.name = name
    self.summary = summary
    self.option = option
    self.value = value
    self.set = set
  }

  private static func text(
    _ name: String, _ summary: String, option: String? = nil, _ value: @escaping @Sendable (Context) -> String,
    _ set: @escaping @Sendable (inout Context.Request, String) -> Void
  ) -> SettingFact {
    SettingFact(name, summary, option: option, value) { request, text in
      set(&request, text)
      return true
    }
  }

  private static func number(
    _ name: String, _ summary: String, _ value: @escaping @Sendable (Context) -> String,
    _ set: @escaping @Sendable (inout Context.Request, Int64) -> Void
  ) -> SettingFact {
    SettingFact(name, summary, option: nil, value) { request, text in
      guard let number = Int64(text), number >= 0 else { return false }
      set(&request, number)
      return true
    }
  }

  /// All, in the order in which they are shown.
  static let all: [SettingFact] = [
    text(
      "event", "push, pull_request, tag, promote, rollback, cron or custom", option: "event", { $0.build.event.text }
    ) {
      $0.event = $1
    },
    text("action", "what was done to a pull request or tag", option: "action", { $0.build.action }) { $0.action = $1 },
    text("branch", "the target branch", option: "branch", { $0.commit.branch }) { $0.branch = $1 },
    text("source-branch", "where a pull request comes from", option: "source-branch", { $0.commit.sourceBranch }) {
      $0.sourceBranch = $1
    },
    text("tag", "the tag", option: "tag", { $0.commit.tag ?? "" }) { $0.tag = $1 },
    text("ref", "the git reference", option: "ref", { $0.commit.ref }) { $0.ref = $1 },
    text("sha", "the commit", option: "sha", { $0.commit.sha }) { $0.sha = $1 },
    text("before", "the commit before", { $0.commit.before }) { $0.before = $1 },
    text("message", "the message of the commit", option: "message", { $0.commit.message }) { $0.message = $1 },
    text("author", "the login of its author", { $0.commit.author.login }) { $0.author = $1 },
    text("author-name", "the name of its author", { $0.commit.author.name }) { $0.authorName = $1 },
    text("author-email", "the address of its author", { $0.commit.author.email }) { $0.authorEmail = $1 },
    text("repo", "OWNER/NAME", option: "repo", { $0.repository.slug }) { $0.repository = $1 },
    text("default-branch", "the branch that counts when none is named", { $0.repository.defaultBranch }) {
      $0.defaultBranch = $1
    },
    SettingFact(
      "trusted", "whether the repository is trusted: true or false", option: "trusted",
      { $0.repository.isTrusted ? "true" : "false" }
    ) { request, text in
      guard text == "true" || text == "false" else { return false }
      request.isTrusted = text == "true"
      return true
    },
    text("deploy-to", "where a promotion deploys", option: "deploy-to", { $0.build.deployTo }) { $0.deployTo = $1 },
    text("cron", "the name of the cron job", option: "cron", { $0.build.cron }) { $0.cron = $1 },
    number("build-number", "the number of the build", { String($0.build.number) }) { $0.buildNumber = $1 },
    number("pull-request", "the number of the pull request", { DroneFacts.pullRequest($0) }) { $0.pullRequest = $1 },
    text("pull-request-title", "its title", { $0.build.pullRequestTitle }) { $0.pullRequestTitle = $1 },
    text("instance", "the host of the server", option: "instance", { $0.system.host }) { $0.instance = $1 },
  ]

  /// The fact of a name.
  static func named(_ name: String) -> SettingFact? { all.first { $0.name == name } }
}

/// What of a context has no name of its own.
private enum DroneFacts {
  /// The number of the pull request; empty for other builds.
  static func pullRequest(_ context: Context) -> String {
    guard context.build.event == .pullRequest else { return "" }
    return context.commit.ref.split(separator: "/").first { $0.allSatisfy(\.isNumber) }.map(String.init) ?? ""
  }
}

/// What `:set` is told about PipeCD.
enum DeploymentSetting: String, CaseIterable, Sendable {
  case strategy, trigger, changed
  case firstDeployment = "first-deployment"

  /// One clause without a full stop.
  var summary: String {
    switch self {
    case .strategy: "quick or pipeline, as a command asks for it"
    case .trigger: "commit, command, out-of-sync or chain"
    case .changed: "the files that the commit changes, with commas between"
    case .firstDeployment: "whether nothing has been deployed before: true or false"
    }
  }

  /// Changes the request; false where the value is none of those that there are.
  func apply(_ value: String, to request: inout DeploymentRequest) -> Bool {
    switch self {
    case .strategy:
      guard let strategy = DeploymentPlan.Strategy(rawValue: value) else { return false }
      request.strategy = strategy
      // Only a command can ask for a strategy.
      if request.trigger == .commit { request.trigger = .command }
    case .trigger:
      guard let trigger = DeploymentRequest.Trigger(rawValue: value) else { return false }
      request.trigger = trigger
    case .changed: request.changed = value.split(separator: ",").map(String.init)
    case .firstDeployment:
      guard value == "true" || value == "false" else { return false }
      request.isFirstDeployment = value == "true"
    }
    return true
  }
}

/// The families of names that `:set` takes, by what they begin with.
enum SettingFamily: String, CaseIterable, Sendable {
  case input, output, status, secret, param, env

  /// How a name of the family is written.
  var usage: String {
    switch self {
    case .input: "input.PATH"
    case .output: "output.STEP.VARIABLE"
    case .status: "status.STEP"
    case .secret: "secret.NAME"
    case .param: "param.NAME"
    case .env: "env.NAME"
    }
  }

  /// One clause without a full stop.
  var summary: String {
    switch self {
    case .input: "Harness: a value for a runtime input, such as input.variables.env"
    case .output: "Harness: what a step is taken to have published"
    case .status: "Harness: how a step is taken to have ended, such as FAILED"
    case .secret: "a secret for :run; its value is neither shown nor kept"
    case .param: "a parameter of the build"
    case .env: "a variable for every step"
    }
  }
}
