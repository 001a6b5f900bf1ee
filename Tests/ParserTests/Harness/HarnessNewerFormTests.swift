import Diagnostics
import IR
import Parser
import TestSupport
import Testing

/// The newer forms are read into the same IR as the form `v0`, as §9 of the reference has them.
@Suite struct HarnessNewerFormTests {
  /// Files of the form `spec`, and what the upstream converter makes of them in the form `v0`.
  @Test func agreesWithTheUpstreamConverter() throws {
    guard let files = Corpus.files(in: "harness") else { return }
    let names = Set(files.map(\.name))
    var compared = 0
    for file in files where file.name.contains("downgrader__testdata") && !file.name.hasSuffix(".golden") {
      guard names.contains(file.name + ".golden"), let golden = files.first(where: { $0.name == file.name + ".golden" })
      else { continue }
      if Self.explained.contains(where: { file.name.contains($0.part) }) { continue }
      let left = try #require(HarnessSample.pipeline(file.text), "\(file.name)")
      let right = try #require(HarnessSample.pipeline(golden.text), "\(golden.name)")
      #expect(left.form == .spec && right.form == .v0)
      #expect(HarnessOutline.lines(left) == HarnessOutline.lines(right), "\(file.name)")
      compared += 1
    }
    print("harness newer forms: \(compared) files like the upstream converter makes them")
  }

  private static let explained: [(part: String, why: String)] = [
    ("example-4.yaml", "the pattern `refs/tags/v*` is compared as a text by the converter, and as a pattern by pipec"),
    ("example-17.yaml", "the converter makes another step of the image `plugins/kaniko`"),
  ]

  @Test(
    "What a node of the form `spec` is (§9.2)",
    arguments: [
      (
        "{type: script, spec: {run: make, shell: bash, image: golang, envs: {A: b}}}",
        "Run image=golang A=b command=make shell=Bash"
      ),
      (
        "{type: script, spec: {run: [a, b], pull: if-not-exists, privileged: true}}",
        "Run pull=IfNotPresent privileged command=a;b"
      ),
      ("{type: run, spec: {script: make, container: golang}}", "Run image=golang command=make"),
      (
        "{type: run, spec: {script: make, container: {image: golang, entrypoint: sh, args: [-c], memory: 1Gi}}}",
        "Run image=golang entrypoint=sh entrypoint=-c memory=1Gi command=make"
      ),
      (
        "{type: script, spec: {run: make, outputs: [a, {name: b, mask: true}]}}",
        "Run command=make out=a/String out=b/Secret"
      ),
      ("{type: script, spec: {run: t, reports: [{type: junit, path: [a, b]}]}}", "Run report=a report=b command=t"),
      ("{type: plugin, spec: {image: plugins/docker, with: {repo: x}}}", "Plugin image=plugins/docker +repo"),
      ("{type: background, spec: {image: redis}}", "Background image=redis"),
      ("{type: action, spec: {uses: a/b, with: {c: d}}}", "Action uses=a/b +c"),
      ("{type: barrier, spec: {ref: both}}", "Barrier ref=both"),
      ("{type: template, spec: {name: a@v1}}", "- template=a"),
      ("{type: Http, spec: {url: x, method: GET}}", "Http"),
      ("{type: script, when: <+x>, spec: {run: a}}", "Run when=All:<+x> command=a"),
      (
        "{type: script, when: {branch: {in: [main, dev]}, event: {not: pr}}, spec: {run: a}}",
        "Run when=Success:(<+trigger.targetBranch> == \"main\" || <+trigger.targetBranch> == \"dev\") && "
          + "(!(<+trigger.event> == \"PR\")) command=a"
      ),
      (
        "{type: script, when: [{event: push}, {branch: 'v*.x'}], spec: {run: a}}",
        "Run when=Success:(<+trigger.event> == \"PUSH\") || (<+trigger.targetBranch> =~ \"v.*\\\\.x\") command=a"
      ),
      (
        "{type: script, failure: {errors: [timeout], action: {type: retry, spec: {attempts: 2, interval: 10s, failure: "
          + "{action: {type: ignore}}}}}, spec: {run: a}}", "Run on=Timeout:Retry(2 10s)>Ignore command=a"
      ),
      (
        "{type: script, failure: {errors: all, action: {type: manual-intervention, spec: {timeout: 1h, timeout_action: "
          + "{type: abort}}}}, spec: {run: a}}", "Run on=AllErrors:ManualIntervention(1h)>Abort command=a"
      ),
      (
        "{type: script, strategy: {type: matrix, spec: {axis: {go: ['1', '2']}, include: [{go: '3'}], concurrency: 2}}, "
          + "spec: {run: a}}", "Run matrix=go[\"1\", \"2\"]-0+1 max=2 command=a"
      ),
      ("{type: script, strategy: {type: for, spec: {iterations: 4}}, spec: {run: a}}", "Run repeat=4 command=a"),
    ])
  func specSteps(step: String, expected: String) throws {
    let text = "version: 1\nkind: pipeline\nspec: {stages: [{type: ci, spec: {steps: [\(step)]}}]}"
    let pipeline = try #require(HarnessSample.pipeline(text))
    #expect(pipeline.form == .spec)
    #expect(HarnessOutline.lines(pipeline) == ["stage CI Cloud", "  " + expected])
  }

