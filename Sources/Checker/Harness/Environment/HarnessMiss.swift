import Diagnostics

/// What a path leads to, as far as the file tells.
public enum HarnessPathResolution: Sendable {
  /// It leads somewhere; `node` is the stage, group or step that it passes through last, if any.
  case known(HarnessType, node: Int?)
  /// Only a run can tell.
  case dynamic
  /// It leads nowhere.
  case unknown(HarnessMiss)
}

/// Why a path leads nowhere, or not where it should.
public struct HarnessMiss: Sendable {
  /// The kinds of mistakes; each has a rule of its own.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case unknownPath
    case undeclaredVariable
    case unknownNode
    case otherStage
    case missingGroup
    case outerStep
    case laterStep
    case parallelStep
    case ownOutput
    case misplacedOutput
    case undeclaredOutput
    case backgroundOutput
    case loopedReference
    case unknownAxis
    case outsideLoop
    case missingItem
    case outsideGroup
    case outsideStage
    case hyphenatedName
    case codebaseOutsideCI
    case misspeltFunction
    case maybeSkipped
  }

  public var kind: Kind
  /// Which segment of the path is wrong.
  public var segment: Int
  /// The wrong name.
  public var name: String
  /// The stage, group or step that is meant, or whose part is missing.
  public var node: Int?
  /// What could stand there.
  public var candidates: [String]
  /// The path that should be written, the wrong segments replaced; the number says how many segments it stands for, from
  /// the first on.
  public var replacement: (text: String, segments: Int)? {
    replacementText.map { ($0, replacedSegments) }
  }
  var replacementText: String?
  var replacedSegments = 0
  /// Whether nothing is known that is like it, so that it may be right all the same.
  public var isUncertain = false

  init(_ kind: Kind, at segment: Int, _ name: String, node: Int? = nil, candidates: [String] = []) {
    self.kind = kind
    self.segment = segment
    self.name = name
    self.node = node
    self.candidates = candidates
  }

  /// The candidate that is most likely meant.
  public var nearest: String? { Suggestion.nearest(to: name, among: candidates) }

  func replacing(_ segments: Int, with text: String) -> HarnessMiss {
    var miss = self
    miss.replacementText = text
    miss.replacedSegments = segments
    return miss
  }
}
