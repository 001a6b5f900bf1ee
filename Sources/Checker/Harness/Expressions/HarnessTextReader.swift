import Expressions
import IR

/// Finds the expressions of a text and reads them.
struct HarnessTextReader {
  let environment: HarnessEnvironment

  private static let less = UInt8(ascii: "<")
  private static let plus = UInt8(ascii: "+")
  private static let greater = UInt8(ascii: ">")
  private static let backslash = UInt8(ascii: "\\")
  /// More expressions in one text than these are not read; nobody wrote them by hand.
  private static let most = 20_000

  /// nil: there is no expression in it.
  func read(_ field: HarnessTextField) -> HarnessScannedText? {
    guard field.use == .evaluated || Self.mayHaveExpression(field.text.value) else { return nil }
    var scanned = HarnessScannedText(field: field, bytes: Array(field.text.value.utf8))
    scan(&scanned)
    if field.use == .evaluated, !isInput(scanned) { addWhole(&scanned) }
    for number in scanned.expressions.indices { fill(number, &scanned) }
    return scanned
  }

  private static func mayHaveExpression(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.count >= 2 else { return false }
      var index = 0
      while index < bytes.count - 1 {
        if bytes[index] == less, bytes[index + 1] == plus { return true }
        index += 1
      }
      return false
    }
  }

  private func isInput(_ scanned: HarnessScannedText) -> Bool {
    scanned.bytes.starts(with: Array("<+input>".utf8))
  }

  private func scan(_ scanned: inout HarnessScannedText) {
    let bytes = scanned.bytes
    var open: [(start: Int, nested: [Int])] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == Self.less, index + 1 < bytes.count, bytes[index + 1] == Self.plus {
        open.append((index + 2, []))
        index += 2
        continue
      }
      if bytes[index] == Self.greater, !open.isEmpty, bytes[index - 1] != Self.backslash {
        guard scanned.expressions.count < Self.most else { break }
        let (start, nested) = open.removeLast()
        var expression = HarnessExpression(kind: .span, range: start..<index)
        expression.nested = nested
        let number = scanned.expressions.count
        for inner in nested {
          scanned.expressions[inner].parent = number
          expression.height = max(expression.height, scanned.expressions[inner].height + 1)
        }
        scanned.expressions.append(expression)
        if open.isEmpty {
          scanned.outermost.append(number)
        } else {
          open[open.count - 1].nested.append(number)
        }
      }
      index += 1
    }
    guard let first = open.first, scanned.expressions.count < Self.most else { return }
    scanned.unclosed = first.start - 2
    // What follows an open `<+` is text.
    while let last = scanned.expressions.last, last.range.lowerBound > first.start { scanned.expressions.removeLast() }
  }

  private func addWhole(_ scanned: inout HarnessScannedText) {
    guard scanned.unclosed == nil else { return }
    var whole = HarnessExpression(kind: .condition, range: 0..<scanned.bytes.count)
    whole.nested = scanned.outermost
    for inner in whole.nested { scanned.expressions[inner].parent = scanned.expressions.count }
    scanned.outermost = [scanned.expressions.count]
    scanned.expressions.append(whole)
  }

  private func fill(_ number: Int, _ scanned: inout HarnessScannedText) {
    var expression = scanned.expressions[number]
    let isLeaf = expression.nested.isEmpty
    if isLeaf, expression.kind == .span {
      expression.path = scanned.bytes.withUnsafeBufferPointer { HarnessExpressionPath.parse($0, in: expression.range) }
      if let path = expression.path {
        expression.isInput = path.segments.first?.name == "input" && path.segments.count == 1 && path.methodName == nil
        expression.resolution = environment.resolve(path, at: scanned.field.position)
        if path.methodName == nil, !path.hasReservedName, isBlank(scanned.bytes, path.end..<expression.range.upperBound)
        {
          scanned.expressions[number] = expression
          return
        }
      }
    }
    guard !isBlank(scanned.bytes, expression.range), expression.height <= HarnessExpression.mostHeight else { return }
    parse(&expression, scanned)
    scanned.expressions[number] = expression
  }

  private func isBlank(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    bytes[range].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
  }

  /// Reads an expression with the `<+…>` in it replaced by names of the same length, so that places stay what they are.
  private func parse(_ expression: inout HarnessExpression, _ scanned: HarnessScannedText) {
    let start = expression.range.lowerBound
    var bytes = Array(scanned.bytes[expression.range])
    for number in expression.nested {
      let inner = scanned.expressions[number].range
      let range = inner.lowerBound - 2 - start..<inner.upperBound + 1 - start
      expression.holes.append(range)
      if range.lowerBound > 0, HarnessExpressionPath.isWordByte(bytes[range.lowerBound - 1]) {
        expression.isPasted = true
      }
      if range.upperBound < bytes.count, HarnessExpressionPath.isWordByte(bytes[range.upperBound]) {
        expression.isPasted = true
      }
      for index in range { bytes[index] = UInt8(ascii: "_") }
      // Two in a row are one word otherwise.
      if range.upperBound < bytes.count, bytes[range.upperBound] == Self.less { expression.isPasted = true }
    }
    // Each level of scanning takes away one backslash before a `>`.
    for index in bytes.indices.dropLast()
    where bytes[index] == Self.backslash && bytes[index + 1] == Self.greater && expression.kind == .span {
      bytes[index] = 0x20
    }
    switch Jexl.parse(String(decoding: bytes, as: UTF8.self), mode: .script) {
    case .success(let program): expression.program = program
    case .failure(let error): expression.error = error
    }
  }
}
