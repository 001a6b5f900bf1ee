import REPL
import TestSupport
import Testing

/// Whole conversations, written down: every command in each dialect.
@Suite struct TranscriptTests {
  static let scripts: [String: [String]] = [
    "drone": [
      "${DRONE_BRANCH} ${DRONE_COMMIT_SHA:0:8}", "DRONE_BRANCH", "${DRONE_RUNNER_LABEL^^}", "${DRONE_BRNCH:-x}",
      "${DRONE_TAG b", ":type ${DRONE_TAG}", ":ast ${DRONE_TAG##v}-${X:-${DRONE_BUILD_EVENT}}$$",
      ":trace ${DRONE_TAG:-v1}-${X:-${DRONE_BUILD_EVENT}}", ":steps", ":step build", ":step biuld", ":env deploy",
      ":plan", ":plan -x", ":why deploy", ":diff", ":set event tag", ":set tag v1.2.3", ":diff", "${DRONE_TAG##v}",
      ":why deploy", ":set branch release/1", ":why deploy", ":unset branch", ":unset branch", ":set evnt tag",
      ":set event pull_reqest", ":set trusted maybe", ":set output.build.X 1", ":set input.x 1", "X=a${DRONE_TAG}",
      "$${X} ${X}",
      ":set env.COLOR blue", ":set param.P 1", ":context", ":secrets", ":set secret.tok hunter22", "${Y:-hunter22}",
      ":secrets", ":context", ":at", ":at deploy", "DRONE_STEP_NAME", ":at build", ":at nowhere", ":check",
      ":glob feature/* feature/a/b", ":glob feature/** feature/a/b", ":glob {main,dev} dev", ":glob [a a", ":glob x",
      ":encode {tags: [a, b], build-args: {A: 1}, x: 1.10, y: yes, e: \"\"}", ":encode x", ":encode\na: 1\nb: [2]\n",
      ":run build", ":dialect", ":dialect harness", "1 + 1", ":dialect auto", ":dialect drne", ":unset all", ":diff",
      ":reload", ":help", ":help set", ":help sett", ":stps", ":load", ":load broken.yml", ":quit",
    ],
    "harness": [
      "pipeline.name", "<+pipeline.name>", "<+pipeline.variables.env>-<+stage.variables.image>",
      "<+pipeline.variables.evn>",
      "<+stage.variables.image.toUpperCase()>", "<+pipeline.variables.env> == \"prod\"", "<+pipeline.variables>",
      "<+pipeline.name", "<+pipeline.name.foo()>", "<+pipeline.name +>", "<+secrets.getValue(\"tok\")>",
      "<+execution.steps.compile.output.outputVariables.TAG>", ":at publish",
      "<+execution.steps.compile.output.outputVariables.TAG>",
      ":type <+execution.steps.compile.output.outputVariables.TAG.length()>",
      ":type <+pipeline.name> == \"x\"",
      ":ast <+pipeline.variables.env> == \"prod\" && <+stage.variables.image>.contains(\"alp\")",
      ":trace <+pipeline.variables.env> == \"prod\" && <+stage.variables.image>.contains(\"alp\")",
      ":trace <+stage.variables.image>", ":why publish", ":set input.variables.regoin eu",
      ":set input.variables.region eu", ":why publish",
      ":set output.compile.TAG 1.2.3", ":diff", "<+execution.steps.compile.output.outputVariables.TAG.split(\"[.]\")>",
      ":set input.variables.env prod", ":why build", ":set output.complie.TAG 1", ":set status.compile FAILED",
      ":why publish",
      ":set status.compile BROKEN", ":unset status.compile", ":set trigger.payload.action opened",
      "<+trigger.payload.action>",
      ":steps", ":step publish", ":env publish", ":plan", ":secrets", ":set secret.tok hunter22", ":context", ":check",
      ":glob a b", ":encode {a: [1, 2], m: {b: 1}, t: x}", ":run publish", ":run nothing", ":dialect", ":unset all",
      ":at -",
      ":reload", ":diff",
    ],
    "pipecd": [
      ".App.Name", "up{{ .App.Nam }}", "{{ .App.Name | printf \"%q\" }}", "{{ upcase .App.Name }}", ":at ANALYSIS",
      "{{ .Variant.Name }}", ":type {{ len .App.Name }}", ":type {{ .VariantCustomArgs }}",
      ":trace {{ .App.Name | printf \"%q\" }}x{{ if .App.Env }}a{{ else }}b{{ end }}",
      ":ast {{ if .App.Name }}a{{ end }}{{ .App.Name | printf \"%q\" }}", ":why ANALYSIS", ":steps", ":step ANALYSIS",
      ":env ANALYSIS", ":plan", ":secrets", ":glob a/** a/b/c", ":glob a/* a/b/c", ":encode {replicas: 10%}",
      ":set VariantCustomArgs.pod shop-1", "{{ .VariantCustomArgs.pod }}", ":set App.Name other", ".App.Name",
      ":set strategy quick", ":diff", ":set strategy slow", ":set changed a,b", ":why K8S_SYNC", ":unset strategy",
      ":set input.x 1", ":set output.a.b 1", ":run ANALYSIS", ":context", ":check", ":dialect",
    ],
    "nothing": [
      "${DRONE_BRANCH}", "<+pipeline.name>", ":set pipeline.name Shop", "<+pipeline.name.length()>", "{{ .App.Name }}",
      ":set App.Name shop", "{{ .App.Name }}", "<+1 + 2 * 3>", "<+json.select(\"a\", \"{\\\"a\\\": 1}\")>", ":steps",
      ":plan",
      ":why x", ":check", ":env x", ":at x", ":secrets", ":run x", ":diff", ":reload", ":glob a* abc", ":context",
      ":type <+1 == 2>", ":trace <+1 + 2 == 3>",
    ],
    "broken": [":steps", ":plan", "${DRONE_BRANCH}", ":step build", ":check", ":why test"],
  ]

