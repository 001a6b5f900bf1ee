extension PluginAPI {
  /// A stage of a deployment. Plugins refuse one without `id`, `name` or times; what they build has no `id` yet.
  public struct PipelineStage: Hashable, Sendable {
    /// Tells the stage from the others of its deployment.
    public var id = ""
    /// What kind of stage it is, such as `WAIT`.
    public var name = ""
    /// What it is for, in the author's words.
    public var desc = ""
    /// The place of its configuration in the pipeline, from 0; 0 in a quick sync.
    public var index: Int32 = 0
    /// The `id`s of the stages that must succeed before.
    public var requires: [String] = []
    /// How it is doing.
    public var status = StageStatus()
    /// Why it is doing so.
    public var statusReason = ""
    /// What was remembered of it so far.
    public var metadata: [String: String] = [:]
    /// How often it was tried again.
    public var retriedCount: Int32 = 0
    /// Whether it undoes what others did.
    public var rollback = false
    /// When it ended; 0 before.
    public var completedAt: Int64 = 0
    /// When it was created.
    public var createdAt: Int64 = 0
    /// When it last changed.
    public var updatedAt: Int64 = 0
    /// What a person may do while it runs.
    public var availableOperation = ManualOperation()
    /// Who may do that; empty for everybody.
    public var authorizedOperators: [String] = []

    /// A stage of which nothing is known.
    public init() {}
  }

  /// A piece of a stage's log: not a line, but what was written at once.
  public struct LogBlock: Hashable, Sendable {
    /// Tells the block from the others of its stage, and puts them in order.
    public var index: Int64 = 0
    /// What was written, with its line breaks.
    public var log = ""
    /// How bad it is.
    public var severity = LogSeverity()
    /// When it was written.
    public var createdAt: Int64 = 0

    /// A block of nothing.
    public init() {}
  }
}

extension PluginAPI.PipelineStage: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.string(1, &id)
    try fields.string(2, &name)
    try fields.string(3, &desc)
    try fields.integer(4, &index)
    try fields.strings(6, &requires)
    try fields.choice(8, &status)
    try fields.string(9, &statusReason)
    try fields.texts(10, &metadata)
    try fields.integer(11, &retriedCount)
    try fields.flag(12, &rollback)
    try fields.integer(13, &completedAt)
    try fields.integer(14, &createdAt)
    try fields.integer(15, &updatedAt)
    try fields.choice(16, &availableOperation)
    try fields.strings(17, &authorizedOperators)
  }
}

extension PluginAPI.LogBlock: ProtobufMessage {
  mutating func visit(_ fields: inout some ProtobufFields) throws(ProtobufFailure) {
    try fields.integer(1, &index)
    try fields.string(2, &log)
    try fields.choice(3, &severity)
    try fields.integer(14, &createdAt)
  }
}
