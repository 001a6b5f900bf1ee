/// The rules about Drone files.
///
/// In pieces, because the compiler takes long over big literals.
let droneRules: [RegisteredRule] = loaderRules + activeRules + adviceRules

/// The rules that look for something in every check.
let activeRules: [RegisteredRule] =
  conditionRules + pluginRules + stepRules + pipelineRules + substitutionRules + droneSecurityRules
