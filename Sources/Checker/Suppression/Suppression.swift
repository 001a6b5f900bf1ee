import Diagnostics

/// Takes out of the findings what comments of the file ask to ignore, and says which comments ignore nothing.
enum Suppression {
  /// What is left of `findings`, which are in source order.
  ///
  /// - Parameter isLookedFor: whether findings of a rule would be there if there was something to find.
  static func apply(
    to findings: [Diagnostic], of source: Source, isLookedFor: (RuleName) -> Bool
  ) -> [Diagnostic] {
    let comments = IgnoreComment.all(in: source)
    guard !comments.isEmpty else { return findings }
    var table: [RuleName: [Place]] = [:]
    for (index, comment) in comments.enumerated() where comment.isUnderstood {
      for (number, name) in comment.names.enumerated() {
        table[RuleName(name.text), default: []].append(Place(range: comment.range, comment: index, name: number))
      }
    }
    var used: Set<Place> = []
    func isIgnored(_ finding: Diagnostic) -> Bool {
      guard finding.primary.span.source == source.id, let places = table[finding.rule] else { return false }
      let offset = Int(finding.primary.span.start)
      let matching = places.filter { $0.range.contains(offset) }
      used.formUnion(matching)
      return !matching.isEmpty
    }
    var result = findings.filter { !isIgnored($0) }
    // Comments that ignore complaints about comments can be judged only after those.
    for isAboutComments in [false, true] {
      var complaints: [Diagnostic] = []
      for (index, comment) in comments.enumerated() {
        guard comment.isUnderstood, !comment.names.isEmpty else {
          if !isAboutComments { complaints.append(.misunderstood(comment)) }
          continue
        }
        for (number, name) in comment.names.enumerated() where Self.isAboutComments(name) == isAboutComments {
          let rule = RuleName(name.text)
          if RuleRegistry.rule(named: rule) == nil {
            complaints.append(.unknownIgnore(name))
          } else if isLookedFor(rule), !used.contains(Place(range: comment.range, comment: index, name: number)) {
            complaints.append(.unusedIgnore(name, comment))
          }
        }
      }
      result += complaints.filter { !isIgnored($0) }
    }
    return result.inSourceOrder()
  }

  private static func isAboutComments(_ name: IgnoreComment.Name) -> Bool {
    name.text == UnusedIgnore.info.name.text || name.text == MalformedIgnore.info.name.text
  }

  private struct Place: Hashable {
    var range: Range<Int>
    var comment: Int
    var name: Int
  }
}

extension Diagnostic {
  fileprivate static func misunderstood(_ comment: IgnoreComment) -> Diagnostic {
    let words = comment.rest.prefix(200).split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init)
    let meant = comment.names.isEmpty ? words : comment.names.map(\.text)
    let rules = meant.prefix { RuleRegistry.rule(named: RuleName($0)) != nil }.joined(separator: ", ")
    let instruction = comment.word.hasSuffix("-file") ? "ignore-file" : "ignore"
    return Diagnostic(
      rule: MalformedIgnore.info.name, severity: MalformedIgnore.info.severity,
      message: comment.isUnderstood
        ? "the comment names no rule, so it ignores nothing"
        : "`\(comment.word)` says nothing to pipec, so the comment ignores nothing", at: comment.span,
      help: "write `# pipec: \(instruction)[\(rules.isEmpty ? "RULE" : rules)] why`")
  }

  fileprivate static func unknownIgnore(_ name: IgnoreComment.Name) -> Diagnostic {
    let isGroup = RuleRegistry.groupNames.contains(name.text)
    let nearest = isGroup ? nil : RuleRegistry.suggestion(for: name.text)
    let help =
      isGroup ? "it is a group of rules; name the rule itself" : nearest.map { "did you mean `\($0)`?" }
    return Diagnostic(
      rule: MalformedIgnore.info.name, severity: MalformedIgnore.info.severity,
      message: "no rule is named `\(Printable.line(name.text))`", at: name.span,
      help: help ?? "`pipec explain` lists them",
      fixes: nearest.map { [Fix("write `\($0)`", safety: .safe, edits: [.init(name.span, $0.text)])] } ?? [])
  }

  fileprivate static func unusedIgnore(_ name: IgnoreComment.Name, _ comment: IgnoreComment) -> Diagnostic {
    let isAlone = comment.names.count == 1
    return Diagnostic(
      rule: UnusedIgnore.info.name, severity: UnusedIgnore.info.severity,
      message: "`\(name.text)` has nothing to say here, so there is nothing to ignore", at: name.span,
      help: isAlone ? "remove the comment" : "remove the name",
      fixes: isAlone ? [Fix("remove the comment", safety: .safe, edits: [.init(comment.removal, "")])] : [])
  }
}
