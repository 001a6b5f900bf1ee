import Foundation
import TestSupport
import Testing

/// `examples/library`, a program of its own that uses pipec as a package.
@Suite struct LibraryTests {
  @Test("the example compiles against the modules as they are, and prints what its page says") func example() throws {
    guard OutsideProgram.path("swiftc") != nil else { return }
    let script = Repository.url("scripts/library").path
    guard let result = try OutsideProgram.run("bash", [script, "built"]) else { return }
    if result.status == 4 { return Skipped.because("the example of the library: not all modules have been built") }
    #expect(result.status == 0, "\(String(decoding: result.errors, as: UTF8.self))")
  }
}
