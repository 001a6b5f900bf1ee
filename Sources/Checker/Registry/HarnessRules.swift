/// The rules about Harness files.
let harnessRules: [RegisteredRule] = harnessLoaderRules + harnessCheckerRules + harnessAdviceRules
