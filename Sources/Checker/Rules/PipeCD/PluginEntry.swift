import Diagnostics
import IR

/// A plugin of piped cannot be started.
enum PluginEntry: PipeCDRule {
  static let info = RuleInfo(
    "plugin-entry", .error, group: .plugins, "A plugin of piped cannot be started.",
    why: """
      piped checks nothing here: the plugin is not found, or it ends at once because its port or name is taken.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Piped
      spec:
        projectID: shop
        pipedID: id
        pipedKeyFile: /etc/piped/key
        apiAddress: pipecd.example.com:443
        plugins:
        - name: wait
          url: ftp://example.com/wait
             # ^^^^^^^^^^^^^^^^^^^^^^ plugin-entry: piped gets plugins by `file://`, `https://` and `oci://`
          port: 7001
        - name: kubernetes
          url: file:///opt/kubernetes
          port: 7001
              # ^^^^ plugin-entry: two plugins listen on port 7001
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Piped
      spec:
        projectID: shop
        pipedID: id
        pipedKeyFile: /etc/piped/key
        apiAddress: pipecd.example.com:443
        plugins:
        - name: wait
          url: https://example.com/wait
          port: 7001
        - name: kubernetes
          url: file:///opt/kubernetes
          port: 7002
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard case .piped(let piped) = document.specification else { return }
    var names: [String: Span] = [:]
    var ports: [Int64: Span] = [:]
    var programs: [String: Span] = [:]
    for item in piped.plugins.value {
      let plugin = item.value
      let span = item.place ?? document.head
      if plugin.name.value.isEmpty {
        context.report("this plugin has no `name`", at: span)
      } else if let first = names[plugin.name.value], let place = plugin.name.place {
        context.report(
          "two plugins are named `\(plugin.name.value)`", at: place, related: [.init(first, "the first one")])
      } else if let place = plugin.name.place {
        names[plugin.name.value] = place
      }
      if let program = PipeCD.Piped.officialPlugin(of: plugin), let place = plugin.name.place ?? plugin.address.place {
        if let first = programs[program], names[plugin.name.value] == place {
          context.report(
            "two plugins are `\(program)`, and only this one, the last, is given its stages", at: place,
            severity: .warning, related: [.init(first, "the first one")])
        }
        programs[program] = place
      }
      if let first = ports[plugin.port.value], let place = plugin.port.place {
        context.report(
          "two plugins listen on port \(plugin.port.value)", at: place, related: [.init(first, "the first one")])
      } else if let place = plugin.port.place {
        ports[plugin.port.value] = place
      }
      if plugin.address.value.isEmpty {
        context.report("this plugin has no `url`", at: plugin.name.place ?? span, help: "write where its program is")
      } else if !["file://", "http://", "https://", "oci://"].contains(where: plugin.address.value.hasPrefix),
        let place = plugin.address.place
      {
        context.report(
          "piped gets plugins by `file://`, `https://` and `oci://`", at: place)
      }
    }
  }
}
