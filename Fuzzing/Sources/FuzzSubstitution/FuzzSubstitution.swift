import Diagnostics
import Expressions

/// Substitutes in any bytes, with both versions of the language, matches patterns, and reads the other small texts of
/// Drone: no input may crash or hang.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSubstitution(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let needsExpansion = Substitution.needsExpansion(bytes)
  for version in [Substitution.Version.v1_0_3, .v1_0_2] {
    let (syntax, failures) = Substitution.parse(bytes, version: version)
    for failure in failures {
      precondition(failure.range.lowerBound >= 0 && failure.range.upperBound <= count, "a place outside the text")
    }
    let result = Substitution.expand(syntax, of: bytes) { name in
      switch name.utf8.count % 4 {
      case 0: nil
      case 1: "value"
      case 2: "two\nlines of ünïcode \\ \"quoted\""
      default: name
      }
    }
    if case .success(let output) = result, failures.isEmpty, !needsExpansion {
      precondition(output.bytes == bytes, "a text without expansions was changed")
    }
  }
  // The first line is a pattern, the rest a value.
  let lines = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
  if lines.count == 2 {
    _ = Glob(String(decoding: lines[0], as: UTF8.self)).matches(String(decoding: lines[1], as: UTF8.self))
  }
  let text = String(decoding: bytes, as: UTF8.self)
  _ = ImageName.expand(text)
  _ = ImageName.trim(text)
  _ = DroneSize.parse(text)
  _ = TagVariables.variables(forTag: text)
  if case .success(let schedule) = CronSchedule.parse(text) { _ = schedule.next(after: 1_700_000_000) }
  return 0
}
