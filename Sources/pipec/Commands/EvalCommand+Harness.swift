import Diagnostics
import Expressions
import Glibc
import Planner

extension EvalCommand {
  /// Renders a text with `<+…>`, or evaluates it as a condition.
  func runHarness(_ bytes: [UInt8], _ streams: Streams) throws(CommandError) -> ExitStatus {
    let evaluator = HarnessEvaluator(
      scope: try scope(streams), mode: mode,
      options: HarnessOptions(isLenient: isLenient))
    let text = String(decoding: bytes, as: UTF8.self)
    if isCondition {
      switch evaluator.evaluate(text) {
      case .value(let value):
        write(value, streams)
        return .clean
      case .deferred(let reason): return fail(JexlError.waiting(for: reason, bytes.count), bytes, streams)
      case .failure(let error): return fail(error, bytes, streams)
      }
    }
    let rendering = evaluator.render(text)
    if let failure = rendering.failure { return fail(failure, bytes, streams) }
    write(rendering.pieces, streams)
    if !common.isQuiet {
      report(
        rendering.unresolved.map { unresolved in
          let outcome = mode == .original ? "it stays as it is written" : "it becomes the text null"
          return Diagnostic(
            rule: "unresolved-expression", severity: .warning,
            message: "nothing is known of `\(unresolved.expression)`", at: Self.span(unresolved.range), help: outcome)
        }, in: bytes, streams)
    }
    return .clean
  }

  /// Evaluates an expression by itself.
  func runJexl(_ bytes: [UInt8], _ streams: Streams) throws(CommandError) -> ExitStatus {
    let text = String(decoding: bytes, as: UTF8.self)
    switch JexlEvaluator.evaluate(text, mode: .expression, variables: try tree()) {
    case .success(let value):
      write(value, streams)
      return .clean
    case .failure(let error): return fail(error, bytes, streams)
    }
  }

  private func fail(_ error: JexlError, _ bytes: [UInt8], _ streams: Streams) -> ExitStatus {
    let rule: RuleName = error.kind == .syntax ? "expression-syntax" : "expression-failure"
    report(
      [Diagnostic(rule: rule, severity: .error, message: error.message, at: Self.span(error.range), help: error.help)],
      in: bytes, streams)
    return .findings
  }

  // MARK: - Values

  /// What expressions find: at a step of the pipeline in --file, else in the tree of --context.
  private func scope(_ streams: Streams) throws(CommandError) -> any HarnessScope {
    guard let file else { return HarnessTreeScope(try tree(), now: Self.now()) }
    guard contextFile == nil else { throw .usage("--context and --file are two ways to give values; use one") }
    let source = try PipelineInput.source([file], inputName: nil, streams)
    var options = build
    options.values = values
    let context = try build.context(streams, isQuiet: common.isQuiet, name: "pipec eval")
    let planned = try Planning.plan(source, context, options)
    guard let pipeline = planned.plan.pipelines.first, let settler = HarnessSettler(pipeline) else {
      throw .input("\(file) holds no Harness pipeline")
    }
    return settler.expressionScope(at: try position(in: settler.plan))
  }

  /// The stage, group or step of --at, by its path or identifier; the first step where none is named.
  private func position(in plan: HarnessPlan) throws(CommandError) -> Int {
    let nodes = plan.nodes.filter { node in
      switch node.kind {
      case .stage, .group, .step: true
      case .pipeline, .parallel, .loop, .insert: false
      }
    }
    guard let step else { return nodes.first { $0.kind == .step }?.index ?? 0 }
    let found = nodes.first { $0.path.description == step } ?? nodes.first { $0.identifier == step }
    guard let found else {
      throw .usage("no step is called '\(step)'" + suggestion(step, nodes.map(\.path.description)))
    }
    return found.index
  }

  /// The time that `currentDate()` speaks of.
  private static func now() -> HarnessInstant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return HarnessInstant(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
  }

  /// The tree of --context, with the paths of --set in it.
  func tree() throws(CommandError) -> JexlMap {
    guard file == nil, step == nil else {
      throw .usage("--file and --at give values to texts of Drone and Harness; use --context")
    }
    var root = JexlMap()
    if let contextFile {
      let bytes = try FileReader.read(contextFile)
      switch JexlJSON.parse(String(decoding: bytes, as: UTF8.self)) {
      case .success(.map(let map)):
        // The tree may stand below one key that says what it is.
        if map.count == 1, case .map(let inner)? = map["context"] { root = inner } else { root = map }
      case .success: throw .input("\(contextFile) is no JSON object")
      case .failure(let problem):
        throw .input("\(contextFile) is no JSON: \(problem.message) at byte \(problem.offset + 1)")
      }
    }
    for (path, value) in try assignments() {
      root = Self.setting(path.split(separator: ".").map(String.init)[...], to: .string(value), in: root)
    }
    return root
  }

  private static func setting(_ path: ArraySlice<String>, to value: JexlValue, in map: JexlMap) -> JexlMap {
    guard let name = path.first else { return map }
    var result = map
    if path.count == 1 {
      result[.string(name)] = value
    } else {
      var inner = JexlMap()
      if case .map(let known)? = map[name] { inner = known }
      result[.string(name)] = .map(setting(path.dropFirst(), to: value, in: inner))
    }
    return result
  }

  // MARK: - Output

  private func write(_ pieces: [RenderedPiece], _ streams: Streams) {
    let text = pieces.map { piece in
      switch piece {
      case .literal(let literal): literal
      case .secret(let name): "<+secrets.getValue(\"\(name)\")>"
      case .deferred(let expression): expression
      }
    }.joined()
    write(Array(text.utf8), streams)
  }

  private func write(_ value: JexlValue, _ streams: Streams) {
    if case .string(let text) = value { return write(SecretToken.pieces(of: text), streams) }
    switch format {
    case .text: write(Array(value.renderedText.utf8), streams)
    case .json:
      var json = JSONWriter()
      json.object {
        $0.member("type", JexlType(of: value).rawValue)
        $0.member("value") { Self.write(value, to: &$0) }
      }
      streams.output.line(json.text)
    }
  }

  private static func write(_ value: JexlValue, to json: inout JSONWriter) {
    switch value {
    case .null, .function, .functor: json.null()
    case .boolean(let flag): json.bool(flag)
    case .integer(let number): json.integer(number)
    case .long(let number): json.integer(number)
    case .double(let number) where number.isFinite: json.number(number)
    case .float(let number) where number.isFinite: json.number(Double(number))
    case .list(let elements), .set(let elements): json.array(elements) { write($1, to: &$0) }
    case .array(let array): json.array(array.elements) { write($1, to: &$0) }
    case .map(let map):
      json.object { json in
        for (key, value) in zip(map.keys, map.values) { json.member(key.javaText) { write(value, to: &$0) } }
      }
    default: json.string(value.javaText)
    }
  }
}

extension JexlError {
  /// Nothing of a tree of values is waited for, save the clock.
  fileprivate static func waiting(for reason: String, _ count: Int) -> JexlError {
    JexlError(.unresolved, 0..<count, "the expression waits for \(reason)")
  }
}
