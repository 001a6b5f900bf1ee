import Diagnostics
import IR
import YAML

/// A value for one field of a pipeline, as people give it on a command line: `PATH=VALUE`.
///
/// The path is made of the keys on the way, items of lists by their identifier or name:
/// `pipeline.variables.env`, `stages.build.spec.execution.steps.test.spec.image`. `pipeline.` may be left out.
public struct HarnessAssignment: Hashable, Sendable {
  /// The segments of the path, without `pipeline`.
  public var path: [String]
  /// What is given.
  public var value: Data
  /// Where the path is written.
  public var span: Span

  public init(path: [String], value: Data, span: Span) {
    self.path = path
    self.value = value
    self.span = span
  }

  /// Reads `PATH=VALUE`, the whole text of `source`; nil without `=` or without a path.
  ///
  /// The value is a scalar as in YAML (`3` is a number, `"3"` a text); in brackets or braces it is a list or mapping.
  public init?(_ source: Source) {
    guard let equals = source.bytes.firstIndex(of: UInt8(ascii: "=")), equals > 0 else { return nil }
    let name = String(decoding: source.bytes[..<equals], as: UTF8.self)
    var path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if path.first == "pipeline" { path.removeFirst() }
    guard !path.isEmpty, path.count <= 64, !path.contains("") else { return nil }
    self.path = path
    span = Span(source.id, 0, UInt32(equals))
    value = Self.value(source, from: equals + 1)
  }

  private static func value(_ source: Source, from start: Int) -> Data {
    let text = String(decoding: source.bytes[start...], as: UTF8.self)
    let span = Span(source.id, UInt32(start), UInt32(source.bytes.count))
    if let first = text.first, "[{\"'".contains(first) {
      let result = Tree.parse(
        source.bytes, range: start..<source.bytes.count, source: source.id, map: nil, limits: HarnessDataReader.limits,
        decoder: .libyaml)
      if result.failure == nil, let root = result.tree.root {
        var reader = HarnessDataReader()
        return reader.data(root)
      }
    }
    // Nothing behind `=` is the empty text; who means null writes it.
    let plain = text.isEmpty ? nil : CoreScalar.plain(text)
    return Data(plain ?? .string(Text(text, at: span)), at: span, raw: text, isPlain: true)
  }

  /// A partial pipeline that has this value and nothing else, or why there can be none.
  func partial(of pipeline: Data) -> (partial: Data?, problem: Problem?) {
    var failure: Problem?
    let data = place(path[...], in: pipeline, failure: &failure)
    return failure == nil ? (data, nil) : (nil, failure)
  }

  private func place(_ rest: ArraySlice<String>, in target: Data, failure: inout Problem?) -> Data {
    guard let name = rest.first else {
      // An input of the newer forms stands for its value.
      return target["value"]?.text?.isRuntimeInput == true ? map("value", value) : value
    }
    if target.text?.isRuntimeInput == true {
      // Below a runtime input everything is given by the user.
      return map(name, place(rest.dropFirst(), in: target, failure: &failure))
    }
    switch target.value {
    case .map:
      if let next = target[name] { return map(name, place(rest.dropFirst(), in: next, failure: &failure)) }
      // What a template asks for stands under the link to it.
      if let inputs = target["template"]?.present("templateInputs") {
        return map("template", map("templateInputs", place(rest, in: inputs, failure: &failure)))
      }
      fail(name, among: target.entries?.compactMap(\.key.name) ?? [], &failure)
    case .list(let items):
      return placeInList(rest, items, failure: &failure)
    default: fail(name, among: [], &failure)
    }
    return target
  }

  private func placeInList(_ rest: ArraySlice<String>, _ items: [Data], failure: inout Problem?) -> Data {
    let flat = HarnessInputCombination.flat(items)
    // Names of variables may have dots of their own.
    for count in (1...max(1, min(6, rest.count))).reversed() where count <= rest.count {
      let name = rest.prefix(count).joined(separator: ".")
      guard let item = flat.first(where: { HarnessItemKey.name(of: $0)?.text.value == name }) else { continue }
      let (wrapper, body) = HarnessItemKey.body(of: item)
      var following = rest.dropFirst(count)
      // A variable stands for its value.
      if following.isEmpty, wrapper == nil, body["value"] != nil { following = ["value"] }
      var inner = place(following, in: body, failure: &failure)
      if let key = HarnessItemKey.name(of: item), case .map(let entries) = inner.value {
        inner = Data(.map([entry(key.key, Data(.string(key.text), at: span, raw: name))] + entries), at: span)
      }
      return Data(.list([wrapper.map { map($0, inner) } ?? inner]), at: span)
    }
    fail(rest.first ?? "", among: flat.compactMap { HarnessItemKey.name(of: $0)?.text.value }, &failure)
    return Data(.list([]), at: span)
  }

  private func map(_ key: String, _ value: Data) -> Data { Data(.map([entry(key, value)]), at: span) }

  private func entry(_ key: String, _ value: Data) -> Data.Entry {
    Data.Entry(key: Data(.string(Text(key, at: span)), at: span, raw: key, isPlain: true), value: value)
  }

  private func fail(_ name: String, among known: [String], _ failure: inout Problem?) {
    guard failure == nil else { return }
    let nearest = Suggestion.nearest(to: name, among: known)
    let diagnostic = Diagnostic(
      rule: "unknown-input", severity: .error,
      message: "the pipeline has no `\(name)` in `\((["pipeline"] + path).joined(separator: "."))`", at: span,
      help: nearest.map { "did you mean `\($0)`?" }
        ?? (known.isEmpty || known.count > 12 ? nil : "there is " + known.map { "`\($0)`" }.joined(separator: ", ")))
    failure = Problem(diagnostic, by: .server, upstream: "Field not a runtime input")
  }
}
