import Checker
import Diagnostics
import IR
import Parser

/// Reads any bytes as a Harness file and does with it all that is done before a run: templates, inputs, checks, JSON. No
/// input may crash, hang, or give a place outside the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHarness(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var sources = SourceSet()
  let source = sources.add(name: "x.yaml", bytes: Array(UnsafeBufferPointer(start: start, count: count)))
  let program = HarnessLoader.load(source)
  var neighbours = HarnessNeighbours()
  neighbours.add(program)
  let linked = neighbours.linked(program)
  let findings = Checker.check(linked, of: source)
  for finding in findings {
    for label in [finding.primary] + finding.related {
      precondition(label.span.start <= label.span.end && Int(label.span.end) <= count, "a place outside the text")
    }
    for edit in finding.fixes.flatMap(\.edits) {
      precondition(edit.span.start <= edit.span.end && Int(edit.span.end) <= count, "a place outside the text")
    }
  }
  // Every finding is drawn, but a file of thousands of the same need not be.
  _ = TextRenderer(style: .plain, sources: sources).text(of: Array(findings.prefix(20)))
  _ = linked.json(sources)
  for pipeline in neighbours.pipelines.prefix(2) {
    let resolution = HarnessResolution(
      pipeline, templates: HarnessTemplates(neighbours.templates), sets: neighbours.inputSets.compactMap(\.values))
    for missing in resolution.missing.prefix(8) {
      guard let value = HarnessAssignment(Source(name: "--set", text: missing.path + "=1")) else { continue }
      _ = HarnessInputs.merge(pipeline: pipeline.data, sets: [], values: [value])
    }
  }
  return 0
}
