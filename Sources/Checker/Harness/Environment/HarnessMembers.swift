/// The names that may stand behind a dot, with what they lead to.
public struct HarnessMembers: Sendable {
  /// What a name leads to.
  public indirect enum Member: Sendable {
    case value(HarnessType)
    case members(HarnessMembers)
  }

  /// In the order in which they are offered.
  public let names: [String]
  private let index: [String: Member]
  /// Whether there may be more than these.
  public let isOpen: Bool

  /// - Parameters:
  ///   - strings: names that lead to texts, separated by blanks; likewise the others.
  init(
    strings: String = "", numbers: String = "", booleans: String = "", lists: String = "", maps: String = "",
    anything: String = "", members: [(String, HarnessMembers)] = [], isOpen: Bool = false
  ) {
    var names: [String] = []
    var index: [String: Member] = [:]
    func add(_ text: String, _ type: HarnessType) {
      for word in text.split(separator: " ") {
        names.append(String(word))
        index[String(word)] = .value(type)
      }
    }
    add(strings, .string)
    add(numbers, .number)
    add(booleans, .boolean)
    add(lists, .list)
    add(maps, .map)
    add(anything, .any)
    for (name, member) in members {
      names.append(name)
      index[name] = .members(member)
    }
    self.names = names.sorted()
    self.index = index
    self.isOpen = isOpen
  }

  /// nil: not among the names.
  public subscript(name: String) -> Member? { index[name] }
}
