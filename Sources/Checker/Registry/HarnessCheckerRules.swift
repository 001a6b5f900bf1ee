/// The rules that look for something in Harness files.
///
/// In pieces, because the compiler takes long over big literals.
let harnessCheckerRules: [RegisteredRule] =
  harnessPathRules + harnessExpressionRules + harnessFlowRules + harnessStepRules + harnessInputRules
  + harnessPluginRules + harnessSecurityRules

/// Rules about paths that lead nowhere.
private let harnessPathRules: [RegisteredRule] = [
  .harnessMiss(BackgroundOutput.self),
  .harnessMiss(CodebaseOutsideCi.self),
  .harnessMiss(HyphenatedName.self),
  .harnessMiss(LaterStep.self),
  .harnessMiss(LoopedReference.self),
  .harnessMiss(MisplacedOutput.self),
  .harnessMiss(MissingGroupSegment.self),
  .harnessMiss(MissingItem.self),
  .harnessMiss(MisspeltFunction.self),
  .harnessMiss(OtherStageStep.self),
  .harnessMiss(OuterStepPath.self),
  .harnessMiss(OutsideGroup.self),
  .harnessMiss(OutsideLoop.self),
  .harnessMiss(OutsideStage.self),
  .harnessMiss(OwnOutput.self),
  .harnessMiss(ParallelStep.self),
  .harnessMiss(UndeclaredOutput.self),
  .harnessMiss(UndeclaredVariable.self),
  .harnessMiss(UnknownAxis.self),
  .harnessMiss(UnknownNode.self),
  .harnessMiss(UnknownPath.self),
]

/// Rules about what expressions say.
private let harnessExpressionRules: [RegisteredRule] = [
  .harnessText(AngleInExpression.self),
  .harnessExpression(AssignmentInCondition.self),
  .harnessExpression(CharacterComparison.self),
  .harnessExpression(ClassAccess.self),
  .harnessExpression(ConstantCondition.self),
  .harnessText(DeepNesting.self),
  .harnessExpression(ExpressionSyntax.self),
  .harnessExpression(MalformedSecret.self),
  .harnessExpression(MismatchedComparison.self),
  .harnessExpression(MisspeltMethod.self),
  .harnessExpression(NewerOperator.self),
  .harnessExpression(PartialMatch.self),
  .harnessExpression(SecretOperation.self),
  .harnessExpression(SplitPattern.self),
  .harnessExpression(StatusWord.self),
  .harnessExpression(TextArithmetic.self),
  .harnessExpression(TypographicQuote.self),
  .harnessText(UnclosedExpression.self),
  .harnessExpression(UnnestedOperator.self),
  .harnessExpression(UnquotedText.self),
]

/// Rules about what runs, when and how often.
private let harnessFlowRules: [RegisteredRule] = [
  .harnessNode(BarrierDeadlock.self),
  .harnessNode(DefaultValuesAction.self),
  .harnessNode(EmptyMatrix.self),
  .harnessNode(ExcludedAxis.self),
  .harnessNode(ForbiddenFallback.self),
  .harnessNode(GroupActionOutsideGroup.self),
  .harnessNode(LonelyBarrier.self),
  .harnessNode(LoopCount.self),
  .harnessNode(LoopedBarrier.self),
  .harnessNode(LostLastItem.self),
  .harnessNode(MatrixAxisValue.self),
  .harnessNode(MatrixKeyword.self),
  .harnessNode(MissingCodebase.self),
  .harnessNode(MixedAllErrors.self),
  .harnessNode(NestedParallel.self),
  .harnessNode(RepeatedError.self),
  .harnessNode(RollbackInRollback.self),
  .harnessNode(StageGraph.self),
  .harnessNode(UnknownBarrier.self),
  .harnessNode(UnknownStageReference.self),
]

/// Rules about what steps do.
private let harnessStepRules: [RegisteredRule] = [
  .harnessNode(BackgroundStrategy.self),
  .harnessNode(CloudOnlyStep.self),
  .harnessNode(ContainerStepOutsideGroup.self),
  .harnessNode(EarlyExit.self),
  .harnessNode(ForeignExpression.self),
  .harnessNode(IgnoredCommand.self),
  .harnessNode(ImageWithoutConnector.self),
  .harnessNode(InvalidImage.self),
  .harnessNode(SettingCase.self),
  .harnessNode(SubshellOutput.self),
  .harnessNode(TaggedRepository.self),
  .harnessNode(TestTool.self),
  .harnessNode(UnassignedOutput.self),
]

/// Rules about names, inputs, templates and triggers.
private let harnessInputRules: [RegisteredRule] = [
  .harnessNode(EmptyRequiredVariable.self),
  .harnessText(ExecutionInputPlace.self),
  .harness(InvalidSchedule.self),
  .harnessNode(ReservedIdentifier.self),
  .harnessText(RuntimeInputSyntax.self),
  .harness(TriggerConditionKey.self),
  .harnessNode(UnknownScope.self),
  .harnessNode(UnreachableIdentifier.self),
]

/// Rules that speak only to those who ask for them (advice, opinions, previews); they look for nothing otherwise.
let harnessAdviceRules: [RegisteredRule] = harnessOtherAdvice + harnessSecurityAdvice

private let harnessOtherAdvice: [RegisteredRule] = [
  .harnessText(ExpressionInComment.self),
  .harnessMiss(MaybeSkipped.self),
  .harnessNode(StructuredSetting.self),
  .harnessNode(UnpinnedTemplate.self),
]

/// Rules about the settings of plugins, which Drone knows too.
private let harnessPluginRules: [RegisteredRule] = [
  .harnessNode(MissingSetting.self),
  .harnessNode(PlainCredential.self),
  .harnessNode(SettingValue.self),
  .harnessNode(UnknownSetting.self),
]
