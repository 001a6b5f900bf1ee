import Testing

@Suite struct FileRows {
  private static let head = "kind: pipeline\ntype: docker\nname: default\n"
  private static let step = "- name: build\n  image: alpine\n  commands: [make]\n"
  private static let steps = "steps:\n" + step

  static let rows: [Row] = [
    Row(.file, head + steps),
    Row(.file, head, "empty-pipeline"),
    Row(.file, head + "steps: []\n"),
    Row(.file, head + "steps:\n-name: build\n", "unknown-key"),
    Row(.file, head + "step:\n" + step, "unknown-key"),
    Row(
      .file, head + "step:\n" + step + "---\n" + head.replacing("default", with: "b"), "unknown-key", "empty-pipeline"),
    Row(.file, "kind: pipeline\nname: a\u{1}b\nsteps: []\n", "yaml-syntax"),
    Row(.file, "kind: Pipeline\nname: a\n" + steps, "unknown-kind"),
    Row(.file, "kind: pipeline\ntype: Docker\nname: a\n" + steps, "unknown-type"),
    // Volumes.
    Row(.file, head + steps + "volumes: [{name: cache}]\n", "empty-volume"),
    Row(.file, head + steps + "volumes:\n- name: cache\n  host:\n", "empty-volume"),
    Row(.file, head + steps + "volumes: [{name: cache, temp: {medium: Memory}}]\n", "temporary-volume-option"),
    Row(.file, head + steps + "volumes: [{name: cache, temp: {medium: memory, size_limit: 1g}}]\n", "trusted-only"),
    Row(.file, head + steps + "volumes: [{name: cache, temp: {}}]\n"),
    // The order of steps.
    Row(.file, head + steps + "- name: b\n  image: x\n  depends_on: [build]\n"),
    Row(
      .file,
      head + steps
        + "- name: b\n  image: x\n  depends_on: [build]\n- name: c\n  image: x\n  when: {status: [failure]}\n",
      "partial-graph"),
    Row(
      .file,
      head + steps + "- name: b\n  image: x\n  depends_on: [build]\n- name: c\n  image: x\n  depends_on: [b]\n"
        + "  when: {status: [failure]}\n"),
    Row(
      .file,
      head + "steps:\n- name: a\n  image: x\n  failure: fast\n- name: b\n  image: x\n  when: {status: [failure]}\n",
      "failure-fast"),
    // Pipelines.
    Row(.file, head + "trigger: {status: [failure]}\n" + steps, "status-pipeline"),
    Row(.file, head + "trigger: {status: [success, failure]}\n" + steps),
    Row(.file, "kind: pipeline\ntype: docker\n" + steps),
    Row(.file, "kind: pipeline\ntype: docker\n" + steps + "---\n" + head + steps, "unnamed-pipeline"),
    Row(.file, "kind: pipeline\ntype: exec\nsteps:\n- name: a\n  commands: [make]\n", "unnamed-pipeline"),
    Row(.file, head + "workspace: {path: /etc}\n" + steps, "restricted-workspace"),
    Row(.file, head + "workspace: {base: /go, path: ../var/run/x}\n" + steps, "restricted-workspace"),
    Row(.file, head + "workspace: {base: /go, path: src/x}\n" + steps),
    Row(.file, head + "environment: {DRONE_REPO: x}\n" + steps, "overwritten-variable"),
    Row(.file, head + "environment: {A: {from_secret: x}}\n" + steps, "type-mismatch"),
    Row(.file, head + "image_pull_secret: [x]\n" + steps, "unknown-key"),
    // Plugins.
    Row(
      .file, head + "steps:\n- name: a\n  image: plugins/docker:20\n  environment: {HOME: /x}\n  settings: {repo: a}\n",
      "privileged-plugin-lost"),
    Row(
      .file, head + "steps:\n- name: a\n  image: plugins/docker\n  environment: {DOCKER_HOST: tcp://x}\n"),
    Row(
      .file, head + "steps:\n- name: a\n  image: quay.io/plugins/docker\n  environment: {HOME: /x}\n"),
    Row(
      .file, head + "steps:\n- name: a\n  image: plugins/docker-extra\n  environment: {HOME: /x}\n"),
    Row(
      .file,
      head + "steps:\n- name: a\n  image: plugins/docker\n  environment: {TAG: x}\n  settings: {tags: \"${TAG}\"}\n",
      "environment-substitution"),
    Row(.file, head + "steps:\n- name: a\n  image: golang:$VERSION\n", "unexpanded-image"),
    // What the runner does not read is said once, and no rule goes on about it.
    Row(
      .file,
      "kind: pipeline\ntype: exec\nname: a\nsteps:\n- name: a\n  commands: [make]\n  entrypoint: [sh]\n"
        + "  settings: {a-b: 1.10, c: {d: {from_secret: e}}}\n  volumes: [{name: v, path: /v}]\n  pull: true\n",
      "unsupported-key"),
    Row(
      .file,
      "kind: pipeline\ntype: vm\nname: a\npool: {use: p}\nsteps:\n- name: a\n  commands: [make]\n"
        + "  command: [a]\n  privileged: true\n",
      "unsupported-key"),
    // The exec runner.
    Row(
      .file, "kind: pipeline\ntype: exec\nname: a\nsteps:\n- name: a\n  commands: [make]\n  failure: fast\n",
      "failure-value"),
    Row(.file, "kind: pipeline\ntype: exec\nname: a\nsteps:\n- name: a\n  commands: [make]\n  failure: IGNORE\n"),
    Row(
      .file,
      "kind: pipeline\ntype: exec\nname: a\nsteps:\n- name: a\n  commands: [\"echo ${DRONE_TAG:-v${DRONE_BRANCH}}\"]\n",
      "substitution-syntax"),
    Row(.file, "kind: pipeline\ntype: exec\nname: a\nsteps:\n- name: a\n  commands: [\"echo ${DRONE_TAG:-v}\"]\n"),
    // Each mistake once.
    Row(
      .file, head + "platform: {arch: \"${DRONE_STAGE_ARCH}\"}\nsteps:\n- name: a\n  image: x\n",
      "unsupported-platform"),
    Row(.file, head + "volumes: [a]\nsteps:\n- name: a\n  image: x\n", "type-mismatch"),
    Row(.file, "kind: cron\nname: nightly\n", "unknown-kind"),
    // The 0.8 format: what the conversion takes care of is no mistake.
    Row(.file, "pipeline:\n  build:\n    image: alpine\n    pull: true\n    group: a\n    commands: [make]\n"),
    Row(
      .file,
      "pipeline:\n  build:\n    image: golang:${GO_VERSION}\n    commands: [\"echo ${GO_VERSION}\"]\n"
        + "matrix:\n  GO_VERSION: [1.21, 1.22]\n"),
    Row(.file, "pipeline:\n  build:\n    image: alpine\n    commands: [\"echo ${HOME}\"]\n", "shell-substitution"),
  ]

  @Test(arguments: rows) func row(_ row: Row) {
    #expect(row.found() == row.rules.sorted())
  }

  /// Promotions carry parameters, which `${…}` knows.
  @Test func parametersArePossible() {
    let text =
      Self.head + "trigger: {event: [promote]}\nsteps:\n- name: a\n  image: x\n  commands: [\"echo ${VERSION}\"]\n"
    #expect(Row(.file, text).found() == [])
    let targeted =
      Self.head + "steps:\n- name: a\n  image: x\n  commands: [\"echo ${VERSION}\"]\n  when: {target: [production]}\n"
    #expect(Row(.file, targeted).found() == [])
  }
}
