import Expressions
import Planner

/// What was set in a conversation, by name, in the order in which the names first came.
struct SessionSettings: Hashable, Sendable {
  /// A name and its value.
  struct Setting: Hashable, Sendable {
    var name: String
    var value: String

    /// Whether the value must never be seen.
    var isSecret: Bool { name.hasPrefix("secret.") }

    /// What stands behind the name of a family; nil where the name is of another.
    func rest(of family: SettingFamily) -> String? {
      name.hasPrefix(family.rawValue + ".") ? String(name.dropFirst(family.rawValue.utf8.count + 1)) : nil
    }
  }

  private(set) var all: [Setting] = []

  subscript(name: String) -> String? {
    get { all.first { $0.name == name }?.value }
    set {
      if let index = all.firstIndex(where: { $0.name == name }) {
        if let newValue { all[index].value = newValue } else { all.remove(at: index) }
      } else if let newValue {
        all.append(Setting(name: name, value: newValue))
      }
    }
  }

  /// The names and values of a family, without what they begin with.
  func members(of family: SettingFamily) -> [Setting] {
    all.compactMap { setting in setting.rest(of: family).map { Setting(name: $0, value: setting.value) } }
  }

  /// Variables for `${…}`, which are parameters of the build to Drone.
  var variables: [Setting] { all.filter { Self.isVariable($0.name) } }

  /// The values of secrets.
  var secretValues: [String] { all.filter(\.isSecret).map(\.value) }

  /// Whether a name is that of a variable: letters, digits and underscores, and a capital in front.
  static func isVariable(_ name: String) -> Bool {
    guard let first = name.utf8.first, first == 0x5F || (0x41...0x5A).contains(first) else { return false }
    return name.utf8.allSatisfy { byte in
      byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
  }

  /// Paths that are neither facts nor of a family: `trigger.branch`, `App.Name`, `stage.name`.
  var paths: [Setting] {
    all.filter { setting in
      setting.name.contains(".") && SettingFamily.allCases.allSatisfy { setting.rest(of: $0) == nil }
    }
  }

  /// The paths as a tree.
  var tree: JexlMap {
    paths.reduce(into: JexlMap()) { $0 = ContextValues.setting($1.name, to: $1.value, in: $0) }
  }

  // MARK: What they change

  func apply(to request: inout Context.Request) {
    for setting in all { _ = SettingFact.named(setting.name)?.set(&request, setting.value) }
  }

  func apply(to request: inout DeploymentRequest) {
    for setting in all { _ = DeploymentSetting(rawValue: setting.name)?.apply(setting.value, to: &request) }
  }

  var parameters: [Context.Parameter] {
    (members(of: .param) + variables).map { Context.Parameter($0.name, $0.value) }
  }

  var environment: [Context.Parameter] { members(of: .env).map { Context.Parameter($0.name, $0.value) } }
}
