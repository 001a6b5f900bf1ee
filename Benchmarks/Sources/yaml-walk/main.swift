import Diagnostics
import Glibc
import YAML

// Reads a file into trees and visits every node: what the YAML module costs over `libyaml-events`.

/// How many nodes there are, and how many bytes of text, so that nothing is optimised away.
struct Total {
  var nodes = 0
  var bytes = 0

  mutating func visit(_ node: Node) {
    nodes += 1
    switch node.kind {
    case .scalar: bytes += node.withText { $0.count }
    case .alias: break
    case .sequence: for item in node.items { visit(item) }
    case .mapping:
      for (key, value) in node.entries {
        visit(key)
        visit(value)
      }
    }
  }
}

func read(_ path: String) -> [UInt8]? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  guard fseek(file, 0, SEEK_END) == 0 else { return nil }
  let length = ftell(file)
  rewind(file)
  return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
    count = fread(buffer.baseAddress, 1, length, file)
  }
}

guard CommandLine.arguments.count == 2, let bytes = read(CommandLine.arguments[1]) else {
  print("usage: yaml-walk FILE")
  exit(2)
}
var total = Total()
for result in Tree.parseStream(bytes, source: SourceID(0), map: nil) {
  if let failure = result.failure { print(failure.goYAMLText()) }
  if let root = result.tree.root { total.visit(root) }
}
print("\(total.nodes) nodes, \(total.bytes) bytes of text")
