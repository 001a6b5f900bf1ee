import Expressions

/// Scans any bytes for `<+…>`, reads what is inside, and reads the small texts of Harness: no input may crash or hang, and
/// every place lies in the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHarnessText(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let scanned = HarnessText.scan(bytes)
  var end = 0
  for piece in scanned.pieces {
    let range =
      switch piece {
      case .literal(let range): range
      case .span(let span): span.range
      }
    precondition(range.lowerBound == end && range.upperBound <= count, "the pieces leave a gap")
    end = range.upperBound
  }
  precondition(end == count, "the pieces do not reach the end")
  for span in scanned.allSpans.prefix(200) {
    precondition(span.range.lowerBound >= 0 && span.range.upperBound <= count, "a place outside the text")
    if case .failure(let error) = span.parse(in: bytes) {
      precondition(error.range.lowerBound >= 0 && error.range.upperBound <= count, "a failure outside the text")
    }
  }
  _ = scanned.parseCondition()
  let text = String(decoding: bytes, as: UTF8.self)
  _ = HarnessDuration.parse(text)
  _ = HarnessDuration.parseIntervention(text)
  _ = HarnessQuantity.memoryBytes(text)
  _ = HarnessQuantity.milliCPU(text)
  _ = HarnessReference.parse(text)
  for kind in HarnessName.allCases { _ = kind.problem(text) }
  _ = HarnessRuntimeInput("<+input>" + text)
  _ = HarnessRuntimeInput(merged: text)
  _ = HarnessOutputFile.read(bytes)
  _ = HarnessOutputFile.parse(bytes, version: .v2)
  if case .success(let value) = JexlJSON.parse(text) {
    _ = HarnessSettings.text(of: value)
    let written = JexlJSON.text(of: value)
    guard case .success = JexlJSON.parse(written) else { preconditionFailure("what is written cannot be read") }
  }
  return 0
}
