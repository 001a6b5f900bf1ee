/// Replaces secrets in bytes that arrive in pieces, also where a secret lies across pieces.
///
/// It holds back only what may still become a secret: at most as many bytes as the longest one has.
public struct Masker: Sendable {
  private let table: MaskTable
  /// Bytes not yet passed on: the path from the root of the table to `node`.
  private var held: [UInt8] = []
  private var node: Int32 = 0

  public init(table: MaskTable) {
    self.table = table
  }

  /// Takes the next bytes and appends what is certain by now to `output`.
  public mutating func feed(_ chunk: [UInt8], into output: inout [UInt8]) {
    guard !table.isEmpty else {
      output.append(contentsOf: chunk)
      return
    }
    let position = held.count
    held.append(contentsOf: chunk)
    scan(from: position, isEnd: false, into: &output)
  }

  /// Appends what was held back; the masker can be used again for another stream.
  public mutating func finish(into output: inout [UInt8]) {
    scan(from: held.count, isEnd: true, into: &output)
  }

  private mutating func scan(from position: Int, isEnd: Bool, into output: inout [UInt8]) {
    var copied = 0
    var index = position
    var node = node
    held.withUnsafeBufferPointer { input in
      table.beginnings.withUnsafeBufferPointer { beginnings in
        while true {
          if node == 0 {
            while index + 1 < input.count, !beginnings[Int(input[index]) << 8 | Int(input[index + 1])] { index += 1 }
            guard index < input.count else { break }
            node = table.rootChild[Int(input[index])]
            index += 1
            continue
          }
          let next = index < input.count ? table.child(of: node, input[index]) : 0
          if next != 0 {
            node = next
            index += 1
            continue
          }
          let canGrow = index == input.count && !isEnd && table.firstChild[Int(node)] != 0
          if canGrow { break }
          var start = index - Int(table.depth[Int(node)])
          var length = Int(table.matched[Int(node)])
          if length == 0 {
            length = Int(table.innerLength[Int(node)])
            start += Int(table.innerStart[Int(node)])
          }
          if length == 0 {
            node = table.suffix[Int(node)]
            continue
          }
          // The leftmost text is certain; the search goes on right behind it.
          output.append(contentsOf: input[copied..<start])
          output.append(contentsOf: table.replacement)
          copied = start + length
          index = copied
          node = 0
        }
        let start = index - Int(table.depth[Int(node)])
        output.append(contentsOf: input[copied..<start])
        copied = start
      }
    }
    self.node = node
    if copied == held.count {
      held.removeAll(keepingCapacity: held.capacity <= 1 << 20)
    } else {
      held.removeFirst(copied)
    }
  }
}
