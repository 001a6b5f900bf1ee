import Diagnostics
import Expressions

extension PipeCD {
  /// Decodes free data into structures as Go's `encoding/json` does, and collects what it refuses.
  ///
  /// Members are taken in the order of their keys, as upstream's way from YAML leads over sorted JSON; keys match in any
  /// case. Refusals do not stop it; which of them upstream prints says `printed`.
  public struct Decoder: Sendable {
    /// Something that the decoder refuses, or passes over.
    public struct Failure: Hashable, Sendable {
      /// What is wrong.
      public enum Reason: Hashable, Sendable {
        /// A key that no option has; the names of those that there are.
        case unknownKey(String, known: [String])
        /// A value of another type: what it is, and what it has to be.
        case mismatch(found: String, title: String)
        /// A text that is no value of the type, such as `1d` for a duration.
        case malformed(title: String)
        /// A stage that this kind of file cannot have.
        case stageName(String)
        /// A `type` that there is not; those that there are, and what is wanted.
        case type(String, known: [String], title: String)
        /// A duration written as a bare number, which counts nanoseconds.
        case bareDuration(String)
        /// A zero that is replaced by the default, because it counts as not written.
        case zero(default: String)
      }

      /// What is wrong.
      public var reason: Reason
      /// Where the structure stands, as a path such as `spec.input`.
      public var path: String
      /// The key or the value.
      public var span: Span
      /// What the real decoder says.
      public var upstream: String
      /// Whether the real decoder ends here.
      public var isFatal: Bool
    }

    /// What is refused.
    public private(set) var failures: [Failure] = []
    /// What is passed over in silence: unknown keys, and values that do not mean what they say.
    public private(set) var ignored: [Failure] = []
    /// Whether unknown keys are refused.
    public var isStrict: Bool
    /// Which generation decodes.
    public var generation: Generation

    private var path: [String]
    /// The structures' names and keys since the last decoder that upstream starts anew.
    private var goStruct = ""
    private var goPath: [String] = []

    public init(_ generation: Generation, isStrict: Bool, path: [String] = []) {
      self.generation = generation
      self.isStrict = isStrict
      self.path = path
    }

    /// The refusal that upstream prints: the first that ends it, or else the first.
    public var printed: Failure? { failures.first(where: \.isFatal) ?? failures.first }

    /// Whether something inside a place is refused.
    func hasFailures(in span: Span) -> Bool { failures.contains { span.contains($0.span) } }

    // MARK: Structures

    mutating func decode<Record: PipeCDRecord>(_ record: inout Record, from data: Data) {
      guard case .map(let entries) = data.value else { return mismatch(data, Record.self) }
      let outer = goStruct
      goStruct = Record.goType.split(separator: ".").last.map(String.init) ?? ""
      defer { goStruct = outer }
      let fields = Record.fields.filter { $0.generation == nil || $0.generation == generation }
      for entry in entries.sortedAsJSON() {
        guard case .string(let key) = entry.key.value else { continue }
        if let field = Self.field(key.value, in: fields) {
          field.decode(&record, key, entry.value, &self)
        } else {
          unknown(key, known: fields.map(\.name))
        }
      }
    }

    private static func field<Record>(_ key: String, in fields: [Field<Record>]) -> Field<Record>? {
      if let exact = fields.first(where: { $0.name == key }) { return exact }
      let lowered = key.lowercased()
      return fields.first { $0.name.lowercased() == lowered }
    }

    /// Goes one key down.
    mutating func descend(_ name: String, _ body: (inout Decoder) -> Void) {
      path.append(name)
      goPath.append(name)
      body(&self)
      path.removeLast()
      goPath.removeLast()
    }

    /// Goes into an item of a list or map, which upstream's messages do not name.
    mutating func descend(item name: String, _ body: (inout Decoder) -> Void) {
      let last = path.popLast() ?? ""
      path.append(last + name)
      body(&self)
      path.removeLast()
      path.append(last)
    }

    /// What a type decodes by itself: the first refusal ends the decoders around it.
    mutating func alone(isStrict: Bool? = nil, _ body: (inout Decoder) -> Void) {
      let (outerStruct, outerPath, outerStrict) = (goStruct, goPath, self.isStrict)
      (goStruct, goPath, self.isStrict) = ("", [], isStrict ?? self.isStrict)
      let start = failures.count
      body(&self)
      (goStruct, goPath, self.isStrict) = (outerStruct, outerPath, outerStrict)
      if failures.count > start, !failures[start...].contains(where: \.isFatal) { failures[start].isFatal = true }
    }

    // MARK: Refusals

    /// A key that there is not, to a message that refuses it in words of its own.
    mutating func unknown(_ key: Text, known: [String], upstream: String) {
      failures.append(
        Failure(
          reason: .unknownKey(key.value, known: known), path: path.joined(separator: "."), span: key.span,
          upstream: upstream, isFatal: true))
    }

    private mutating func unknown(_ key: Text, known: [String]) {
      let failure = Failure(
        reason: .unknownKey(key.value, known: known), path: path.joined(separator: "."), span: key.span,
        upstream: "json: unknown field \(GoQuote.quote(key.value))", isFatal: false)
      if isStrict { failures.append(failure) } else { ignored.append(failure) }
    }

    /// A value of the wrong type.
    mutating func mismatch<Value: PipeCDValue>(_ data: Data, _ type: Value.Type) {
      var found = data.jsonType
      if found == "number", Value.goType == "int" { found += " " + data.json }
      let place = goPath.isEmpty ? "value" : "struct field \(goStruct).\(goPath.joined(separator: "."))"
      failures.append(
        Failure(
          reason: .mismatch(found: data.jsonType, title: Value.title), path: path.joined(separator: "."),
          span: data.span,
          upstream: "json: cannot unmarshal \(found) into Go \(place) of type \(Value.goType)", isFatal: false))
    }

    /// A value that its own type refuses, which ends the decoder.
    mutating func malformed<Value: PipeCDValue>(_ data: Data, _ type: Value.Type, upstream: String) {
      failures.append(
        Failure(
          reason: .malformed(title: Value.title), path: path.joined(separator: "."), span: data.span,
          upstream: upstream, isFatal: true))
    }

    /// A `type` that there is not.
    mutating func unknownType<Family: PipeCDFamily>(
      _ type: String, of family: Family.Type, at span: Span, upstream: String
    ) {
      failures.append(
        Failure(
          reason: .type(type, known: Family.types, title: Family.title), path: path.joined(separator: "."), span: span,
          upstream: upstream, isFatal: true))
    }

    /// Something that is accepted and does not mean what it says.
    mutating func note(_ reason: Failure.Reason, at span: Span) {
      ignored.append(
        Failure(reason: reason, path: path.joined(separator: "."), span: span, upstream: "", isFatal: false))
    }

    /// A stage with a name that is none.
    mutating func unsupportedStage(_ name: String, at span: Span) {
      failures.append(
        Failure(
          reason: .stageName(name), path: path.joined(separator: "."), span: span,
          upstream: "unsupported stage name: \(name)", isFatal: true))
    }
  }
}

extension [Data.Entry] {
  /// By key, as JSON made of Go maps has them.
  func sortedAsJSON() -> [Data.Entry] {
    guard count > 1 else { return self }
    return sorted { left, right in
      guard case .string(let a) = left.key.value, case .string(let b) = right.key.value else { return false }
      return a.value.utf8.lexicographicallyPrecedes(b.value.utf8)
    }
  }
}
