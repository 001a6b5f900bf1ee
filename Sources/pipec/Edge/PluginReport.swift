import Diagnostics
import PluginHost

/// What is known of a plugin.
struct PluginReport: Hashable, Sendable {
  var configuration: PluginConfiguration
  /// The stages that it runs; nil where it was not asked.
  var stages: [String]?
  /// The stages of its quick sync; nil where it was not asked.
  var quickSync: [String]?
  /// Why it does not start or answer.
  var failure: String?

  /// Starts each plugin alone and asks it.
  ///
  /// - Throws: what keeps every plugin from being hosted, or that nobody wants to know any more.
  static func make(
    of plugins: [PluginConfiguration], _ options: PluginHost.Options
  ) async -> Result<[PluginReport], PluginFailure> {
    var reports: [PluginReport] = []
    for configuration in plugins {
      do throws(PluginFailure) {
        if Task.isCancelled { throw PluginFailure(.cancelled, "the plugins were asked no further") }
        reports.append(
          try await PluginHost.run([configuration], options) { host in await report(on: configuration, host) })
      } catch {
        if error.kind == .library || error.kind == .cancelled { return .failure(error) }
        reports.append(PluginReport(configuration: configuration, failure: error.message))
      }
    }
    return .success(reports)
  }

  private static func report(on configuration: PluginConfiguration, _ host: PluginHost) async -> PluginReport {
    var report = PluginReport(configuration: configuration)
    guard let plugin = host.plugins.first else { return report }
    report.stages = plugin.stages
    do throws(PluginFailure) {
      report.quickSync = try await plugin.buildQuickSyncStages(rollback: true).map(\.name)
    } catch {
      report.failure = error.message
    }
    return report
  }

  /// One line for each: its name, where it comes from and its deploy targets.
  static func table(_ reports: [PluginReport]) -> String {
    let names = reports.map(\.configuration.name.count).max() ?? 0
    return reports.reduce(into: "") { text, report in
      let plugin = report.configuration
      var line = plugin.name + String(repeating: " ", count: names - plugin.name.count) + "  \(plugin.url)"
      let targets = plugin.deployTargets.map(\.name)
      if !targets.isEmpty { line += "  targets \(targets.joined(separator: ", "))" }
      text += Printable.line(line) + "\n"
    }
  }

  /// A few lines for each.
  static func pages(_ reports: [PluginReport]) -> String {
    reports.map { report in
      var rows = [("url", report.configuration.url)]
      if let failure = report.failure { rows.append(("failure", failure)) }
      if let stages = report.stages { rows.append(("stages", list(stages))) }
      if let quickSync = report.quickSync { rows.append(("quick sync", list(quickSync))) }
      rows.append(("targets", list(report.configuration.deployTargets.map(\.name))))
      return rows.reduce(into: Printable.line(report.configuration.name) + "\n") { text, row in
        text += "  \(row.0)\(String(repeating: " ", count: 12 - row.0.count))\(Printable.line(row.1))\n"
      }
    }.joined(separator: "\n")
  }

  /// One line for each: whether it is fit, and which stages it has that a later one takes from it.
  static func verdicts(_ reports: [PluginReport]) -> String {
    var text = ""
    for (index, report) in reports.enumerated() {
      let name = report.configuration.name
      if let failure = report.failure {
        text += Printable.line("\(name): \(failure)") + "\n"
        continue
      }
      text += Printable.line("\(name): ready with \(list(report.stages ?? []))") + "\n"
      for stage in report.stages ?? [] {
        guard let owner = reports[(index + 1)...].last(where: { $0.stages?.contains(stage) == true }) else { continue }
        text +=
          Printable.line("\(name): '\(owner.configuration.name)' runs the stage '\(stage)', being the last to have it")
          + "\n"
      }
    }
    return text
  }

  /// An array of objects with `name`, `url`, `targets`, `stages`, `quickSync` and `failure`.
  static func json(_ reports: [PluginReport]) -> String {
    var json = JSONWriter()
    json.array(reports) { json, report in
      json.object {
        $0.member("name", report.configuration.name)
        $0.member("url", report.configuration.url)
        $0.member("targets", report.configuration.deployTargets.map(\.name))
        if let stages = report.stages { $0.member("stages", stages) }
        if let quickSync = report.quickSync { $0.member("quickSync", quickSync) }
        $0.member("failure", ifPresent: report.failure)
      }
    }
    return json.text + "\n"
  }

  private static func list(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }
}
