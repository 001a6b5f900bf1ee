import Diagnostics
import IR

/// The address of a plugin means another program every time.
enum ReusedPlugin: PipeCDRule {
  static let info = RuleInfo(
    "reused-plugin", .info, group: .plugins, persona: .pedantic,
    "The address of a plugin means another program every time.",
    why: """
      piped keeps the program that it has fetched, by the name of the plugin, and never looks at `url` again: neither a \
      new release nor another address changes what runs, unless it is started with `--force-plugin-redownload`.
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
          url: https://example.com/wait/latest/wait_linux_amd64
             # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ reused-plugin: piped fetches a plugin once, so that this stays what was the latest then
          port: 7001
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
          url: https://example.com/wait/v1.2.0/wait_linux_amd64
          port: 7001
      """
    ],
    yields: ["type-mismatch"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard case .piped(let piped) = document.specification else { return }
    for plugin in piped.plugins.value.map(\.value) {
      let url = plugin.address.value
      guard let place = plugin.address.place, isMoving(url) else { continue }
      context.report(
        "piped fetches a plugin once, so that this stays what was the latest then", at: place,
        help: "name a release, and start piped with `--force-plugin-redownload` when you change it")
    }
  }

  private static func isMoving(_ url: String) -> Bool {
    if url.hasPrefix("https://") || url.hasPrefix("http://") { return url.contains("/latest/") }
    guard url.hasPrefix("oci://"), !url.contains("@") else { return false }
    // Without a tag it is the latest.
    let name = url.split(separator: "/").last ?? ""
    return !name.contains(":") || name.hasSuffix(":latest")
  }
}
