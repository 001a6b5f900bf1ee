/// Rules about `when` and `trigger`.
let conditionRules: [RegisteredRule] = [
  .clause(BraceSlash.self),
  .clause(CommaPattern.self),
  .clause(ConditionShape.self),
  .clause(EmptyCondition.self),
  .clause(GluedDoubleStar.self),
  .clause(MalformedPattern.self),
  .condition(NeverMatching.self),
  .clause(PathsCondition.self),
  .clause(RegexLikePattern.self),
  .clause(TriggerInstance.self),
  .clause(UnknownAction.self),
  .clause(UnknownEvent.self),
  .clause(UnknownStatus.self),
]

/// Rules about what known plugins are given.
let pluginRules: [RegisteredRule] = [
  .step(MissingSetting.self),
  .step(PlainCredential.self),
  .step(SettingValue.self),
  .step(UnknownSetting.self),
]

/// Rules about single steps.
let stepRules: [RegisteredRule] = [
  .step(BacktickCommand.self),
  .step(EnvironmentExpansion.self),
  .step(FailureValue.self),
  .step(InvalidImage.self),
  .step(NetworkModeService.self),
  .step(OverriddenEntrypoint.self),
  .step(PrivilegedPluginLost.self),
  .step(PullValue.self),
  .step(SettingCollision.self),
  .step(SettingComma.self),
  .step(SettingName.self),
  .step(SettingTyping.self),
  .step(SettingsWithCommands.self),
  .step(UnexpandedImage.self),
]

/// Rules about pipelines and whole files.
let pipelineRules: [RegisteredRule] = [
  .program(EmptyPipeline.self),
  .program(NulCharacter.self),
  .pipeline(EmptyVolume.self),
  .pipeline(FailureFast.self),
  .pipeline(OverwrittenVariable.self),
  .pipeline(PartialGraph.self),
  .pipeline(RestrictedWorkspace.self),
  .pipeline(StatusPipeline.self),
  .pipeline(TemporaryVolumeOption.self),
  .pipeline(UndeclaredVolume.self),
  .program(UnnamedPipeline.self),
]

/// Rules about `${…}` and what else happens before YAML is read.
let substitutionRules: [RegisteredRule] = [
  .step(EatenBackslash.self),
  .step(EatenDollar.self),
  .pipeline(EnvironmentSubstitution.self),
  .step(FragileSubstitution.self),
  .step(ShellSubstitution.self),
  .step(SubstitutionDiffers.self),
  .step(UnknownVariable.self),
]

/// Rules that speak only to those who ask for them (advice, opinions, previews); they look for nothing otherwise.
let adviceRules: [RegisteredRule] = droneAdviceRules + droneSecurityAdvice

private let droneAdviceRules: [RegisteredRule] = [
  .clause(SingleStar.self),
  .step(LocalhostService.self),
  .step(ServiceName.self),
  .step(StdinCommand.self),
]
