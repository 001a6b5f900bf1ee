import Diagnostics
import YAML

extension SchemaChecker {
  /// What to type where a list stands for a mapping, or the other way round: other systems write them so. Values are not
  /// repeated, for they may be secrets.
  static func shapeHelp(_ node: Node, expected: String) -> String? {
    switch (expected, node.kind) {
    case ("a list", .mapping):
      guard !node.isFlow, let key = node.entries.first?.key.resolved, let name = name(key.text) else { return nil }
      return "each item begins with a dash: `- \(name): …`"
    case ("a mapping", .sequence):
      guard let item = node.items.first?.resolved else { return nil }
      if item.kind == .mapping, !item.isFlow, let name = item.entries.first.flatMap({ name($0.key.resolved.text) }) {
        return "write `\(name): …`, without the dash"
      }
      guard item.kind == .scalar, let name = variable(item.text) else { return nil }
      return "write `\(name): …`, without the dash and the `=`"
    case ("a mapping", .scalar):
      return variable(node.text).map { "write `\($0): …` on a line of its own, without the `=`" }
    default: return nil
    }
  }

  /// The name in front of an `=`.
  private static func variable(_ text: String) -> String? {
    text.firstIndex(of: "=").flatMap { name(String(text[..<$0])) }
  }

  /// A name that fits into a line of advice.
  private static func name(_ text: String) -> String? {
    let isName = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    return isName && !text.isEmpty && text.utf8.count <= 40 ? text : nil
  }
}
