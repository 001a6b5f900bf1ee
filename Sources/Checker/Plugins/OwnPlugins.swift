/// Plugins that somebody has described besides those that pipec knows.
public struct OwnPlugins: Hashable, Sendable {
  /// By the names of their images as the table has them.
  private var descriptions: [String: PluginDescription] = [:]

  public init() {}

  /// Whether there are none.
  public var isEmpty: Bool { descriptions.isEmpty }

  /// Adds a plugin under the name of an image; a later one takes the place of an earlier one and of what pipec knows.
  public mutating func add(_ description: PluginDescription, image: String) {
    descriptions[PluginTable.canonicalName(of: image)] = description
  }

  /// The plugin whose image this is, tag and digest aside.
  func plugin(image: String) -> PluginDescription? {
    descriptions.isEmpty ? nil : descriptions[PluginTable.canonicalName(of: image)]
  }
}
