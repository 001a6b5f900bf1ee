import Diagnostics
import YAML

/// Why a file is no baseline.
public struct BaselineError: Error, Hashable, Sendable {
  /// Where, from 1; nil: as a whole.
  public var line: Int?
  public var message: String
}

extension Baseline {
  /// Reads what `text` writes.
  public static func read(_ source: Source) -> Result<Baseline, BaselineError> {
    let results = Tree.parseStream(source.bytes, source: source.id, map: nil)
    func error(_ span: Span?, _ message: String) -> Result<Baseline, BaselineError> {
      .failure(BaselineError(line: span.map { source.lineNumber(of: $0.start) }, message: message))
    }
    guard let first = results.first, results.count == 1 else {
      return error(nil, "it is empty, or more than one value")
    }
    if let failure = first.failure { return error(failure.span, failure.problem) }
    return first.tree.withRoot { root in
      guard let root, root.kind == .mapping else { return error(nil, "it is no object with `version` and `findings`") }
      guard let written = root["version"] else { return error(root.span, "it has no `version`") }
      guard written.equals("\(version)") else {
        return error(written.span, "its version is `\(Printable.line(written.text))`; this pipec reads \(version)")
      }
      guard let list = root["findings"], list.kind == .sequence else { return error(root.span, "it has no `findings`") }
      var baseline = Baseline()
      for item in list.items {
        let texts = ["file", "rule", "fingerprint"].map { key in
          item[key].flatMap { $0.kind == .scalar && $0.textLength > 0 ? $0.text : nil }
        }
        guard let file = texts[0], let rule = texts[1], let fingerprint = texts[2] else {
          return error(item.span, "a finding has `file`, `rule` and `fingerprint`")
        }
        let count = item["count"].map { Int($0.text) ?? 0 } ?? 1
        guard (1...1_000_000).contains(count) else {
          return error(item.span, "`count` is a number from 1 on")
        }
        baseline.counts[Entry(file: file, rule: rule, fingerprint: fingerprint), default: 0] += count
      }
      return .success(baseline)
    }
  }
}
