/// The rules that look for something in Harness files.
///
/// In pieces, because the compiler takes long over big literals.
let harnessCheckerRules: [RegisteredRule] =
  harnessPathRules + harnessExpressionRules

/// Rules about paths that lead nowhere.
private let harnessPathRules: [RegisteredRule] = [
  .harnessMiss(BackgroundOutput.self),
  .harnessMiss(CodebaseOutsideCi.self),
  .harnessMiss(HyphenatedName.self),
  .harnessMiss(LaterStep.self),
  .harnessMiss(LoopedReference.self),
  .harnessMiss(MaybeSkipped.self),
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
  .harnessExpression(ExpressionSyntax.self),
  .harnessExpression(MalformedSecret.self),
  .harnessExpression(MismatchedComparison.self),
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
