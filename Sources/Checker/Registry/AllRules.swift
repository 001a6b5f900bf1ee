/// Every rule. The order says nothing; a test holds the list against the files under `Rules`.
///
/// In pieces, because the compiler takes long over big literals.
public let allRules: [RegisteredRule] = loaderRules + conditionRules + stepRules + pipelineRules + substitutionRules
