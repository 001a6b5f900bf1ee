import Diagnostics
import IR
import YAML

/// The `secrets` at the top of a legacy file, which become `kind: secret` documents.
enum LegacySecrets {
  /// Sorted by name, as upstream.
  static func read(_ root: Node, span: Span) -> [SecretDeclaration] {
    let entries = Fields(of: Fields(of: root).all("secrets")).entries.sorted { $0.key.text < $1.key.text }
    return entries.map { entry in
      let fields = Fields(of: entry.value)
      let options = Fields(of: fields.all("driver_opts"))
      let path = options["path"] ?? fields["path"] ?? fields["vault"]
      let origin: SecretDeclaration.Origin =
        path == nil ? .missing : .external(path: path?.string, name: options["key"]?.string, key: nil)
      return SecretDeclaration(name: entry.key.string, origin: origin, span: entry.key.span)
    }
  }
}
