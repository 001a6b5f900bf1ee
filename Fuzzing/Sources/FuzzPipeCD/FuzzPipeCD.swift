import Checker
import Diagnostics
import IR
import Parser

/// Reads any bytes as a PipeCD file, as each generation does, checks it, and prints what was understood: no input may crash,
/// hang, or give a place outside the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPipeCD(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var sources = SourceSet()
  let source = sources.add(name: "app.pipecd.yaml", bytes: Array(UnsafeBufferPointer(start: start, count: count)))
  var options = Checker.Options()
  options.minimumSeverity = .info
  for generation in PipeCD.Generation.allCases {
    let program = PipeCDLoader.load(source, generation: generation)
    let findings = Checker.check(program, of: source, options: options)
    for finding in findings {
      for label in [finding.primary] + finding.related {
        precondition(label.span.start <= label.span.end && Int(label.span.end) <= count, "a place outside the text")
      }
      for edit in finding.fixes.flatMap(\.edits) {
        precondition(edit.span.start <= edit.span.end && Int(edit.span.end) <= count, "a place outside the text")
      }
    }
    _ = TextRenderer(style: .plain, sources: sources).text(of: Array(findings.prefix(20)))
    _ = program.json(sources)
  }
  return 0
}
