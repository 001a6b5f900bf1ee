import Diagnostics

/// The variables that Drone itself sets.
enum DroneVariables {
  /// Set when the runner starts on a pipeline, before `${…}` is replaced.
  private static let fixed: Set<String> = names(
    """
    CI DRONE DRONE_SYSTEM_PROTO DRONE_SYSTEM_HOST DRONE_SYSTEM_HOSTNAME DRONE_SYSTEM_VERSION DRONE_REPO DRONE_REPO_SCM \
    DRONE_REPO_OWNER DRONE_REPO_NAMESPACE DRONE_REPO_NAME DRONE_REPO_LINK DRONE_REPO_BRANCH DRONE_REMOTE_URL \
    DRONE_GIT_HTTP_URL DRONE_GIT_SSH_URL DRONE_REPO_VISIBILITY DRONE_REPO_PRIVATE DRONE_BUILD_LINK CI_REPO CI_REPO_NAME \
    CI_REPO_LINK CI_REPO_REMOTE CI_REMOTE_URL CI_REPO_PRIVATE
    """)

  /// Set like those, and again when each step starts.
  private static let refreshed: Set<String> = names(
    """
    DRONE_BRANCH DRONE_TARGET_BRANCH DRONE_COMMIT_BRANCH DRONE_SOURCE_BRANCH DRONE_COMMIT DRONE_COMMIT_SHA \
    DRONE_COMMIT_AFTER DRONE_COMMIT_BEFORE DRONE_COMMIT_REF DRONE_COMMIT_LINK DRONE_COMMIT_MESSAGE DRONE_COMMIT_AUTHOR \
    DRONE_COMMIT_AUTHOR_NAME DRONE_COMMIT_AUTHOR_EMAIL DRONE_COMMIT_AUTHOR_AVATAR DRONE_BUILD_NUMBER DRONE_BUILD_PARENT \
    DRONE_BUILD_EVENT DRONE_BUILD_ACTION DRONE_BUILD_STATUS DRONE_BUILD_DEBUG DRONE_BUILD_CREATED DRONE_BUILD_STARTED \
    DRONE_BUILD_FINISHED DRONE_BUILD_TRIGGER DRONE_STAGE_KIND DRONE_STAGE_TYPE DRONE_STAGE_NAME DRONE_STAGE_NUMBER \
    DRONE_STAGE_MACHINE DRONE_STAGE_OS DRONE_STAGE_ARCH DRONE_STAGE_VARIANT DRONE_STAGE_VERSION DRONE_STAGE_STATUS \
    DRONE_STAGE_STARTED DRONE_STAGE_FINISHED DRONE_STAGE_DEPENDS_ON DRONE_CARD_PATH CI_BUILD_NUMBER \
    CI_PARENT_BUILD_NUMBER CI_BUILD_CREATED CI_BUILD_STARTED CI_BUILD_FINISHED CI_BUILD_STATUS CI_BUILD_EVENT \
    CI_BUILD_LINK CI_BUILD_TARGET CI_COMMIT_SHA CI_COMMIT_REF CI_COMMIT_BRANCH CI_COMMIT_MESSAGE CI_COMMIT_AUTHOR \
    CI_COMMIT_AUTHOR_NAME CI_COMMIT_AUTHOR_EMAIL CI_COMMIT_AUTHOR_AVATAR
    """)

  /// Set like those, but only in some builds (deployments, pull requests, tags, failing builds).
  private static let sometimes: Set<String> = names(
    """
    DRONE_DEPLOY_TO DRONE_DEPLOY_ID DRONE_PULL_REQUEST DRONE_PULL_REQUEST_TITLE DRONE_TAG DRONE_SEMVER \
    DRONE_SEMVER_MAJOR DRONE_SEMVER_MINOR DRONE_SEMVER_PATCH DRONE_SEMVER_SHORT DRONE_SEMVER_PRERELEASE \
    DRONE_SEMVER_BUILD DRONE_SEMVER_ERROR DRONE_CALVER DRONE_CALVER_SHORT DRONE_CALVER_MAJOR_MINOR DRONE_CALVER_MAJOR \
    DRONE_CALVER_MINOR DRONE_CALVER_MICRO DRONE_CALVER_MODIFIER DRONE_FAILED_STAGES
    """)

