import Diagnostics
import IR

extension Checker {
  /// The scripts of a file for shellcheck, in source order. What lies in other files is checked there.
  public static func scripts(in program: Program, of source: Source) -> [CheckableScript] {
    switch program.dialect {
    case .drone:
      let expansion = SubstitutionIndex(source).map { CheckableScript.Expansion.drone($0) } ?? .nothing
      return program.pipelines.map(\.asRead).flatMap { pipeline in
        pipeline.allSteps.compactMap { step in
          StepScript(step, of: pipeline).flatMap { CheckableScript($0, expansion, in: source) }
        }
      }
    case .harness:
      return program.documents.flatMap { document -> [CheckableScript] in
        guard case .harness(let document) = document else { return [] }
        let environment = HarnessEnvironment(document)
        guard environment.isJudged else { return [] }
        return environment.nodes.flatMap(StepScript.all).compactMap {
          CheckableScript($0, .harness, in: source)
        }
      }
    case .pipecd:
      return program.documents.flatMap { document -> [CheckableScript] in
        guard case .pipecd(let document) = document else { return [] }
        return StepScript.all(in: document).compactMap { CheckableScript($0, .nothing, in: source) }
      }
    }
  }
}

extension Checker {
  /// The numbers of shellcheck that say nothing about commands of pipelines.
  public static var irrelevantShellCodes: [Int] { ShellCodes.irrelevant }
}
