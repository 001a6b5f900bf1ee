/// The difference of two texts in the form that `patch` and `git apply` read.
public enum UnifiedDiff {
  /// The lines of context around a change.
  private static let context = 3

  /// Empty where the texts are equal.
  public static func text(from old: [UInt8], to new: [UInt8], name: String, style: Style = .plain) -> String {
    guard old != new else { return "" }
    let before = lines(of: old)
    let after = lines(of: new)
    let script = script(before, after)
    // The tab tells `patch` where a name with a blank in it ends.
    let end = name.utf8.contains(0x20) ? "\t\n" : "\n"
    var result = style.paint("--- a/\(name)", .strong) + end + style.paint("+++ b/\(name)", .strong) + end
    for hunk in hunks(script) { result += text(of: hunk, style) }
    return result
  }

  private enum Change {
    case kept, removed, added
  }

  private struct Line {
    var change: Change
    var text: ArraySlice<UInt8>
    /// The number, from 1, that the next line of the old and of the new text has at this place.
    var old: Int
    var new: Int
  }

  private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var result: [ArraySlice<UInt8>] = []
    var start = 0
    for index in bytes.indices where bytes[index] == 0x0A {
      result.append(bytes[start...index])
      start = index + 1
    }
    if start < bytes.count { result.append(bytes[start...]) }
    return result
  }

  private static func script(_ before: [ArraySlice<UInt8>], _ after: [ArraySlice<UInt8>]) -> [Line] {
    let difference = after.difference(from: before)
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var result: [Line] = []
    var old = 0
    var new = 0
    while old < before.count || new < after.count {
      if old < before.count, removed.contains(old) {
        result.append(Line(change: .removed, text: before[old], old: old + 1, new: new + 1))
        old += 1
      } else if new < after.count, added.contains(new) {
        result.append(Line(change: .added, text: after[new], old: old + 1, new: new + 1))
        new += 1
      } else {
        result.append(Line(change: .kept, text: before[old], old: old + 1, new: new + 1))
        old += 1
        new += 1
      }
    }
    return result
  }

  private static func hunks(_ script: [Line]) -> [ArraySlice<Line>] {
    var result: [Range<Int>] = []
    for index in script.indices where script[index].change != .kept {
      let range = max(0, index - context)..<min(script.count, index + context + 1)
      if let last = result.last, range.lowerBound <= last.upperBound {
        result[result.count - 1] = last.lowerBound..<range.upperBound
      } else {
        result.append(range)
      }
    }
    return result.map { script[$0] }
  }

  private static func text(of hunk: ArraySlice<Line>, _ style: Style) -> String {
    guard let first = hunk.first else { return "" }
    let oldCount = hunk.count { $0.change != .added }
    let newCount = hunk.count { $0.change != .removed }
    // An empty side is named by the line before it.
    let old = "\(oldCount == 0 ? first.old - 1 : first.old),\(oldCount)"
    let new = "\(newCount == 0 ? first.new - 1 : first.new),\(newCount)"
    var result = style.paint("@@ -\(old) +\(new) @@", .faint) + "\n"
    for line in hunk {
      let endsInBreak = line.text.last == 0x0A
      let text = String(decoding: endsInBreak ? line.text.dropLast() : line.text, as: UTF8.self)
      switch line.change {
      case .kept: result += " " + text
      case .removed: result += style.paint("-" + text, .error)
      case .added: result += style.paint("+" + text, .success)
      }
      result += endsInBreak ? "\n" : "\n\\ No newline at end of file\n"
    }
    return result
  }
}
