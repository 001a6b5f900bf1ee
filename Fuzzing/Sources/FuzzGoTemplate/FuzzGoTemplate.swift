import Expressions

/// Reads any bytes as a Go template, checks its paths and renders it: no input may crash, hang, fill the memory, or give a
/// place outside the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzGoTemplate(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  var limits = GoTemplate.Limits()
  limits.steps = 20_000
  limits.outputBytes = 1 << 20
  let data = GoTemplate.Value.map([
    .init("App", .structure(type: "app", [.init("Name", .string("shop"))])),
    .init("List", .list([.integer(1), .float(2.5), .null])), .init("Map", .map(["a": "b"])),
  ])
  let type = GoTemplate.DataType.structure(
    "data", [.init("App", .structure("app", [.init("Name", .text)])), .init("Map", .map(.text, keys: ["a"]))])
  for functions in [GoTemplate.Functions.builtIn, .sprig] {
    switch GoTemplate.parse(text, functions: functions) {
    case .failure(let failure):
      precondition(failure.range.upperBound <= text.utf8.count, "a place outside the text")
    case .success(let syntax):
      for finding in syntax.findings(for: type) {
        precondition(finding.range.upperBound <= text.utf8.count, "a place outside the text")
      }
      for missingKey in [GoTemplate.MissingKey.noValue, .failure] {
        switch syntax.render(data, missingKey: missingKey, limits: limits) {
        case .success(let output): precondition(output.utf8.count <= 3 * limits.outputBytes, "more than may be written")
        case .failure(let failure):
          precondition(failure.range.upperBound <= text.utf8.count, "a place outside the text")
        }
      }
    }
  }
  return 0
}