  @Test(
    "What a node of the form `unified` is (§9.1)",
    arguments: [
      ("make", ["Run command=make"]),
      ("{run: make}", ["Run command=make"]),
      (
        "{run: {script: make, shell: pwsh, container: {image: go, pull: always}, env: {A: 1}}}",
        ["Run image=go pull=Always A=1 command=make shell=Pwsh"]
      ),
      ("{run: {container: {image: plugins/docker}, with: {repo: x}}}", ["Plugin image=plugins/docker +repo"]),
      ("{run: {script: a, output: [{name: X, alias: Y, mask: true}]}}", ["Run command=a out=Y/Secret"]),
      ("{run-test: {script: t, report: {type: junit, paths: out}}}", ["Test report=out command=t"]),
      ("{background: {container: redis}}", ["Background image=redis"]),
      ("{clone: {repo: r, ref: {type: tag, name: v1}}}", ["GitClone repo=r ref=v1"]),
      ("{wait: {duration: 10s}}", ["Wait for=10s"]),
      ("{barrier: {name: b}}", ["Barrier ref=b"]),
      ("{queue: {key: k, scope: Stage}}", ["Queue key=k"]),
      ("{policy: {sets: [a], payload: x}}", ["Policy a"]),
      ("{approval: {uses: harness, with: {message: go?}}}", ["HarnessApproval HarnessApproval message=go?"]),
      ("{template: {uses: account.a@v2}}", ["- template=account.a"]),
      (
        "{run: a, if: '<+x>', on-failure: {errors: all, action: ignore}}",
        ["Run when=All:<+x> on=AllErrors:Ignore command=a"]
      ),
      (
        "{run: a, on-failure: [{errors: [timeout, unknown], action: {retry: {attempts: 1, interval: [5s], failure-action: "
          + "fail}}}]}", ["Run on=Timeout,Unknown:Retry(1 5s)>MarkAsFailure command=a"]
      ),
      (
        "{run: a, strategy: {matrix: {os: [l, w], exclude: [{os: w}], include: [{os: m}]}, max-parallel: 2}}",
        ["Run matrix=os[\"l\", \"w\"]-1+1 max=2 command=a"]
      ),
      ("{run: a, strategy: {for: {iterations: 3}}}", ["Run repeat=3 command=a"]),
      ("{parallel: {steps: [{run: a}, {run: b}]}}", ["parallel", "  Run command=a", "  Run command=b"]),
      ("{parallel: {steps: [{run: a}]}, if: '<+x>'}", ["group when=All:<+x>", "  parallel", "    Run command=a"]),
      ("{group: {id: g, steps: [{run: a}]}}", ["group", "  Run command=a"]),
    ] as [(String, [String])])
  func unifiedSteps(step: String, expected: [String]) throws {
    let text = "version: 1\npipeline:\n  stages:\n  - name: a\n    steps:\n    - \(step)\n"
    let pipeline = try #require(HarnessSample.pipeline(text))
    #expect(pipeline.form == .unified)
    #expect(HarnessOutline.lines(pipeline) == ["stage CI Cloud"] + expected.map { "  " + $0 })
  }

  @Test(
    "Stages of the form `unified`",
    arguments: [
      ("{steps: [], runtime: kubernetes, clone: {enabled: false}}", ["stage CI KubernetesDirect no-clone"]),
      ("{steps: [], runtime: {vm: {pool: p}}}", ["stage CI VM"]),
      ("{steps: [], service: s, environment: {id: e}}", ["stage Deployment"]),
      ("{parallel: {stages: [{steps: []}, {steps: []}]}}", ["parallel", "  stage CI Cloud", "  stage CI Cloud"]),
      ("{group: {stages: [{steps: []}]}}", ["insert", "  stage CI Cloud"]),
      ("{chain: {uses: org/project/other}}", ["stage Pipeline"]),
      ("{template: {uses: t}}", ["stage - template=t"]),
      ("{steps: [], rollback: [{run: a}]}", ["stage CI Cloud", " rollback", "  Run command=a"]),
    ] as [(String, [String])])
  func unifiedStages(stage: String, expected: [String]) throws {
    let text = "version: 1\npipeline: {stages: [\(stage)]}"
    #expect(HarnessOutline.lines(try #require(HarnessSample.pipeline(text))) == expected)
  }

