import IR

/// What differs between two plans: of two files, of two versions of one, or of one file for two occasions.
///
/// Values of secrets are in no plan, so they are in no difference; only their names are.
public struct PlanDifference: Hashable, Sendable {
  /// What became of something.
  public enum Change: String, Hashable, Sendable {
    case added, removed, changed
  }

  /// A property whose value differs.
  public struct Field: Hashable, Sendable {
    /// `decision`, `image`, `env NAME`, …
    public var name: String
    /// Before; nil where there was none.
    public var old: String?
    /// After; nil where there is none.
    public var new: String?

    public init(_ name: String, _ old: String?, _ new: String?) {
      self.name = name
      self.old = old
      self.new = new
    }
  }

  /// A step, stage or group that differs.
  public struct Item: Hashable, Sendable {
    /// Unique in the pipeline.
    public var id: String
    /// As written; of something changed, the new one.
    public var name: String
    public var change: Change
    /// Of what is added or removed: whether it runs, and why.
    public var decision: Plan.Decision
    public var reason: String
    /// What differs, where it is changed.
    public var fields: [Field]
  }

  /// A pipeline that differs.
  public struct Pipeline: Hashable, Sendable {
    public var name: String
    public var change: Change
    /// What differs in the pipeline itself or alike in all its steps.
    public var fields: [Field]
    /// In the order of the new plan, what is removed where it was.
    public var items: [Item]
  }

  /// The pipelines that differ, in the order of the new plan; those that are removed come last.
  public var pipelines: [Pipeline]

  /// Whether nothing differs.
  public var isEmpty: Bool { pipelines.isEmpty }

  /// Compares two plans. Pipelines are the same if they have the same name, steps if they have the same identifier.
  public init(from old: Plan, to new: Plan) {
    pipelines = []
    var rest = old.pipelines
    for pipeline in new.pipelines {
      guard let place = rest.firstIndex(where: { $0.name == pipeline.name }) else {
        pipelines.append(Self.whole(pipeline, .added))
        continue
      }
      let before = rest.remove(at: place)
      let difference = PipelineDifference(before, pipeline).result
      if !difference.fields.isEmpty || !difference.items.isEmpty { pipelines.append(difference) }
    }
    pipelines += rest.map { Self.whole($0, .removed) }
  }

  private static func whole(_ pipeline: Plan.Pipeline, _ change: Change) -> Pipeline {
    let items = DifferenceItem.all(of: pipeline).map { $0.item(change) }
    let decision = "\(pipeline.decision.rawValue): \(pipeline.reason.text)"
    let field = change == .added ? Field("decision", nil, decision) : Field("decision", decision, nil)
    return Pipeline(name: pipeline.name, change: change, fields: [field], items: items)
  }
}
