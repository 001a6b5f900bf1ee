/// The rules about PipeCD files.
let pipecdRules: [RegisteredRule] = pipecdLoaderRules + pipecdFileRules + pipecdAdviceRules

/// What the loader of PipeCD files says itself; what all loaders say is listed with it.
private let pipecdLoaderRules: [RegisteredRule] = [
  .loader(AccessType.self),
  .loader(DriftField.self),
  .loader(DuplicateKey.self),
  .loader(EmptySource.self),
  .loader(FurtherDocument.self),
  .loader(InputLimit.self),
  .loader(InvalidChain.self),
  .loader(InvalidDuration.self),
  .loader(InvalidQuantity.self),
  .loader(MisplacedOption.self),
  .loader(MissingScript.self),
  .loader(PipedSetting.self),
  .loader(ReplacedZero.self),
  .loader(TypeMismatch.self),
  .loader(UnitlessDuration.self),
  .loader(UnknownKey.self),
  .loader(UnknownNotificationEvent.self),
  .loader(UnsupportedKind.self),
  .loader(UnsupportedStage.self),
  .loader(UnsupportedVersion.self),
  .loader(UnusedAttachment.self),
  .loader(YamlSyntax.self),
]

/// Rules that look at a whole file.
let pipecdFileRules: [RegisteredRule] = pipecdOwnRules + pipecdSecurityRules

private let pipecdOwnRules: [RegisteredRule] = [
  .pipecd(ApprovalCount.self),
  .pipecd(ChainKind.self),
  .pipecd(ChainLabels.self),
  .pipecd(CommitPattern.self),
  .pipecd(EcsRollback.self),
  .pipecd(EmptyAnalysis.self),
  .pipecd(EventReplacement.self),
  .pipecd(FailingLogCheck.self),
  .pipecd(ForeignStage.self),
  .pipecd(IncompleteCheck.self),
  .pipecd(LateInterval.self),
  .pipecd(LeftoverVariant.self),
  .pipecd(MissingApprovers.self),
  .pipecd(MissingDuration.self),
  .pipecd(MissingRollout.self),
  .pipecd(MissingRun.self),
  .pipecd(MissingTargetGroup.self),
  .pipecd(MissingTemplateArgument.self),
  .pipecd(MultiTarget.self),
  .pipecd(OutsideTarget.self),
  .pipecd(PatchOperation.self),
  .pipecd(PlainSecret.self),
  .pipecd(PluginEntry.self),
  .pipecd(RegexLikePath.self),
  .pipecd(RollbackSwitch.self),
  .pipecd(TemplateSyntax.self),
  .pipecd(TrafficMethod.self),
  .pipecd(TrafficShare.self),
  .pipecd(UndecryptedSecret.self),
  .pipecd(UnimplementedReplacement.self),
  .pipecd(UnknownTemplatePath.self),
  .pipecd(UnplannablePipeline.self),
  .pipecd(UnplannedRollback.self),
  .pipecd(UnreadFile.self),
  .pipecd(UnreadResponse.self),
  .pipecd(UnreadTimeout.self),
  .pipecd(UnrenderedTemplate.self),
  .pipecd(UnreturnedTraffic.self),
  .pipecd(UnservedStage.self),
]

/// Rules that speak only to those who ask for them; they look for nothing otherwise.
let pipecdAdviceRules: [RegisteredRule] = pipecdOwnAdvice + pipecdSecurityAdvice

private let pipecdOwnAdvice: [RegisteredRule] = [
  .pipecd(FailureLimit.self),
  .pipecd(MissingName.self),
  .pipecd(MissingRollback.self),
  .pipecd(SecretName.self),
  .pipecd(SkipCrash.self),
  .pipecd(SlackName.self),
]
