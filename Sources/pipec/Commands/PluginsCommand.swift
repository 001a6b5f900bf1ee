import Diagnostics
import Interpreter
import PluginHost

/// `pipec plugins`: what the plugins of a configuration of piped are.
struct PluginsCommand: Command {
  enum Format: String, CaseIterable, Sendable {
    case text, json
  }

  enum Action: String, CaseIterable, Sendable {
    case list, describe, check
  }

  static let info = CommandInfo(
    name: "plugins", summary: "start the plugins of PipeCD and ask what they do", usage: "ACTION FILE [PLUGIN…]",
    details: """
      Works on the plugins that a configuration of piped names (kind: Piped), or on those of them that are named.

        list      shows where they come from, and starts nothing.
        describe  starts each, and shows its stages and its deploy targets.
        check     starts each, and says which do not start or answer.

      Plugins are started one after another, as piped starts them, and ended at once. 'describe' and 'check' need \
      libgrpc; programs that are downloaded are kept in XDG_CACHE_HOME/pipec/plugins. The exit status is 1 where a plugin \
      fails.
      """,
    examples: [
      ("pipec plugins check piped.yaml", "whether all of them start"),
      ("pipec plugins describe piped.yaml wait", "the stages of one"),
    ], operands: [.words(["list", "describe", "check"]), .files])

  static let options: [CommandOption<PluginsCommand>] = [
    .choice("format", "FORMAT", "text; json") { $0.format = $1 }
  ]

  var common = CommonOptions()
  var operands: [String] = []
  var format = Format.text

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    let words = Action.allCases.map(\.rawValue)
    guard let word = operands.first else { throw .usage("say what to do: \(words.joined(separator: ", "))") }
    guard let action = Action(rawValue: word) else {
      throw .usage("unknown action '\(word)'; there are \(words.joined(separator: ", "))" + suggestion(word, words))
    }
    guard operands.count > 1 else { throw .usage("name the file that configures piped") }
    let source = try PipelineInput.source([operands[1]], inputName: nil, streams)
    let (all, errors) = try PipedPlugins.read(source)
    let plugins = try chosen(all, source)
    if errors > 0 {
      let count = errors == 1 ? "1 error" : "\(errors) errors"
      streams.error.line("pipec plugins: \(Printable.line(source.name)) has \(count); 'pipec check' shows them")
    }
    if all.isEmpty, !common.isQuiet { streams.error.line("pipec plugins: \(source.name) names no plugins") }
    let reports =
      action == .list ? plugins.map { PluginReport(configuration: $0) } : try inspect(plugins, streams)
    switch (format, action) {
    case (.json, _): streams.output.write(PluginReport.json(reports))
    case (.text, .list): streams.output.write(PluginReport.table(reports))
    case (.text, .describe): streams.output.write(PluginReport.pages(reports))
    case (.text, .check): streams.output.write(PluginReport.verdicts(reports))
    }
    return reports.contains { $0.failure != nil } || errors > 0 ? .findings : .clean
  }

  /// The plugins that the call names; all of them where it names none.
  private func chosen(
    _ plugins: [PluginConfiguration], _ source: Source
  ) throws(CommandError) -> [PluginConfiguration] {
    let names = operands.dropFirst(2)
    for name in names where !plugins.contains(where: { $0.name == name }) {
      throw .usage("\(source.name) names no plugin '\(name)'" + suggestion(name, plugins.map(\.name)))
    }
    return names.isEmpty ? plugins : plugins.filter { names.contains($0.name) }
  }

  /// Starts each plugin, asks it, and ends it. Ctrl-C ends the one that runs, and leaves nothing of it.
  private func inspect(
    _ plugins: [PluginConfiguration], _ streams: Streams
  ) throws(CommandError) -> [PluginReport] {
    var options = try PipedPlugins.options(streams)
    if !common.isQuiet { options.onNotice = { tell("pipec plugins: \(Printable.line($0))") } }
    try streams.error.flush()
    let cancellation = Cancellation()
    let outcome = blocking { [options] in
      let work = Task { await PluginReport.make(of: plugins, options) }
      Signals.watch(cancellation, lastWords: "pipec plugins: ended at once") {
        tell("pipec plugins: ending them; Ctrl-C again ends at once")
        work.cancel()
      }
      return await work.value
    }
    switch outcome {
    case .success(let reports): return reports
    case .failure(let failure): throw .failure(failure.message)
    case nil: throw .failure("the plugins were asked without a result")
    }
  }
}
