import Diagnostics
import Foundation
import IR
import Parser
import TestSupport
import Testing

/// The conversion of Drone 0.8 files, against what the real converter makes of them.
@Suite struct LegacyConversionTests {
  private struct Row: Decodable {
    var file: String
    var out: String
  }

  @Test func convertsAsTheRealConverter() throws {
    guard let root = Corpus.root,
      let rows: [Row] = try Corpus.jsonLines("oracle/drone-yaml.convert.jsonl.gz", as: Row.self)
    else { return }
    var converted = 0
    for row in rows {
      let bytes = [UInt8](try Foundation.Data(contentsOf: root.appending(path: row.file)))
      let ours = DroneLoader.load(Source(id: SourceID(0), name: row.file, bytes: bytes)) { "<\($0)>" }
      guard ours.isConverted else { continue }
      let theirs = DroneLoader.load(Source(name: "converted", text: row.out)) { "<\($0)>" }
      converted += 1
      // differs: of a `pipeline` that is a list, the real converter makes one step named `<nil>` without an image, which
      // the runner refuses; the list itself is refused here.
      if row.file.contains("signer__testdata") { continue }
      #expect(Summary.describe(ours) == Summary.describe(theirs), "\(row.file)")
    }
    #expect(converted > 80)
  }
}

/// A program as lines of text, without places.
enum Summary {
  static func describe(_ program: Program) -> String {
    program.pipelines.map(describe).joined(separator: "\n")
  }

  static func describe(_ pipeline: Pipeline) -> String {
    var lines = [
      "pipeline \(pipeline.name?.value ?? "") clone \(pipeline.drone?.clone.isDisabled == true ? "off" : "on")"
    ]
    lines.append("workspace \(pipeline.workspace?.base?.value ?? "") \(pipeline.workspace?.path?.value ?? "")")
    if let trigger = pipeline.drone?.server.trigger { lines.append("trigger " + describe(trigger)) }
    for volume in pipeline.volumes { lines.append("volume \(volume.name?.value ?? "") \(describe(volume.storage))") }
    for step in pipeline.allSteps { lines += describe(step) }
    return lines.joined(separator: "\n")
  }

  private static func describe(_ storage: Volume.Storage?) -> String {
    if case .host(let path) = storage { return "host \(path?.value ?? "")" }
    return "other"
  }

  static func describe(_ step: Step) -> [String] {
    var lines = ["\(step.role) \(step.name?.value ?? "") \(step.image?.value ?? "") pull \(step.pull?.value ?? "")"]
    lines += step.commands.map { "  command \($0.value.debugDescription)" }
    lines += step.command.map { "  cmd \($0.value.debugDescription)" }
    lines += step.entrypoint.map { "  entrypoint \($0.value.debugDescription)" }
    lines += step.environment.map { "  env \($0.name.value) \(describe($0.value))" }.sorted()
    lines += step.settings.map { "  setting \($0.name.value) \(describe($0.value))" }.sorted()
    lines += step.mounts.map { "  mount \($0.name?.value ?? "") \($0.path?.value ?? "")" }
    if let condition = step.condition, !describe(condition).isEmpty { lines.append("  when " + describe(condition)) }
    if step.isDetached?.value == true { lines.append("  detached") }
    if step.isPrivileged?.value == true { lines.append("  privileged") }
    return lines
  }

  static func describe(_ condition: Condition) -> String {
    condition.clauses.filter { !$0.include.isEmpty || !$0.exclude.isEmpty }
      .map { "\($0.subject)=\($0.include.map(\.value))-\($0.exclude.map(\.value))" }.sorted().joined(separator: " ")
  }

  static func describe(_ value: Variable.Value) -> String {
    switch value {
    case .text(let text): text.value.debugDescription
    case .secret(let secret): "secret \(secret.name.value)"
    case .unset: "unset"
    }
  }

  static func describe(_ value: Setting.Value) -> String {
    switch value {
    case .data(let data): describe(data)
    case .secret(let secret): "secret \(secret.name.value)"
    }
  }

  static func describe(_ data: IR.Data) -> String {
    switch data.value {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .unsigned(let value): "\(value)"
    case .float(let value): value == value.rounded() ? "\(Int(value))" : "\(value)"
    case .string(let text): text.value.debugDescription
    case .binary(let bytes): "\(bytes)"
    case .list(let items): "[" + items.map(describe).joined(separator: ", ") + "]"
    case .map(let entries):
      "{" + entries.map { "\(describe($0.key)): \(describe($0.value))" }.sorted().joined(separator: ", ") + "}"
    }
  }
}
