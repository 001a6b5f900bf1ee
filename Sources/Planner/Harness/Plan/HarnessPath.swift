/// Where a node of a Harness plan stands: identifiers from the stage down, postfixes of loops included, without the words
/// that every path has (`pipeline.stages`, `spec.execution.steps`).
///
/// The pipeline has the empty path; `build.tests.unit_0` is iteration 0 of the step `unit` in the group `tests`. Steps of
/// `rollbackSteps` have that word before them. A parallel block has no segment of its own; neither has a loop, so that both
/// share the path of what they stand in or repeat.
public struct HarnessPath: Hashable, Sendable, CustomStringConvertible {
  /// The word that tells the steps of a rollback from the others.
  public static let rollback = "rollbackSteps"
  /// The path of the pipeline.
  public static let root = HarnessPath([])

  /// From the stage down.
  public var segments: [String]

  public init(_ segments: [String]) { self.segments = segments }

  /// The path of something below this.
  public func appending(_ segment: String) -> HarnessPath { HarnessPath(segments + [segment]) }

  /// The segments with dots between.
  public var description: String { segments.joined(separator: ".") }
}
