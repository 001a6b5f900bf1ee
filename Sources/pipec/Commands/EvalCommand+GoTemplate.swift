import Diagnostics
import Expressions

extension EvalCommand {
  /// Renders a Go template as PipeCD does: a file, where there are secrets or attachments, and otherwise a query or message.
  func runGoTemplate(_ bytes: [UInt8], _ streams: Streams) throws(CommandError) -> ExitStatus {
    let values = GoTemplate.Value(try tree())
    let isFile = values.has("encryptedSecrets") || values.has("attachment")
    let text = String(decoding: bytes, as: UTF8.self)
    let result = GoTemplate.parse(text, functions: isFile ? .sprig : .builtIn)
    switch result.flatMap({ $0.render(isFile ? values : values.asQuery, missingKey: isFile ? .failure : .noValue) }) {
    case .success(let text):
      write(Array(text.utf8), streams)
      return .clean
    case .failure(let failure):
      let rule: RuleName = failure.reason == .rendering ? "template-failure" : "template-syntax"
      report(
        [Diagnostic(rule: rule, severity: .error, message: failure.detail, at: Self.span(failure.range))], in: bytes,
        streams)
      return .findings
    }
  }
}

extension GoTemplate.Value {
  /// A tree of values as templates see it.
  fileprivate init(_ map: JexlMap) {
    let members = zip(map.keys, map.values).map { Member($0.javaText, Self($1)) }
    self = .map(members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
  }

  private init(_ value: JexlValue) {
    switch value {
    case .null: self = .null
    case .boolean(let flag): self = .bool(flag)
    case .integer(let number): self = .integer(Int64(number))
    case .long(let number): self = .integer(number)
    case .double(let number): self = .float(number)
    case .list(let elements), .set(let elements): self = .list(elements.map { Self($0) })
    case .array(let array): self = .list(array.elements.map { Self($0) })
    case .map(let map): self.init(map)
    default: self = .string(value.javaText)
    }
  }

  fileprivate func has(_ name: String) -> Bool {
    guard case .map(let members) = self else { return false }
    return members.contains { $0.name == name }
  }

  /// The data of a query, if all names are those of a query's: its fields are fixed, and one that there is not fails.
  fileprivate var asQuery: Self {
    let fields = [("App", ["Env", "Name"]), ("K8s", ["Namespace"]), ("Variant", ["Name"])]
    let maps = ["AppCustomArgs", "VariantCustomArgs"]
    guard case .map(let members) = self, !members.isEmpty,
      members.allSatisfy({ member in maps.contains(member.name) || fields.contains { $0.0 == member.name } })
    else { return self }
    func value(_ name: String, in members: [Member]) -> Self? { members.first { $0.name == name }?.value }
    var all = fields.map { name, inner in
      var given: [Member] = []
      if case .map(let members)? = value(name, in: members) { given = members }
      return Member(
        name, .structure(type: name, inner.map { Member($0, value($0, in: given) ?? .string("")) }))
    }
    all += maps.map { Member($0, value($0, in: members) ?? .map([])) }
    return .structure(type: "argsTemplate", all)
  }
}
