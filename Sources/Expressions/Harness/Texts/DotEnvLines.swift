/// The old dialect: one variable a line.
enum DotEnvLines {
  static func read(_ bytes: [UInt8], into table: inout DotEnvTable) throws(HarnessOutputFile.Problem) {
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      guard line.count < HarnessOutputFile.maximumLineLength else {
        throw .init(message: "output variable length is more than \(HarnessOutputFile.maximumLineLength) bytes")
      }
      var line = Array(line)
      if line.last == 0x0D { line.removeLast() }
      let trimmed = trim(line[...], isBlank)
      guard let first = trimmed.first, first != 0x23 else { continue }
      let (key, value) = try read(line)
      table.set(key, self.value(value, table))
    }
  }

  private static func read(_ line: [UInt8]) throws(HarnessOutputFile.Problem) -> (key: [UInt8], value: [UInt8]) {
    let line = withoutComment(line)
    let equals = line.firstIndex(of: 0x3D)
    let colon = line.firstIndex(of: 0x3A)
    let place = colon.flatMap { colon in equals.map { min($0, colon) } ?? colon } ?? equals
    guard let place else { throw .init(message: "Can't separate key from value") }
    var key = trim(line[..<place], isBlank)
    // The word `export` and blanks before the name are not part of it.
    let word = Array("export".utf8)
    if key.starts(with: word), let next = key.dropFirst(word.count).first, isBlank(next) {
      key = trim(key.dropFirst(word.count), isBlank)
    }
    return (Array(key), Array(line[(place + 1)...]))
  }

  /// Cuts at a `#` unless quotes are open there, by counting the quotes between hashes.
  private static func withoutComment(_ line: [UInt8]) -> [UInt8] {
    guard line.contains(0x23) else { return line }
    var isOpen = false
    var kept: [ArraySlice<UInt8>] = []
    for segment in line.split(separator: 0x23, omittingEmptySubsequences: false) {
      if segment.count(where: { $0 == 0x22 }) == 1 || segment.count(where: { $0 == 0x27 }) == 1 {
        if isOpen { kept.append(segment) }
        isOpen.toggle()
      }
      if kept.isEmpty || isOpen { kept.append(segment) }
    }
    return Array(kept.joined(separator: [0x23]))
  }

  private static func value(_ written: [UInt8], _ table: DotEnvTable) -> [UInt8] {
    let trimmed = trim(written[...]) { $0 == 0x20 }
    guard trimmed.count > 1, let first = trimmed.first, let last = trimmed.last else { return Array(trimmed) }
    if first == 0x27, last == 0x27 { return Array(trimmed.dropFirst().dropLast()) }
    guard first == 0x22, last == 0x22 else { return table.expanded(Array(trimmed)) }
    return table.expanded(withoutBackslashes(lineEnds(trimmed.dropFirst().dropLast())))
  }

  /// `\n` and `\r` become line ends.
  private static func lineEnds(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      guard bytes[index] == 0x5C, index + 1 < bytes.endIndex else {
        result.append(bytes[index])
        index += 1
        continue
      }
      switch bytes[index + 1] {
      case 0x6E: result.append(0x0A)
      case 0x72: result.append(0x0D)
      case let other: result += [0x5C, other]
      }
      index += 2
    }
    return result
  }

  /// A backslash goes, unless a dollar follows.
  private static func withoutBackslashes(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x5C, index + 1 < bytes.count, bytes[index + 1] != 0x24 { index += 1 }
      result.append(bytes[index])
      index += 1
    }
    return result
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func trim(_ bytes: ArraySlice<UInt8>, _ isBlank: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var result = bytes.drop(while: isBlank)
    while let last = result.last, isBlank(last) { result.removeLast() }
    return result
  }
}
