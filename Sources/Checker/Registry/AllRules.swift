import Diagnostics
import IR

/// The rules about files of one dialect. Dialects may share rules, of the loaders above all.
public func rules(of dialect: Dialect) -> [RegisteredRule] {
  switch dialect {
  case .drone: droneRules + commentRules
  case .harness: harnessRules + commentRules
  case .pipecd: pipecdRules + commentRules
  }
}

/// Every rule once. The order says nothing; a test holds the list against the files under `Rules`.
public let allRules: [RegisteredRule] = {
  var names: Set<RuleName> = []
  return (Dialect.allCases.flatMap(rules(of:)) + configurationRules).filter { names.insert($0.info.name).inserted }
}()
