/// What is said about configurations of pipec itself, which are of no dialect.
public let configurationRules: [RegisteredRule] = [
  .loader(ConfigDuplicateKey.self),
  .loader(ConfigFile.self),
  .loader(ConfigSyntax.self),
  .loader(ConfigUnknownKey.self),
  .loader(ConfigUnknownRule.self),
  .loader(ConfigValue.self),
]
