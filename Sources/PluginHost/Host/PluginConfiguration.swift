import Diagnostics

/// A plugin as the configuration of piped names it (`spec.plugins[]`), without `port`: that is a matter between a host and
/// its plugin, and one that is free is always found.
public struct PluginConfiguration: Hashable, Sendable {
  /// Where a plugin deploys to.
  public struct DeployTarget: Hashable, Sendable {
    /// The target's name.
    public var name: String
    /// Its labels.
    public var labels: [String: String]
    /// What the plugin is told of it, as JSON; nil where nothing is configured.
    public var config: String?

    /// A target with its name, labels and JSON.
    public init(name: String, labels: [String: String] = [:], config: String? = nil) {
      self.name = name
      self.labels = labels
      self.config = config
    }
  }

  /// The name by which applications know the plugin.
  public var name: String
  /// Where its program is: `file:///path`, a path, `https://…` or `oci://…`.
  public var url: String
  /// What it is told of itself, as JSON; nil where nothing is configured.
  public var config: String?
  /// Where it deploys to.
  public var deployTargets: [DeployTarget]

  /// A plugin with its name, the place of its program and what is configured.
  public init(
    name: String, url: String, config: String? = nil, deployTargets: [DeployTarget] = []
  ) {
    self.name = name
    self.url = url
    self.config = config
    self.deployTargets = deployTargets
  }

  /// The JSON that the plugin is started with: compact, and with the keys that piped writes in its order.
  func launchJSON(url: String, port: Int) -> String {
    var members = ["\"name\":\(quote(name))", "\"url\":\(quote(url))", "\"port\":\(port)"]
    if let config { members.append("\"config\":\(config)") }
    if !deployTargets.isEmpty {
      let targets = deployTargets.map { target in
        var members = ["\"name\":\(quote(target.name))"]
        if !target.labels.isEmpty {
          let labels = target.labels.sorted { $0.key < $1.key }.map { "\(quote($0.key)):\(quote($0.value))" }
          members.append("\"labels\":{\(labels.joined(separator: ","))}")
        }
        // piped writes this one also where nothing is configured.
        members.append("\"config\":\(target.config ?? "null")")
        return "{\(members.joined(separator: ","))}"
      }
      members.append("\"deployTargets\":[\(targets.joined(separator: ","))]")
    }
    return "{\(members.joined(separator: ","))}"
  }
}

private func quote(_ text: String) -> String {
  var json = JSONWriter(layout: .compact)
  json.string(text)
  return json.text
}
