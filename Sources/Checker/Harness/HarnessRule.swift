import Diagnostics
import IR

/// A rule that looks at each document of a Harness file.
public protocol HarnessRule: Rule {
  static func check(
    _ document: HarnessDocument, _ environment: HarnessEnvironment, in context: inout RuleContext)
}

/// A rule that looks at each pipeline, stage, group and step.
public protocol HarnessNodeRule: Rule {
  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext)
}

/// A rule that looks at each text with expressions in it.
public protocol HarnessTextRule: Rule {
  static func check(
    _ text: HarnessScannedText, _ environment: HarnessEnvironment, in context: inout RuleContext)
}

/// A rule that looks at each expression that is more than a path.
public protocol HarnessExpressionRule: Rule {
  static func check(
    _ expression: HarnessExpression, of text: HarnessScannedText, _ environment: HarnessEnvironment,
    in context: inout RuleContext)
}

/// A rule about one kind of path that leads nowhere.
public protocol HarnessMissRule: Rule {
  /// The mistake that it speaks about.
  static var kind: HarnessMiss.Kind { get }
  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext)
}

/// Where a path stands that leads nowhere.
public struct HarnessMissPlace: Sendable {
  public var text: HarnessScannedText
  public var path: HarnessExpressionPath
  public var environment: HarnessEnvironment
  /// How many segments an alias hides: `strategy.` before `matrix.`.
  private var hidden: Int

  init(text: HarnessScannedText, path: HarnessExpressionPath, environment: HarnessEnvironment) {
    self.text = text
    self.path = path
    self.environment = environment
    let names = path.segments.prefix(2).map(\.name)
    hidden = names.first == "strategy" && (names.last == "matrix" || names.last == "repeat") ? 1 : 0
  }

  /// The place of one segment, with what a hyphen ties to it.
  public func span(ofSegment index: Int) -> Span {
    let position = min(index + hidden, path.segments.count - 1)
    let range = path.segments[position].range
    guard position == path.segments.count - 1, let tail = path.hyphenTail else { return text.span(range) }
    return text.span(range.lowerBound..<range.upperBound + tail.utf8.count)
  }

  /// The place of the first segments.
  public func span(ofFirst count: Int) -> Span {
    let last = min(count + hidden, path.segments.count) - 1
    let start = path.segments[0].range.lowerBound
    let end = path.segments[max(0, last)].range.upperBound
    let tail = last == path.segments.count - 1 ? path.hyphenTail?.utf8.count ?? 0 : 0
    return text.span(start..<end + tail)
  }

  /// The path up to a segment, as written, that segment not included.
  public func container(of index: Int) -> String {
    let end = min(index + hidden, path.segments.count)
    return HarnessExpressionPath(segments: Array(path.segments[..<end]), methodName: nil, methodRange: 0..<0, end: 0)
      .text
  }

  /// What a node is called in messages: `step `x``.
  public func words(for node: Int) -> String {
    let record = environment.nodes[node]
    switch record.kind {
    case .pipeline: return "the pipeline"
    case .stage: return "stage `\(record.name)`"
    case .group: return "group `\(record.name)`"
    case .step: return "step `\(record.name)`"
    }
  }

  /// Where a node is named in the file.
  public func label(for node: Int?, _ words: String) -> [Diagnostic.Label] {
    guard let node, let identifier = environment.nodes[node].identifier else { return [] }
    return [Diagnostic.Label(identifier.span, words)]
  }
}

extension RuleContext {
  /// Reports a path that leads nowhere, with what is most likely meant.
  mutating func report(
    _ message: String, _ miss: HarnessMiss, at place: HarnessMissPlace, severity: Diagnostic.Severity? = nil,
    related: [Diagnostic.Label] = [], help: String? = nil
  ) {
    let span = place.span(ofSegment: miss.segment)
    if let (text, count) = miss.replacement {
      report(
        message, at: span, severity: severity, related: related, help: help ?? "write `\(text)`",
        fixes: [replacing(place.span(ofFirst: count), with: text, "write `\(text)`", safety: .unsafe)])
      return
    }
    let nearest = nearest(to: miss.name, among: miss.candidates)
    report(
      message, at: span, severity: severity, related: related,
      help: nearest.map { "did you mean `\($0)`?" } ?? help,
      fixes: nearest.map { [replacing(span, with: $0, "write `\($0)`", safety: .unsafe)] } ?? [])
  }
}
