import Foundation
import TestSupport
import Testing

/// The table of modules in ARCHITECTURE.md, held against `Package.swift` and every import.
@Suite struct ModuleTests {
  /// A row of the table.
  struct Module: CustomTestStringConvertible, Sendable {
    var name: String
    /// Modules of this package.
    var imports: [String]
    /// Modules of the system.
    var system: [String]

    var testDescription: String { name }
  }

  /// What belongs to the toolchain or the C library.
  private static let systemNames: Set<String> = ["Synchronization", "Glibc", "FoundationEssentials"]

  /// Each row begins with the module's name and ends with what it imports.
  static let modules: [Module] = {
    guard let page = try? Repository.text("ARCHITECTURE.md") else { return [] }
    return page.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard line.hasPrefix("| `"), cells.count == 3, let name = cells[0].firstMatch(of: /^`(\w+)`$/) else { return nil }
      let imports = cells[2].matches(of: /\w+/).map { String($0.0) }
      return Module(
        name: String(name.1), imports: imports.filter { !systemNames.contains($0) }.sorted(),
        system: imports.filter { systemNames.contains($0) }.sorted())
    }
  }()

  @Test func everyModuleHasARow() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Repository.url("Sources").path)
    #expect(Self.modules.map(\.name).sorted() == folders.sorted())
  }

  @Test(arguments: modules) func importsWhatTheTableSays(_ module: Module) throws {
    var found: Set<String> = []
    for file in try Repository.files(in: "Sources/\(module.name)", "swift") {
      // A regular expression on every line would take seconds.
      for line in try Repository.text(file).split(separator: "\n")
      where line.utf8.count < 80 && line.contains("import ") {
        guard
          let match = line.firstMatch(of: /^\s*(?:@\w+ |public |internal )*import (?:struct |class |enum |func )?(\w+)/)
        else { continue }
        found.insert(String(match.1))
      }
    }
    #expect(found.sorted() == (module.imports + module.system).sorted(), "ARCHITECTURE.md says otherwise")
  }

  /// Nobody depends on what comes below it in the table, so that there is no circle and the order is one to read in.
  @Test func importsOnlyWhatStandsAbove() {
    var above: Set<String> = []
    for module in Self.modules {
      for name in module.imports { #expect(above.contains(name), "\(module.name) imports \(name)") }
      above.insert(module.name)
    }
  }

  @Test(arguments: modules) func dependsOnWhatItImports(_ module: Module) throws {
    let package = try Repository.text("Package.swift")
    let targets = try #require(package.firstRange(of: "targets: selected([\n")).upperBound
    let name = try Regex("(?:odule|arget|ibrary)\\(\\s*(?:name: )?\"\(module.name)\"")
    let start = try #require(package[targets...].firstMatch(of: name)).range
    // From the name to the end of the declaration: the next line that begins one.
    let rest = package[start.upperBound...]
    let end = rest.firstMatch(of: /\n    [a-z.]/)?.range.lowerBound ?? rest.endIndex
    let text = rest[..<end].prefix(upTo: rest[..<end].firstRange(of: "providers")?.lowerBound ?? end)
    let known = Set(Self.modules.map(\.name))
    let named = text.matches(of: /"(\w+)"/).map { String($0.1) }.filter { known.contains($0) }
    #expect(named.sorted() == module.imports, "Package.swift says otherwise")
  }

  /// A file that passes 400 lines has a second subject, unless it is a table that a program writes.
  @Test func filesAreSmall() throws {
    for file in try Repository.files(in: "Sources", "swift", "c", "h") + Repository.files(in: "Tests", "swift") {
      let text = try Repository.text(file)
      if text.hasPrefix("// Made of grammar/harness.keys") { continue }
      #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 401, "\(file)")
    }
  }
}
