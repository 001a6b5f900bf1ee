import IR

/// Who answers the queries of analyses, as the configuration of piped names it.
public struct AnalysisProvider: Hashable, Sendable {
  /// The name by which checks know it.
  public var name: String
  /// What it is; nil where its type is unknown.
  public var configuration: PipeCD.TaggedConfiguration?

  public init(name: String, configuration: PipeCD.TaggedConfiguration?) {
    self.name = name
    self.configuration = configuration
  }

  /// An entry of `analysisProviders`.
  public init(_ provider: PipeCD.Tagged<PipeCD.AnalysisProviders>) {
    self.init(name: provider.head.name.value, configuration: provider.configuration)
  }

  /// All that a configuration of piped has, of either generation.
  public static func all(in piped: PipeCD.Piped) -> [AnalysisProvider] {
    piped.allAnalysisProviders.map { AnalysisProvider($0) }
  }
}
