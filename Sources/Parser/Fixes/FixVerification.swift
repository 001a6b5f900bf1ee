import Diagnostics
import YAML

/// Holds a mended text against the text before it: nothing may mean something else but what was edited.
public enum FixVerification {
  /// Whether the YAML of both texts has the same nodes, with the same texts at the same depths, except where `edits` are;
  /// false also where the new text is no YAML and the old one was.
  ///
  /// - Parameters:
  ///   - before: the text that the edits' spans count in.
  ///   - edits: in ascending order, without overlaps.
  ///   - after: the text with the edits made.
  public static func keepsTheRest(of before: [UInt8], edits: [Fix.Edit], after: [UInt8]) -> Bool {
    var old: [Range<Int>] = []
    var new: [Range<Int>] = []
    var shift = 0
    for edit in edits {
      let range = Int(edit.span.start)..<Int(edit.span.end)
      old.append(range)
      let length = edit.replacement.utf8.count
      new.append(range.lowerBound + shift..<range.lowerBound + shift + length)
      shift += length - range.count
    }
    guard let first = outline(of: before, except: old), let second = outline(of: after, except: new) else {
      return false
    }
    return first == second
  }

  private struct Entry: Equatable {
    var depth: Int
    var kind: NodeKind
    var text: String
    var tag: String?
    var isPlain: Bool
  }

  /// The nodes in document order, without those that begin or end in one of the ranges; nil: no YAML.
  private static func outline(of bytes: [UInt8], except ranges: [Range<Int>]) -> [Entry]? {
    var entries: [Entry] = []
    for result in Tree.parseStream(bytes, source: SourceID(0), map: nil) {
      guard result.failure == nil else { return nil }
      result.tree.withRoot { root in
        guard let root else { return }
        add(root, depth: 0, except: ranges, to: &entries)
      }
    }
    return entries
  }

  private static func add(_ node: Node, depth: Int, except ranges: [Range<Int>], to entries: inout [Entry]) {
    func addCollection() {
      let start = Int(node.span.start)
      if touches(start...start, ranges) { return }
      entries.append(Entry(depth: depth, kind: node.kind, text: "", tag: node.tag, isPlain: false))
    }
    switch node.kind {
    case .mapping:
      addCollection()
      for (key, value) in node.entries {
        add(key, depth: depth + 1, except: ranges, to: &entries)
        add(value, depth: depth + 1, except: ranges, to: &entries)
      }
    case .sequence:
      addCollection()
      for item in node.items { add(item, depth: depth + 1, except: ranges, to: &entries) }
    default:
      if touches(Int(node.useSpan.start)...Int(node.useSpan.end), ranges) { return }
      entries.append(
        Entry(
          depth: depth, kind: node.kind, text: node.aliasName ?? node.text, tag: node.tag,
          isPlain: node.style == .plain))
    }
  }

  /// Whether a range begins or ends in one of `ranges`, or they in it; they are in ascending order.
  private static func touches(_ span: ClosedRange<Int>, _ ranges: [Range<Int>]) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < span.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= span.upperBound
  }
}
