import Diagnostics
import Expressions
import IR

/// Flags what takes the privileged mode from a plugin that needs it.
enum PrivilegedPluginLost: StepRule {
  static let info = RuleInfo(
    "privileged-plugin-lost", .warning, group: .plugins,
    "A plugin that builds images loses the privileged mode it needs.",
    why: """
      The runner starts `plugins/docker` and its kin in privileged mode, so that they can start a Docker daemon, but not if \
      the step has volumes, or sets `PATH`, `HOME`, `DOCKER_OPTS` or `XDG_RUNTIME_DIR`. The plugin then fails to start \
      its daemon.
      """,
    exceptions:
      "The runner is configured to allow volumes, or its `DRONE_RUNNER_PRIVILEGED_IMAGES` is irrelevant because "
      + "the daemon of the host is used.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings: {repo: acme/app}
        volumes:
        - name: cache
      #   ^^^^^^^^^^^ privileged-plugin-lost: with this volume, `plugins/docker` is not started in privileged mode
          path: /var/cache
      volumes:
      - name: cache
        temp: {}
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings: {repo: acme/app}
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let image = step.image, pipeline.drone?.runner == .docker, isPrivileged(image.value) else {
      return
    }
    if step.isPrivileged?.value == true || !step.commands.isEmpty || !step.entrypoint.isEmpty { return }
    if pipeline.drone?.platform.os?.value == "windows" { return }  // nothing is privileged there
    if step.settings.contains(where: { $0.name.value == "daemon_off" }) { return }
    if usesOtherDaemon(step) { return }
    if let mount = step.mounts.first {
      context.report(
        "with this volume, `\(image.value)` is not started in privileged mode", at: firstLine(mount.span, in: context),
        help: "do without the volume, or write `privileged: true` in a trusted repository")
    }
    for variable in step.environment where PrivilegedPlugins.steeringVariables.contains(variable.name.value) {
      context.report(
        "with the variable `\(variable.name.value)`, `\(image.value)` is not started in privileged mode",
        at: variable.name.span, help: "leave the variable out")
    }
  }

  private static func isPrivileged(_ image: String) -> Bool {
    // Almost all images are none of these, and reading a name takes its time: plugins/…, docker.io/… or index.docker.io/….
    guard let first = image.utf8.first, [UInt8(ascii: "p"), UInt8(ascii: "d"), UInt8(ascii: "i")].contains(first) else {
      return false
    }
    return PrivilegedPlugins.images(of: .docker).contains(ImageName.trim(image))
  }

  private static func usesOtherDaemon(_ step: Step) -> Bool {
    step.environment.contains { $0.name.value == "DOCKER_HOST" }
      || step.mounts.contains { $0.path?.value.contains("docker.sock") ?? false }
  }

  private static func firstLine(_ span: Span, in context: RuleContext) -> Span {
    let bytes = context.source.bytes
    var end = span.start
    while end < span.end, Int(end) < bytes.count, bytes[Int(end)] != 0x0A, bytes[Int(end)] != 0x0D { end += 1 }
    return Span(span.source, span.start, end)
  }
}
