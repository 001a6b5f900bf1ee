import Synchronization

/// What plugins remember of deployments, stages and applications, and what people ask of stages. Kept in memory.
final class MetadataStore: Sendable {
  /// What belongs to one stage, one plugin of a deployment, or one application.
  struct Owner: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case stage, plugin, deployment, application }

    var kind: Kind
    /// The deployment or the application.
    var id: String
    /// The stage or the plugin.
    var name: String
  }

  private struct State {
    var texts: [Owner: [String: String]] = [:]
    var objects: [Owner: [String: [UInt8]]] = [:]
    var commands: [Owner: [PluginAPI.Command]] = [:]
    var size = 0
  }

  private let largestSize: Int
  private let state = Mutex(State())

  /// - Parameter largestSize: how many bytes all of it may have.
  init(largestSize: Int) { self.largestSize = largestSize }

  func text(_ owner: Owner, _ key: String) -> String? { state.withLock { $0.texts[owner]?[key] } }

  func texts(_ owner: Owner) -> [String: String] { state.withLock { $0.texts[owner] ?? [:] } }

  /// Remembers texts; false when there is no room.
  func put(_ owner: Owner, _ values: [String: String]) -> Bool {
    state.withLock { state in
      let old = state.texts[owner] ?? [:]
      var size = state.size
      for (key, value) in values {
        size += key.utf8.count + value.utf8.count
        if let before = old[key] { size -= key.utf8.count + before.utf8.count }
      }
      guard size <= largestSize else { return false }
      state.size = size
      state.texts[owner, default: [:]].merge(values) { _, new in new }
      return true
    }
  }

  func object(_ owner: Owner, _ key: String) -> [UInt8]? { state.withLock { $0.objects[owner]?[key] } }

  /// Remembers an object; false when there is no room.
  func put(_ owner: Owner, _ key: String, _ object: [UInt8]) -> Bool {
    state.withLock { state in
      let before = state.objects[owner]?[key].map { $0.count + key.utf8.count } ?? 0
      let size = state.size - before + key.utf8.count + object.count
      guard size <= largestSize else { return false }
      state.size = size
      state.objects[owner, default: [:]][key] = object
      return true
    }
  }

  func commands(_ owner: Owner) -> [PluginAPI.Command] { state.withLock { $0.commands[owner] ?? [] } }

  /// Lists a command from now on.
  func add(_ command: PluginAPI.Command) {
    let owner = Owner(kind: .stage, id: command.deploymentID, name: command.stageID)
    state.withLock { $0.commands[owner, default: []].append(command) }
  }
}
