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

  /// All that a configuration of piped has: `spec.analysisProviders` where the first generation reads it, and the same key
  /// in the configurations of plugins where the second does.
  public static func all(in piped: PipeCD.Piped) -> [AnalysisProvider] {
    var providers = piped.analysisProviders.value.map { AnalysisProvider($0.value) }
    for plugin in piped.plugins.value {
      guard let data = plugin.value.configuration.value.data?.member("analysisProviders") else { continue }
      var list: [PipeCD.Option<PipeCD.Tagged<PipeCD.AnalysisProviders>>] = []
      var decoder = PipeCD.Decoder(.v1, isStrict: false)
      list.decode(data, with: &decoder)
      list.fillDefaults()
      providers += list.map { AnalysisProvider($0.value) }
    }
    return providers
  }
}