  @Test(
    "Expressions have one spelling, and inputs by name their values",
    arguments: [
      ("echo ${{ inputs.who }}", "echo you"), ("<+inputs.who>", "you"), ("${{inputs.who}}!", "you!"),
      ("${{ matrix.os }}-<+inputs.count>", "<+matrix.os>-3"), ("<+<+inputs.who> == \"you\">", "<+\"you\" == \"you\">"),
      ("<+<+inputs.count> + 1>", "<+3 + 1>"), ("<+inputs.token>", "<+secrets.getValue(\"org.tok\")>"),
      ("<+inputs.other> ${{ a", "<+inputs.other> ${{ a"), ("${{ a.b(${{ c }}) }}", "<+a.b(<+c>)>"),
      ("${{ ${{a}} == 1 }}", "<+<+a> == 1>"),
      ("{{ .x }} ${{a}}", "{{ .x }} <+a>"), ("${{ a ${{ b }}", "${{ a <+b>"),
    ])
  func expressions(text: String, expected: String) throws {
    let source = """
      version: 1
      pipeline:
        inputs:
          who: {type: string, default: you}
          count: {type: number, value: 3}
          token: {type: secret, default: org.tok}
        stages: [{steps: [{run: '\(text)'}]}]
      """
    let pipeline = HarnessResolution(try #require(HarnessSample.pipeline(source))).pipeline
    #expect(HarnessOutline.lines(pipeline) == ["stage CI Cloud", "  Run command=\(expected)"])
  }

  @Test func placesLeadThroughTheOtherSpelling() throws {
    let text = "version: 1\npipeline: {stages: [{steps: [{run: 'a ${{ matrix.os }} b'}]}]}\n"
    let source = Source(name: "x.yaml", text: text)
    guard case .harness(.pipeline(let pipeline))? = HarnessLoader.load(source).documents.first,
      case .stage(let stage)? = pipeline.stages.first, case .step(let step)? = stage.steps.first,
      case .run(let run) = step.action, let command = run.command
    else {
      Issue.record("no step")
      return
    }
    let value = command.value
    #expect(value == "a <+matrix.os> b")
    let start = "a <+".utf8.count
    #expect(source.text(of: command.span(of: start..<start + 9)) == "matrix.os")
  }

  @Test(
    "Templates take inputs by name",
    arguments: [
      "version: 1\ntemplate: {id: greet, inputs: {who: {type: string, default: you}, image: {type: string}}, step: {run: "
        + "{script: \"echo <+inputs.who> ${{ inputs.image }}\", container: <+inputs.image>}}}",
      "version: 1\nkind: template\ntype: step\nname: greet\nspec: {inputs: {who: {type: string, default: you}}, step: {type: "
        + "script, spec: {run: \"echo ${{inputs.who}} <+inputs.image>\", image: \"${{ inputs.image }}\"}}}",
    ])
  func templates(template: String) throws {
    let pipeline = try #require(
      HarnessSample.pipeline(
        "version: 1\npipeline: {stages: [{steps: [{id: mine, template: {uses: greet, with: {image: alpine}}}]}]}"))
    let loaded = try #require(HarnessSample.template(template))
    #expect(loaded.type?.value == "Step")
    let resolution = HarnessResolution(pipeline, templates: HarnessTemplates([loaded]))
    #expect(resolution.problems.isEmpty)
    #expect(
      HarnessOutline.lines(resolution.pipeline) == ["stage CI Cloud", "  Run image=alpine command=echo you alpine"])
  }

  @Test("Inputs by name are filled by input sets by name") func inputs() throws {
    let text = """
      version: 1
      pipeline:
        inputs:
          image: {type: string, default: alpine}
          count: {type: number, enum: [1, 2]}
        stages: [{steps: [{run: a}]}]
      """
    let pipeline = try #require(HarnessSample.pipeline(text))
    let set = try #require(HarnessSample.inputSet("version: 1\nkind: input-set\nspec: {count: 3}"))
    let resolution = HarnessResolution(pipeline, sets: [try #require(set.values)])
    #expect(HarnessSample.value(at: "inputs.image.value", in: resolution.pipeline.data) == "alpine")
    #expect(HarnessSample.value(at: "inputs.count.value", in: resolution.pipeline.data) == "3")
    #expect(resolution.problems.map(\.diagnostic.rule) == ["rejected-input"])
    let given = try #require(HarnessAssignment(Source(name: "--set", text: "inputs.count=2")))
    let other = HarnessResolution(pipeline, values: [given])
    #expect(HarnessSample.value(at: "inputs.count.value", in: other.pipeline.data) == "2")
    #expect(HarnessResolution(pipeline).missing.map(\.path) == ["pipeline.inputs.count.value"])
  }
}
