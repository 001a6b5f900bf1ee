/// Every rule. The order says nothing; a test holds the list against the files under `Rules`.
///
/// In pieces, because the compiler takes long over big literals.
public let allRules: [RegisteredRule] = loaderRules + activeRules + adviceRules

/// The rules that look for something in every check.
let activeRules: [RegisteredRule] = conditionRules + stepRules + pipelineRules + substitutionRules
