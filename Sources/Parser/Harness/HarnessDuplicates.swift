import Diagnostics
import IR

/// Finds what the server refuses because two leaves of a document would have one path: items of one list that have one
/// name. `parallel` adds nothing to paths, so that its members count to the list around it.
struct HarnessDuplicates {
  /// Mappings of free form, in which lists mean what their reader makes of them.
  private static let opaque: Set<String> = [
    "strategy", "settings", "with", "templateInputs", "templateVariables", "pipelineInputs", "tags",
    "failureStrategies",
  ]

  private let isNewer: Bool
  private var log: LoadLog
  private var path: [String] = []

  /// - Parameter isNewer: whether the document is in a newer form, in which names may repeat.
  static func check(_ root: Data, isNewer: Bool, log: inout LoadLog) {
    var check = HarnessDuplicates(log: log, isNewer: isNewer)
    check.walk(root)
    log = check.log
  }

  private init(log: LoadLog, isNewer: Bool) {
    self.log = log
    self.isNewer = isNewer
  }

  private mutating func walk(_ data: Data) {
    switch data.value {
    case .map(let entries):
      for entry in entries {
        guard let name = entry.key.name, !Self.opaque.contains(name) else { continue }
        path.append(name)
        walk(entry.value)
        path.removeLast()
      }
    case .list(let items):
      var seen: [String: Text] = [:]
      walk(items, &seen)
    default: break
    }
  }

  private mutating func walk(_ items: [Data], _ seen: inout [String: Text]) {
    for item in items {
      if let members = HarnessItemKey.members(of: item) {
        walk(members, &seen)
        continue
      }
      guard let name = HarnessItemKey.name(of: item) else {
        walk(item)
        continue
      }
      if isNewer, name.key != "id" {
        walk(HarnessItemKey.body(of: item).body)
        continue
      }
      if let first = seen.updateValue(name.text, forKey: name.text.value) {
        refuse(item, name, first)
        seen[name.text.value] = first
      }
      path.append(name.text.value)
      walk(HarnessItemKey.body(of: item).body)
      path.removeLast()
    }
  }

  private mutating func refuse(_ item: Data, _ name: (key: String, text: Text), _ first: Text) {
    // A name that is worked out later may turn out to be another one.
    guard !name.text.holdsExpression, !name.text.value.isEmpty else { return }
    let wrapper = HarnessItemKey.body(of: item).wrapper
    let thing =
      switch wrapper {
      case "stage": "stage"
      case "step": "step"
      case "stepGroup": "step group"
      default: path.last == "variables" ? "variable" : "item"
      }
    log.refuse(
      "duplicate-identifier", "another \(thing) of this list has the \(Self.words(for: name.key)) `\(name.text.value)`",
      at: name.text.span, by: .server,
      upstream: "This element is coming twice in yaml \((path + [name.text.value]).joined(separator: "."))",
      help: wrapper == nil ? "rename one of them" : "rename one of them, and what refers to it",
      related: [.init(first.span, "the first one is here")])
  }

  private static func words(for key: String) -> String {
    switch key {
    case "identifier", "id": "identifier"
    case "name": "name"
    default: "`\(key)`"
    }
  }
}
