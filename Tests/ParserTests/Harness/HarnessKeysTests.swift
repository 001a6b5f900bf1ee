import Foundation
import TestSupport
import Testing

@testable import Parser

/// The tables of keys, held against their source and against the reference beside the checkout.
@Suite struct HarnessKeysTests {
  @Test func documents() {
    #expect(HarnessDocumentKind.TableDocument.allCases.map(\.name) == HarnessKeys.documents)
  }

  /// The generated files are what `scripts/keys` makes of `grammar/harness.keys`.
  @Test func areFresh() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pipec-keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let isUpdate = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"
    let process = Process()
    process.executableURL = Repository.url("scripts/keys")
    process.arguments = isUpdate ? [] : [folder.path]
    process.standardError = FileHandle.nullDevice
    guard Self.hasPython, (try? process.run()) != nil else {
      return Skipped.because("whether the tables of Harness keys are fresh: python3 cannot be started")
    }
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "scripts/keys fails")
    guard !isUpdate else { return }
    for (name, path) in [
      ("keys.c", "Sources/CHarnessKeys/keys.c"), ("harness.schema.json", "grammar/harness.schema.json"),
    ] {
      let made = try Data(contentsOf: folder.appending(path: name))
      #expect(try made == Data(contentsOf: Repository.url(path)), "\(path) is stale; `scripts/keys` renews it")
    }
  }

  private static var hasPython: Bool {
    ["/usr/bin/python3", "/usr/local/bin/python3"].contains(where: FileManager.default.isExecutableFile(atPath:))
  }

  // MARK: The reference

  private static let letters: [String: Character] = [
    "CI": "B", "Deployment": "D", "Custom": "C", "Approval": "A", "FeatureFlag": "F", "IACM": "I", "IDP": "P",
    "SecurityTests": "S", "DRTest": "R", "CompositeLoadTest": "L",
  ]

  /// §2.1: every type of step, and the stages that allow it.
  @Test func availability() throws {
    guard let lines = Self.section("### 2.1 ", until: "### 2.2 ") else { return }
    var expected: [String: Set<Character>] = [:]
    for line in lines {
      let cells = Self.cells(line)
      guard cells.count == 3, Int(cells[1]) != nil, let letters = Self.codes(cells[0]).first else { continue }
      for type in Self.codes(cells[2]) { expected[type] = Set(letters) }
    }
    #expect(expected.count == 353)
    #expect(Set(HarnessKeys.stepTypes) == Set(expected.keys))
    for (type, letters) in expected {
      let step = try #require(HarnessKeys.step(type), "\(type)")
      let allowed = HarnessKeys.stageTypes(allowing: step).compactMap { Self.letters[$0] }
      #expect(Set(allowed) == letters, "\(type)")
    }
  }

  /// §2.2: the keys of the specs of common steps, which of them are required, and their enumerations.
  @Test func specs() throws {
    guard let lines = Self.section("### 2.2 ", until: "#### 2.2.9 ") else { return }
    var type: String?
    var tables: [String: [[String]]] = [:]
    for line in lines {
      if line.hasPrefix("**`") { type = Self.codes(line).first }
      let cells = Self.cells(line)
      if let type, cells.count == 4, cells[0].hasPrefix("`") { tables[type, default: []].append(cells) }
    }
    #expect(tables.count > 50)
    for (type, rows) in tables {
      let shape = try #require(HarnessKeys.step(type)?.spec, "\(type)")
      let fields = shape.fields.filter { $0.isPublished && $0.name != "metadata" }
      let names = Set(rows.compactMap { Self.codes($0[0]).first })
      #expect(Set(fields.map(\.name)).subtracting(Self.unlisted[type] ?? []) == names, "\(type)")
      for row in rows {
        guard let name = Self.codes(row[0]).first, let field = fields.first(where: { $0.name == name }) else {
          continue
        }
        let required = row[2] == "yes"
        if row[2].isEmpty || required { #expect(field.isRequired == required, "\(type).\(name) is required") }
        if let values = row[1].firstMatch(of: /enum\{([^}]*)\}/), field.values.count > 0 {
          #expect(Set(field.values) == Set(values.1.split(separator: ",").map(String.init)), "\(type).\(name)")
        }
      }
    }
  }

  /// Keys that the published schema has and the reference leaves out.
  private static let unlisted: [String: Set<String>] = ["SaveCache": ["providerType"]]

  /// §2.2.10, its last row: keys that the server knows although the schema does not list them.
  @Test(arguments: [
    ("Plugin", "envVariables"), ("Container", "uses"), ("Http", "inputVariables"), ("Http", "certificate"),
    ("Http", "certificateKey"), ("Test", "globs"), ("Test", "intelligenceMode"),
    ("HarnessApproval", "isAutoRejectEnabled"),
    ("RunTests", "outputVariables"),
  ]) func knownToTheServer(_ type: String, _ key: String) throws {
    let shape = try #require(HarnessKeys.step(type)?.spec)
    #expect(shape.fields.contains { $0.name == key })
  }

  private static func section(_ start: String, until end: String) -> [Substring]? {
    guard let root = Corpus.root else {
      Skipped.because("the tables of Harness keys: there is no reference beside the checkout (../shared/reference)")
      return nil
    }
    let file = root.deletingLastPathComponent().appending(path: "reference/harness.md")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      Skipped.because("the tables of Harness keys: there is no reference/harness.md beside the checkout")
      return nil
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.firstIndex(where: { $0.hasPrefix(start) }) else { return [] }
    return Array(lines[first...].dropFirst().prefix { !$0.hasPrefix(end) })
  }

  /// The cells of a row of a table; `\|` is no border.
  private static func cells(_ line: Substring) -> [String] {
    guard line.hasPrefix("|") else { return [] }
    return line.replacing("\\|", with: "\u{1}").split(separator: "|", omittingEmptySubsequences: false).dropFirst()
      .dropLast().map { $0.replacing("\u{1}", with: "|").trimmingCharacters(in: .whitespaces) }
  }

  private static func codes(_ text: some StringProtocol) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
      .map { String($0.element) }
  }
}
