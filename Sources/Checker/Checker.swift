import Diagnostics
import IR

/// Says what is wrong with a file before a server does.
public enum Checker {
  /// What `check` puts in place of `${name}`: an example for a variable that every build has, so that
  /// `image: app:${DRONE_BUILD_NUMBER}` is not taken for a broken text; nil for what may be empty.
  public static func assumedValue(of name: String) -> String? { DroneVariables.example(of: name) }

  /// Whether Drone itself has a value for `${name}`, in all builds or in some, such as those of tags.
  public static func isDroneVariable(_ name: String) -> Bool { DroneVariables.isSubstitutable(name) }

  /// All findings about a file in source order: what the real systems refuse, what their decoders pass over in silence,
  /// and what the rules find. `source` is the text that `program` was loaded from.
  ///
  /// What comments ask to ignore is left out, and comments that ignore nothing are findings themselves.
  ///
  /// Linear in the size of the file. One mistake is reported once, by the rule that names it best.
  ///
  /// - Parameter shell: What shellcheck says of the file's commands; nil where it was not asked.
  public static func check(
    _ program: Program, of source: Source, options: Options = Options(), shell: [Diagnostic]? = nil
  ) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    for problem in program.problems {
      if problem.isTrustDependent, options.isTrusted { continue }
      var diagnostic = problem.diagnostic
      if problem.isTrustDependent, diagnostic.severity > .warning { diagnostic.severity = .warning }
      problems.append(diagnostic)
    }
    var findings = program.findings
    findings.append(contentsOf: shell ?? [])
    let includesAdvice = options.includesAdvice
    switch program.dialect {
    case .drone:
      findings.append(contentsOf: RuleWalk.findings(in: program, of: source, options: options))
    case .harness:
      findings.append(contentsOf: HarnessWalk.findings(in: program, of: source, options: options))
    case .pipecd:
      findings.append(contentsOf: PipeCDWalk.findings(in: program, of: source, options: options))
    }
    let distinct = Deduplication.distinct(Consequences.merge(problems, findings, of: program).inSourceOrder())
    let heard = Suppression.apply(to: distinct, of: source) { rule in
      if rule == UnknownSecret.info.name, options.secrets == nil { return false }
      if rule == Shell.info.name, shell == nil { return false }
      if options.neighbours == nil, PipeCDNeighbours.rules.contains(rule) { return false }
      if options.providers == nil, rule == UnknownAnalysisProvider.info.name { return false }
      return includesAdvice || RuleRegistry.rule(named: rule)?.info.isOnByDefault ?? false
    }
    if options.severities.isEmpty { return heard.filter { options.wants($0) } }
    return heard.lazy.map { options.weighed($0) }.filter { options.wants($0) }
  }
}
