import Diagnostics
import Foundation
import IR
import Parser
import TestSupport
import Testing

/// `grammar/drone.schema.json`, held against the loader.
@Suite struct DroneSchemaTests {
  private static let file = Repository.url("grammar/drone.schema.json")

  @Test func isFresh() throws {
    let made = DroneSchema.jsonSchema()
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Foundation.Data(made.utf8).write(to: Self.file)
    }
    let written = try String(contentsOf: Self.file, encoding: .utf8)
    #expect(written == made, "grammar/drone.schema.json is stale; `make update` renews it")
  }

  /// The keys of a mapping of the schema, by the path of definitions and properties that leads to it.
  private func keys(_ path: String...) throws -> [String] {
    let data = try Foundation.Data(contentsOf: Self.file)
    var value: Any? = try JSONSerialization.jsonObject(with: data)
    for part in path {
      let object = value as? [String: Any]
      value = object?[part] ?? ((object?["oneOf"] as? [Any])?.last as? [String: Any])?[part]
    }
    return ((value as? [String: Any]) ?? [:]).keys.sorted()
  }

  private func findings(_ text: String) -> [String] {
    DroneLoader.load(Source(name: "test", text: text)) { _ in nil }.findings.map(\.rule.text)
  }

  @Test(arguments: DronePipeline.Runner.allCases) func everyKeyIsKnown(_ runner: DronePipeline.Runner) throws {
    let head = "kind: pipeline\ntype: \(runner.rawValue)\n"
    let pipeline = try keys("definitions", "pipeline-\(runner.rawValue)", "properties")
    #expect(pipeline.count > 8)
    for key in pipeline where key != "kind" && key != "type" {
      #expect(findings(head + "\(key):\n").isEmpty, "\(key)")
    }
    #expect(findings(head + "nokey:\n") == ["unknown-key"])
    let steps = try keys(
      "definitions", "pipeline-\(runner.rawValue)", "properties", "steps", "items", "properties")
    #expect(steps.contains("name"))
    for key in steps { #expect(findings(head + "steps:\n- \(key):\n").isEmpty, "\(key)") }
    for key in try keys(
      "definitions", "pipeline-\(runner.rawValue)", "properties", "trigger", "properties")
    {
      #expect(findings(head + "trigger: {\(key): x}\n").isEmpty, "\(key)")
    }
  }

  /// A mistake is told of the kind and the type that are meant, and nothing else is said.
  @Test(arguments: [
    ("{\"kind\": \"pipeline\", \"steps\": [{\"name\": \"a\", \"comands\": []}]}", 1),
    ("{\"kind\": \"pipeline\", \"type\": \"exec\", \"steps\": null, \"services\": []}", 1),
    ("{\"kind\": \"pipeline\", \"type\": \"dcoker\", \"steps\": []}", 1),
    ("{\"kind\": \"pipelin\", \"type\": \"docker\"}", 1), ("{\"kind\": \"template\", \"data\": {}}", 1),
    ("{\"kind\": \"secret\", \"name\": \"a\", \"gte\": {}}", 1),
    (
      "{\"kind\": \"pipeline\", \"type\": \"\", \"clone\": null, \"trigger\": {\"branch\": \"main\"}, \"steps\": []}", 0
    ),
    ("{\"kind\": \"template\", \"load\": \"a.yaml\"}", 0),
  ]) func oneMistakeIsOneComplaint(_ document: String, _ count: Int) throws {
    let validator = try JSONSchemaValidator(Foundation.Data(contentsOf: Self.file))
    let value = try JSONSerialization.jsonObject(with: Foundation.Data(document.utf8))
    #expect(validator.complaints(value).count == count, "\(validator.complaints(value))")
  }
}
