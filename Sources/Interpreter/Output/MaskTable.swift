/// The texts that must not appear in a log, made ready to be found in one pass over any number of bytes.
///
/// As in Drone each secret is split into its lines, each line is trimmed, and lines shorter than two bytes are left
/// alone. Where several texts begin at the same byte, the one listed first wins.
public struct MaskTable: Sendable {
  /// What stands in the log instead of a secret.
  let replacement: [UInt8]

  // A trie in parallel arrays; node 0 is its root and 0 also means "none".
  private(set) var bytes: [UInt8] = [0]
  private(set) var firstChild: [Int32] = [0]
  private(set) var nextSibling: [Int32] = [0]
  private(set) var depth: [Int32] = [0]
  /// Where the search goes on if the path leads no further: the node of the longest proper suffix that is a path too.
  private(set) var suffix: [Int32] = [0]
  /// A text within the path that comes before that suffix: its start, and its length or 0 for none.
  private(set) var innerStart: [Int32] = [0]
  private(set) var innerLength: [Int32] = [0]
  /// The length of the longest text that is a prefix of the node's path; 0 for none.
  private(set) var matched: [Int32] = [0]
  private(set) var rootChild = [Int32](repeating: 0, count: 256)
  /// For each two bytes whether a text begins with them; nearly all of a log is skipped by it.
  private(set) var beginnings = [Bool](repeating: false, count: 65536)

  /// - Parameter replacement: six asterisks as Drone writes them; Harness writes fourteen.
  public init(secrets: [String], replacement: String = "******") {
    self.replacement = Array(replacement.utf8)
    for secret in secrets {
      for line in secret.utf8.split(separator: 0x0A) {
        let text = Self.trimmed(Substring(line))
        if text.count >= 2 { insert(Array(text)) }
      }
    }
    linkSuffixes()
  }

  /// Whether nothing is ever masked.
  public var isEmpty: Bool { bytes.count == 1 }

  /// `text` with everything secret replaced.
  public func mask(_ text: String) -> String {
    var masker = Masker(table: self)
    var output: [UInt8] = []
    masker.feed(Array(text.utf8), into: &output)
    masker.finish(into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  func child(of node: Int32, _ byte: UInt8) -> Int32 {
    if node == 0 { return rootChild[Int(byte)] }
    var child = firstChild[Int(node)]
    while child != 0, bytes[Int(child)] != byte { child = nextSibling[Int(child)] }
    return child
  }

  private mutating func insert(_ text: [UInt8]) {
    var node: Int32 = 0
    for byte in text {
      // A text that was listed earlier is found here first, so this one can never be.
      if node != 0, matched[Int(node)] == depth[Int(node)] { return }
      let next = child(of: node, byte)
      node = next != 0 ? next : append(byte, to: node)
    }
    if matched[Int(node)] != depth[Int(node)] { matched[Int(node)] = depth[Int(node)] }
    beginnings[Int(text[0]) << 8 | Int(text[1])] = true
  }

  private mutating func append(_ byte: UInt8, to parent: Int32) -> Int32 {
    let node = Int32(bytes.count)
    bytes.append(byte)
    firstChild.append(0)
    nextSibling.append(firstChild[Int(parent)])
    firstChild[Int(parent)] = node
    depth.append(depth[Int(parent)] + 1)
    suffix.append(0)
    innerStart.append(0)
    innerLength.append(0)
    matched.append(0)
    if parent == 0 { rootChild[Int(byte)] = node }
    return node
  }

  /// Breadth first, so that a node's suffix and the matches above it are known before its children's.
  private mutating func linkSuffixes() {
    var queue: [Int32] = [0]
    var position = 0
    while position < queue.count {
      let node = queue[position]
      position += 1
      var child = firstChild[Int(node)]
      while child != 0 {
        queue.append(child)
        if matched[Int(child)] == 0 { matched[Int(child)] = matched[Int(node)] }
        if node != 0 { linkSuffix(of: child, below: node) }
        child = nextSibling[Int(child)]
      }
    }
  }

  /// Follows the byte of `child` from every suffix of its parent, the longest first.
  private mutating func linkSuffix(of child: Int32, below parent: Int32) {
    if innerLength[Int(parent)] > 0 {
      innerStart[Int(child)] = innerStart[Int(parent)]
      innerLength[Int(child)] = innerLength[Int(parent)]
      return
    }
    var candidate = suffix[Int(parent)]
    while true {
      let next = self.child(of: candidate, bytes[Int(child)])
      if next != 0 || candidate == 0 {
        suffix[Int(child)] = next
        return
      }
      let start = depth[Int(parent)] - depth[Int(candidate)]
      if matched[Int(candidate)] > 0 {
        innerStart[Int(child)] = start
        innerLength[Int(child)] = matched[Int(candidate)]
        return
      }
      if innerLength[Int(candidate)] > 0 {
        innerStart[Int(child)] = start + innerStart[Int(candidate)]
        innerLength[Int(child)] = innerLength[Int(candidate)]
        return
      }
      candidate = suffix[Int(candidate)]
    }
  }

  private static func trimmed(_ text: Substring) -> Substring.UTF8View {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return text[text.endIndex...].utf8 }
    return text[first..<scalars.index(after: last)].utf8
  }
}
