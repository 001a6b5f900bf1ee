import Diagnostics
import Expressions
import Glibc
import Planner
import REPL

/// Where the names in the text get their values from.
extension EvalCommand {
  // MARK: Drone

  /// The texts of names: --set over --context over the build that --file is of.
  func valueTable(_ streams: Streams) throws(CommandError) -> [String: String] {
    var table = try buildValues(streams)
    if let contextFile {
      let json = String(decoding: try FileReader.read(contextFile), as: UTF8.self)
      do throws(ContextValues.Failure) {
        table.merge(try ContextValues.texts(json)) { $1 }
      } catch {
        throw .input("\(contextFile) \(error.message)")
      }
    }
    for (name, value) in try assignments() { table[name] = value }
    return table
  }

  /// What the planned build would give, for a step of the file.
  private func buildValues(_ streams: Streams) throws(CommandError) -> [String: String] {
    guard let file else {
      guard step == nil else { throw .usage("--at needs --file") }
      return [:]
    }
    let source = try PipelineInput.source([file], inputName: nil, streams)
    let plan = try Planning.plan(source, try build.context(streams, isQuiet: common.isQuiet, name: "pipec eval"))
    let steps = plan.pipelines.flatMap(\.steps)
    if let step, !steps.contains(where: { $0.name == step }) {
      throw .usage("no step is named '\(step)'" + Planning.hint(step, steps.map(\.name)))
    }
    return steps.first { $0.name == step ?? $0.name }?.substitutionTexts ?? [:]
  }

  // MARK: Harness

  /// What expressions find: at a step of the pipeline in --file, else in the tree of --context.
  func scope(_ streams: Streams) throws(CommandError) -> any HarnessScope {
    guard let file else { return HarnessTreeScope(try tree(), now: Self.now()) }
    guard contextFile == nil else { throw .usage("--context and --file are two ways to give values; use one") }
    let planned = try planned(file, streams)
    guard let pipeline = planned.pipelines.first, let settler = HarnessSettler(pipeline) else {
      throw .input("\(file) holds no Harness pipeline")
    }
    let nodes = settler.plan.placesOfExpressions
    guard let step else { return settler.expressionScope(at: settler.plan.firstPlace) }
    guard let found = settler.plan.place(named: step) else {
      throw .usage("no step is called '\(step)'" + suggestion(step, nodes.map(\.path.description)))
    }
    return settler.expressionScope(at: found)
  }

  private func planned(_ file: String, _ streams: Streams) throws(CommandError) -> Plan {
    let source = try PipelineInput.source([file], inputName: nil, streams)
    var options = build
    options.values = values
    let context = try build.context(streams, isQuiet: common.isQuiet, name: "pipec eval")
    return try Planning.plan(source, context, options).plan
  }

  /// The time that `currentDate()` speaks of.
  private static func now() -> HarnessInstant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return HarnessInstant(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
  }

  // MARK: Trees

  /// The data of a template: that of the queries of the application in --file, or the tree.
  func goTemplate(_ text: String, _ streams: Streams) throws(CommandError) -> Evaluation {
    guard let file else { return Evaluator().goTemplate(text, tree: try tree()) }
    guard contextFile == nil else { throw .usage("--context and --file are two ways to give values; use one") }
    var copy = self
    copy.values = []
    guard let deployment = try copy.planned(file, streams).pipelines.first?.pipecd else {
      throw .input("\(file) holds no PipeCD application")
    }
    let names = (deployment.stages + deployment.rollback).flatMap { [$0.name, $0.id] }
    if let step, !names.contains(step) { throw .usage("no stage is called '\(step)'" + suggestion(step, names)) }
    var data = deployment.queryData(at: step)
    for (path, value) in try assignments() {
      guard let changed = data.setting(path, to: value) else { throw .usage("the data of queries has no '\(path)'") }
      data = changed
    }
    return Evaluator().goTemplate(text, data: data, isFile: false)
  }

  /// The tree of --context, with the paths of --set in it.
  func tree() throws(CommandError) -> JexlMap {
    guard file == nil, step == nil else {
      throw .usage("--file and --at give values to texts of pipelines; use --context")
    }
    var root = JexlMap()
    if let contextFile {
      let json = String(decoding: try FileReader.read(contextFile), as: UTF8.self)
      do throws(ContextValues.Failure) {
        root = try ContextValues.tree(json)
      } catch {
        throw .input("\(contextFile) \(error.message)")
      }
    }
    for (path, value) in try assignments() { root = ContextValues.setting(path, to: value, in: root) }
    return root
  }

  /// The names and values of --set.
  private func assignments() throws(CommandError) -> [(String, String)] {
    var result: [(String, String)] = []
    for value in values {
      guard let equals = value.firstIndex(of: "="), equals > value.startIndex else {
        throw .usage("--set takes NAME=VALUE, not '\(value)'")
      }
      result.append((String(value[..<equals]), String(value[value.index(after: equals)...])))
    }
    return result
  }
}