  static let files = [
    "drone": "drone.yml", "harness": "shop.harness.yaml", "pipecd": "app.pipecd.yaml", "broken": "broken.yml",
  ]

  @Test(arguments: scripts.keys.sorted()) func isAsWrittenDown(_ name: String) throws {
    var talk = try Talk(Self.files[name])
    let text = talk.say(all: Self.scripts[name] ?? [])
    #expect(Golden.difference(text, from: "\(name).txt") == nil)
    // What was set as a secret is nowhere, except in the lines that say it.
    for line in text.split(separator: "\n") where line.contains("hunter22") { #expect(line.contains("> ")) }
  }

  /// In each dialect every command is tried.
  @Test func everyCommandIsInThem() {
    for info in SessionCommands.infos where !["load", "reload", "quit", "help", "unset"].contains(info.name) {
      for name in ["drone", "harness", "pipecd"] {
        let isThere = Self.scripts[name]?.contains { $0 == ":\(info.name)" || $0.hasPrefix(":\(info.name) ") } ?? false
        #expect(isThere, "\(name) does not try :\(info.name)")
      }
    }
    let drone = Self.scripts["drone"] ?? []
    for name in ["load", "reload", "quit", "help", "unset"] { #expect(drone.contains { $0.hasPrefix(":\(name)") }) }
  }

  @Test func aChangedFileKeepsWhatWasSet() throws {
    var talk = try Talk("drone.yml")
    talk.say(":set tag v9")
    talk.say(":at deploy")
    talk.take("drone.yml", "kind: pipeline\nname: default\nsteps:\n- name: deploy\n  image: busybox\n", isReload: true)
    #expect(talk.session.submit("${DRONE_TAG}${DRONE_STEP_NAME}").output.hasPrefix("v9deploy\n"))
    #expect(talk.session.submit(":diff").output.hasPrefix("the change of drone.yml\n"))
    talk.take("drone.yml", "kind: pipeline\nname: default\nsteps:\n- name: other\n  image: busybox\n", isReload: true)
    #expect(talk.transcript.hasSuffix("there is no deploy any more\n"))
  }

  /// What a person types or loads never ends the conversation.
  @Test(arguments: [
    ":", "::", ": ", ":set", ":set =", ":set = x", ":set x", ":unset", ":at ", ":step \u{0}", "${", "<+", "{{", "<+>",
    "${}", "{{}}",
    "\\", ":glob \" \"", ":encode {", ":encode [", ":type", ":ast <+", ":trace {{", ":help :", ":set input. x",
    ":set output. x",
    ":set output.x 1", ":set status. x", ":set .a 1", ":set a..b 1", "\u{1B}[31m", ":load", ":dialect x", "é", "<+é>",
  ]) func nothingBreaksIt(_ line: String) throws {
    for file in [nil, "drone.yml", "shop.harness.yaml", "app.pipecd.yaml", "broken.yml"] {
      var talk = try Talk(file)
      talk.say(line)
      talk.say(String(repeating: line, count: 300))
      for cursor in 0...line.utf8.count { _ = talk.session.complete(line, cursor: cursor) }
      #expect(!talk.transcript.contains("\u{1B}") || line.contains("\u{1B}"))
    }
  }
}