  /// Set only in the environment of steps, too late for `${…}`.
  private static let stepOnly: Set<String> = names(
    """
    DRONE_FAILED_STEPS DRONE_STEP_NAME DRONE_STEP_NUMBER DRONE_WORKSPACE DRONE_WORKSPACE_BASE DRONE_WORKSPACE_PATH \
    DRONE_DOCKER_NETWORK_ID DRONE_DOCKER_VOLUME_ID DRONE_DOCKER_VOLUME_PATH DRONE_NETRC_MACHINE DRONE_NETRC_USERNAME \
    DRONE_NETRC_PASSWORD DRONE_NETRC_FILE DRONE_SCRIPT
    """)

  /// Whether `${name}` is replaced by what Drone knows.
  static func isSubstitutable(_ name: String) -> Bool {
    fixed.contains(name) || refreshed.contains(name) || sometimes.contains(name)
  }

  /// A value such as a variable that is set in every build may have; nil for all others, which may be empty.
  static func example(of name: String) -> String? {
    guard fixed.contains(name) || refreshed.contains(name) else { return nil }
    switch name {
    case "DRONE_BUILD_PARENT", "CI_PARENT_BUILD_NUMBER": return "0"
    case "DRONE_BUILD_ACTION", "DRONE_STAGE_VARIANT", "DRONE_STAGE_DEPENDS_ON", "DRONE_BUILD_DEBUG", "DRONE_REPO_SCM",
      "DRONE_SOURCE_BRANCH", "DRONE_COMMIT_BEFORE", "CI_BUILD_TARGET":
      return nil
    case "CI", "DRONE": return "true"
    default: break
    }
    if name.hasSuffix("_NUMBER") || name.hasSuffix("_CREATED") || name.hasSuffix("_STARTED")
      || name.hasSuffix("_FINISHED")
    {
      return "1"
    }
    if name.hasSuffix("_SHA") || name.hasSuffix("_AFTER") || name == "DRONE_COMMIT" {
      return "8f51ad7884c5eb69c11d260a31da7a745e6b78e2"
    }
    if name.hasSuffix("_URL") || name.hasSuffix("_LINK") { return "https://example.com/" }
    return "x"
  }

  /// Whether a step sees the variable, though `${name}` does not.
  static func isStepOnly(_ name: String) -> Bool { stepOnly.contains(name) }

  /// Whether a variable of a step's `environment` is overwritten in every build.
  static func overridesStep(_ name: String) -> Bool { mayBeOurs(name) && refreshed.contains(name) }

  /// Whether a variable of a pipeline's `environment` is overwritten in every build.
  static func overridesPipeline(_ name: String) -> Bool {
    mayBeOurs(name) && (refreshed.contains(name) || fixed.contains(name))
  }

  /// Whether Drone 0.8 had the variable, and later releases have not.
  static func isRetired(_ name: String) -> Bool {
    switch name {
    case "DRONE_PREV_COMMIT_SHA", "DRONE_PREV_BUILD_NUMBER", "DRONE_PREV_BUILD_STATUS", "DRONE_MACHINE", "DRONE_ARCH",
      "DRONE_JOB_NUMBER", "DRONE_JOB_STATUS", "DRONE_JOB_STARTED", "DRONE_JOB_FINISHED", "DRONE_COMMIT_REFSPEC",
      "DRONE_REPO_AVATAR", "DRONE_REPO_TRUSTED", "DRONE_REPO_CLONE", "DRONE_YAML_SIGNED", "DRONE_YAML_VERIFIED":
      true
    default: false
    }
  }

  /// The name that was meant: what took the place of a retired one, or the nearest that `${…}` knows.
  static func suggestion(for name: String) -> String? {
    switch name {
    case "DRONE_PREV_COMMIT_SHA": return "DRONE_COMMIT_BEFORE"
    case "DRONE_MACHINE": return "DRONE_STAGE_MACHINE"
    case "DRONE_ARCH": return "DRONE_STAGE_ARCH"
    case "DRONE_JOB_NUMBER": return "DRONE_STAGE_NUMBER"
    case "DRONE_JOB_STATUS": return "DRONE_STAGE_STATUS"
    case "DRONE_JOB_STARTED": return "DRONE_STAGE_STARTED"
    case "DRONE_JOB_FINISHED": return "DRONE_STAGE_FINISHED"
    case "DRONE_REPO_CLONE": return "DRONE_GIT_HTTP_URL"
    default: break
    }
    if isRetired(name) { return nil }
    return Suggestion.nearest(to: name, among: [fixed, refreshed, sometimes].joined().sorted())
  }

  /// Whether a name looks as if it was meant as one of Drone's.
  static func mayBeOurs(_ name: String) -> Bool { name.hasPrefix("DRONE") || name.hasPrefix("CI") }

  private static func names(_ text: String) -> Set<String> {
    Set(text.split(separator: " ").map(String.init))
  }
}
