import Expressions
import IR
import Planner
import Testing

/// Which files count: the vectors P13–P25 and those of the section on path patterns.
@Suite struct PipeCDPathTests {
  @Test(arguments: [
    // P13–P19
    ("[]", "a", false), ("[file1]", "", true), ("[file1, file2]", "file1 file2", true),
    ("[file1, file2]", "file1 file3", false), ("[dir1/*]", "dir1/file1 dir1/file2", true),
    ("[dir1/**]", "dir1/sub/file2", true),
    ("['dir1/**/*.yaml']", "dir1/file1.yaml dir1/sub1/sub2/file3.yaml", true), ("['*.yaml']", "dir1/file1.yaml", false),
    // A folder stands for what is below it; exclusions win wherever they stand; blank entries do not count.
    ("[dir1]", "dir1/a/b", true), ("[dir1]", "dir10/a", false), ("['!dir1/keep', dir1]", "dir1/keep", false),
    ("['!dir1/keep', dir1]", "dir1/other", true), ("['', ' ']", "a", false), ("['a[b-d]?.txt']", "ac1.txt", true),
    ("['a[^b]']", "ab", false), ("['**/x']", "x", true), ("['**/x']", "a/b/x", true), ("['./a//b/']", "a/b/c", true),
    ("['a**b']", "ab", true), ("['a.b']", "axb", false), ("['*']", "a/b", true),
  ]) func skipping(_ paths: String, _ changed: String, _ isSkipped: Bool) throws {
    let request = PipeCDPlanning.request("changed \(changed)")
    let new = PipeCDPlanning.deployment(
      "Application", "{pipeline: {stages: [{name: TERRAFORM_APPLY, skipOn: {paths: \(paths)}}]}}", request)
    #expect(new?.stages.first?.decision == (isSkipped ? .skip : .run))
    let old = PipeCDPlanning.deployment(
      "TerraformApp", "{pipeline: {stages: [{name: WAIT, with: {skipOn: {paths: \(paths)}}}]}}", request)
    #expect(old?.stages.first?.decision == (isSkipped ? .skip : .run))
  }

  @Test(arguments: [
    ("skip: x", "", Plan.Decision.skip), ("do skip:", "", .run), ("skip: x", "docs", .skip), ("x", "docs", .deferred),
  ]) func prefixes(_ message: String, _ paths: String, _ decision: Plan.Decision) {
    let list = paths.isEmpty ? "" : ", paths: [\(paths)]"
    let deployment = PipeCDPlanning.deployment(
      "Application",
      "{pipeline: {stages: [{name: TERRAFORM_APPLY, skipOn: {commitMessagePrefixes: ['skip:']\(list)}}]}}",
      PipeCDPlanning.request("message \(message)"))
    #expect(deployment?.stages.first?.decision == decision)
  }

  @Test("skipOn beside with is nothing to v0") func misplaced() {
    let deployment = PipeCDPlanning.deployment(
      "TerraformApp", "{pipeline: {stages: [{name: WAIT, skipOn: {commitMessagePrefixes: [a]}}]}}",
      PipeCDPlanning.request("message a"))
    #expect(deployment?.stages.first?.decision == .run)
  }

  @Test(arguments: [
    // P21–P25
    ("{}", "app/demo-2/x", false), ("{paths: [charts/demo]}", "app/demo/deployment.yaml", true),
    ("{ignores: ['*/hello.txt']}", "app/hello.txt app/demo/deployment.yaml", false),
    ("{paths: ['charts/bar/*']}", "charts/bar/deployment.yaml", true),
    ("{ignores: ['charts/bar/*'], paths: [charts/bar/deployment.yaml]}", "charts/bar/deployment.yaml", false),
    ("{paths: [charts]}", "app/demo/x", true), ("{paths: [charts]}", "other", false),
    ("{disabled: true}", "app/demo/x", false),
    ("{paths: ['!']}", "app/demo/x", false), ("{ignores: ['[']}", "app/demo/x", false), ("{}", "", false),
  ]) func touching(_ trigger: String, _ changed: String, _ isTouched: Bool) {
    var request = PipeCDPlanning.request("changed \(changed)")
    request.directory = "app/demo"
    let plan = PipeCDPlanning.plan(
      PipeCDPlanning.file("KubernetesApp", "{trigger: {onCommit: \(trigger)}}"), request)
    #expect(plan.pipelines.first?.decision == (isTouched ? .run : .skip), "\(plan.pipelines.first?.reason.text ?? "")")
  }

  @Test(arguments: [
    ("command", "{}", true), ("command", "{onCommand: {disabled: true}}", false), ("out-of-sync", "{}", false),
    ("out-of-sync", "{onOutOfSync: {disabled: false}}", true), ("chain", "{}", false),
    ("chain", "{onChain: {disabled: false}}", true),
  ]) func triggers(_ words: String, _ trigger: String, _ starts: Bool) {
    let plan = PipeCDPlanning.plan(
      PipeCDPlanning.file("KubernetesApp", "{trigger: \(trigger)}"), PipeCDPlanning.request(words))
    #expect(plan.pipelines.first?.decision == (starts ? .run : .skip))
  }

  @Test func malformedPatterns() {
    func message(_ pattern: String) -> String? {
      do throws(PathPatterns.Failure) {
        _ = try PathPatterns([pattern])
        return nil
      } catch {
        return error.message
      }
    }
    #expect(message("!") == #"illegal exclusion pattern: "!""#)
    for pattern in ["[", "a[b", "[]a]", "[-]", "[a-]", "[b-a]", "a\\"] {
      #expect(message(pattern) == "syntax error in pattern")
    }
    #expect(message("[a-c]") == nil)
  }

  @Test("long patterns take time in proportion") func work() throws {
    let patterns = try PathPatterns([String(repeating: "**/a*", count: 100) + "c"])
    let isMatch = patterns.matches(String(repeating: "a/", count: 1000) + "b")
    #expect(!isMatch)
  }
}
