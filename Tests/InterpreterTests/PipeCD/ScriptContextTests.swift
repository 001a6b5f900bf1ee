import Testing

@testable import Interpreter

/// What scripts are told (§4.9), to the byte.
@Suite struct ScriptContextTests {
  private static func context(_ change: (inout ScriptContext) -> Void = { _ in }) -> ScriptContext {
    var context = ScriptContext()
    context.deployment = "dep1"
    context.application = "app1"
    context.applicationName = "demo"
    context.triggeredAt = 1_795_144_652
    context.commit = "tgt"
    context.commander = "cmdr"
    context.repository = "git@x:y.git"
    context.summary = "sum"
    context.labels = [(name: "env", value: "dev")]
    change(&context)
    return context
  }

  @Test func isWrittenAsGoDoes() {
    #expect(
      Self.context().json
        == #"{"deploymentID":"dep1","applicationID":"app1","applicationName":"demo","triggeredAt":1795144652,"triggeredCommitHash":"tgt","triggeredCommander":"cmdr","repositoryURL":"git@x:y.git","summary":"sum","labels":{"env":"dev"}}"#
    )
    let other = Self.context { context in
      context.commander = ""
      context.summary = "a \"b\" <c> & d\\\n\u{2028}é\u{01}"
      context.labels = [(name: "z", value: "1"), (name: "a", value: "2")]
      context.isRollback = true
    }
    #expect(
      other.json
        == #"{"deploymentID":"dep1","applicationID":"app1","applicationName":"demo","triggeredAt":1795144652,"triggeredCommitHash":"tgt","repositoryURL":"git@x:y.git","summary":"a \"b\" \u003cc\u003e \u0026 d\\\n\u2028é\u0001","labels":{"a":"2","z":"1"},"isRollback":true}"#
    )
  }

  @Test func hasAVariableForEach() {
    let context = Self.context { $0.labels.append((name: "my-key", value: "v")) }
    let variables = context.environment.filter { $0.name != "SR_CONTEXT_RAW" }.map { "\($0.name)=\($0.value)" }
    #expect(
      variables == [
        "SR_DEPLOYMENT_ID=dep1", "SR_APPLICATION_ID=app1", "SR_APPLICATION_NAME=demo", "SR_TRIGGERED_AT=1795144652",
        "SR_TRIGGERED_COMMIT_HASH=tgt", "SR_TRIGGERED_COMMANDER=cmdr", "SR_REPOSITORY_URL=git@x:y.git",
        "SR_SUMMARY=sum", "SR_IS_ROLLBACK=false", "SR_LABELS_ENV=dev", "SR_LABELS_MY-KEY=v",
      ])
    #expect(context.environment.contains { $0.name == "SR_CONTEXT_RAW" && $0.value == context.json })
  }
}
