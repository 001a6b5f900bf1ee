import Foundation
import TestSupport
import Testing

/// A sample of `make mutants`: one mistake of each kind, planted into a clean real file.
@Suite struct MutantTests {
  @Test func plantedMistakesAreFound() throws {
    guard let corpus = Corpus.root else {
      Skipped.because("the mutants: there is no corpus beside the checkout (../shared/corpus)")
      return
    }
    let runner = try ProgramRunner()
    defer { runner.remove() }
    guard try runner.shell("command -v python3").status == 0 else {
      Skipped.because("the mutants: there is no python3")
      return
    }
    let result = try runner.shell(
      "python3 -B '\(Repository.url("Benchmarks/mutants/main.py").path)' --pipec '\(ProgramRunner.binary)' "
        + "--corpus '\(corpus.path)' --folder mutants --count 1 --require 98 95")
    #expect(result.status == 0, "\(result.output)\(result.error)")
    #expect(result.output.contains("all: "))
  }
}
