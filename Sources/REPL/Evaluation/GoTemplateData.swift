import Expressions

extension GoTemplate.Value {
  /// A tree of values as templates see it.
  init(_ map: JexlMap) {
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

  /// The members of a map or structure; none of anything else.
  var members: [Member] {
    switch self {
    case .map(let members), .structure(_, let members): members
    default: []
    }
  }

  func has(_ name: String) -> Bool { members.contains { $0.name == name } }

  /// What queries have, with the fields of their structures, and their maps.
  private static let queryFields = [("App", ["Env", "Name"]), ("K8s", ["Namespace"]), ("Variant", ["Name"])]
  private static let queryMaps = ["AppCustomArgs", "VariantCustomArgs"]

  /// The data of a query, if all names are those of a query's: its fields are fixed, and one that there is not fails.
  var asQuery: Self {
    guard case .map(let members) = self, !members.isEmpty,
      members.allSatisfy({ member in
        Self.queryMaps.contains(member.name) || Self.queryFields.contains { $0.0 == member.name }
      })
    else { return self }
    return Self.query(members)
  }

  /// The data of a query of which some members are given.
  static func query(_ members: [Member]) -> Self {
    func value(_ name: String, in members: [Member]) -> Self? { members.first { $0.name == name }?.value }
    var all = queryFields.map { name, inner in
      let given = value(name, in: members)?.members ?? []
      return Member(
        name, .structure(type: name, inner.map { Member($0, value($0, in: given) ?? .string("")) }))
    }
    all += queryMaps.map { Member($0, value($0, in: members) ?? .map([])) }
    return .structure(type: "argsTemplate", all)
  }

  /// The value with a text at a path, where its structures have such a field; nil where they have not.
  func setting(_ path: ArraySlice<String>, to text: String) -> Self? {
    guard let name = path.first else { return .string(text) }
    var members = self.members
    let index = members.firstIndex { $0.name == name }
    switch self {
    case .structure(let type, _):
      guard let index, let inner = members[index].value.setting(path.dropFirst(), to: text) else { return nil }
      members[index].value = inner
      return .structure(type: type, members)
    case .map:
      let known = index.map { members[$0].value } ?? (path.count == 1 ? .null : .map([]))
      guard let inner = known.setting(path.dropFirst(), to: text) else { return nil }
      if let index { members[index].value = inner } else { members.append(Member(name, inner)) }
      return .map(members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
    default: return nil
    }
  }

  /// What is known of the value before there is another: its type.
  var dataType: GoTemplate.DataType {
    switch self {
    case .missing, .null: .any
    case .bool: .truth
    case .integer, .float: .number
    case .string: .text
    case .list(let items): .list(items.first?.dataType ?? .any)
    case .map(let members): .map(members.first?.value.dataType ?? .text, keys: members.map(\.name))
    case .structure(let type, let members):
      .structure(type, members.map { GoTemplate.DataType.Field($0.name, $0.value.dataType) })
    }
  }
}

extension GoTemplate.DataType {
  /// The word for people.
  var word: String {
    switch self {
    case .any: "any"
    case .text: "string"
    case .number: "number"
    case .truth: "boolean"
    case .list: "list"
    case .map: "map"
    case .structure: "structure"
    }
  }
}

extension GoTemplate.Value {
  /// The value with a text at a path of names with dots between; nil where there can be no such path.
  public func setting(_ path: String, to text: String) -> Self? {
    let segments = path.split(separator: ".").map(String.init)
    guard !segments.isEmpty, segments.count <= 16 else { return nil }
    return setting(segments[...], to: text)
  }
}
