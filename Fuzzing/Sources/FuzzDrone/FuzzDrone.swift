import Diagnostics
import IR
import Parser

/// Reads any bytes as a Drone file, with and without values for `${…}`, and shows what is wrong with it: no input may crash,
/// hang, or give a place outside the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDrone(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var sources = SourceSet()
  let source = sources.add(name: ".drone.yml", bytes: Array(UnsafeBufferPointer(start: start, count: count)))
  for lookup in [{ _ in nil }, { (name: String) -> String? in name == "DRONE_TAG" ? "a: \"b\"\n- c" : name }] {
    let program = DroneLoader.load(source, lookup: lookup)
    let findings = program.problems.map(\.diagnostic) + program.findings
    for finding in findings {
      for label in [finding.primary] + finding.related {
        precondition(label.span.start <= label.span.end && Int(label.span.end) <= count, "a place outside the text")
      }
      for edit in finding.fixes.flatMap(\.edits) {
        precondition(edit.span.start <= edit.span.end && Int(edit.span.end) <= count, "a place outside the text")
      }
    }
    // Every finding is drawn, but a file of thousands of the same need not be.
    let shown = Array(findings.prefix(20))
    _ = TextRenderer(style: .plain, sources: sources).text(of: shown)
    _ = JSONRenderer(sources: sources).bytes(of: shown)
  }
  return 0
}
