import Diagnostics
import IR
import YAML

/// Reads YAML or JSON that is no document of Harness's, such as what a code host sends to a webhook.
public enum HarnessPayload {
  /// The value of the first document; nil where it is no YAML.
  public static func data(_ source: Source) -> Data? {
    let result = Tree.parse(
      source.bytes, range: 0..<source.bytes.count, source: source.id, map: nil, limits: HarnessDataReader.limits,
      decoder: .libyaml)
    guard result.failure == nil, let root = result.tree.root else { return nil }
    var reader = HarnessDataReader()
    return reader.data(root)
  }
}
