/// Makes what a step wrote safe to show on a terminal where other lines are shown too.
enum TerminalText {
  /// Keeps text, tabs and colours; drops everything else that would move the cursor, ring, or change the terminal.
  ///
  /// Of a line that was overwritten by carriage returns the last state is kept. `keepsColours` decides about SGR.
  static func clean(_ line: [UInt8], keepsColours: Bool) -> [UInt8] {
    guard line.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F || $0 == 0xC2 }) else { return line }
    var result: [UInt8] = []
    var hasColour = false
    var bytes = lastState(of: line)[...]
    while let byte = bytes.first {
      switch byte {
      case 0x1B:
        let (length, isColour) = sequence(bytes)
        if isColour, keepsColours {
          result.append(contentsOf: bytes.prefix(length))
          hasColour = true
        }
        bytes = bytes.dropFirst(length)
        continue
      // The control characters beyond ASCII, as UTF-8 has them.
      case 0xC2 where (bytes.dropFirst().first.map { 0x80...0x9F ~= $0 }) == true:
        bytes = bytes.dropFirst(2)
        continue
      case 0x09, 0x20...0x7E, 0x80...: result.append(byte)
      default: break
      }
      bytes = bytes.dropFirst()
    }
    if hasColour { result.append(contentsOf: Array("\u{1B}[0m".utf8)) }
    return result
  }

  private static func lastState(of line: [UInt8]) -> [UInt8] {
    var line = line[...]
    while line.last == 0x0D { line = line.dropLast() }
    guard let last = line.lastIndex(of: 0x0D) else { return Array(line) }
    return Array(line[(last + 1)...])
  }

  /// The length of the escape sequence that the bytes begin with, and whether it only sets colours.
  private static func sequence(_ bytes: ArraySlice<UInt8>) -> (length: Int, isColour: Bool) {
    let rest = bytes.dropFirst()
    switch rest.first {
    case 0x5B:
      // CSI: parameters and intermediates, then one final byte.
      let inner = rest.dropFirst().prefix { 0x20...0x3F ~= $0 }
      guard let final = rest.dropFirst().dropFirst(inner.count).first else { return (bytes.count, false) }
      let isColour = final == 0x6D && inner.allSatisfy { 0x30...0x3B ~= $0 }
      return (0x40...0x7E ~= final ? inner.count + 3 : inner.count + 2, isColour)
    case 0x5D, 0x50, 0x58, 0x5E, 0x5F:
      // OSC and other strings: up to BEL or ESC \.
      var length = 2
      var body = rest.dropFirst()
      while let byte = body.first {
        length += 1
        body = body.dropFirst()
        if byte == 0x07 { return (length, false) }
        if byte == 0x1B { return (body.first == 0x5C ? length + 1 : length - 1, false) }
      }
      return (length, false)
    case .some(0x20...0x2F):
      let inner = rest.prefix { 0x20...0x2F ~= $0 }
      return (min(bytes.count, inner.count + 2), false)
    case .some: return (2, false)
    case nil: return (1, false)
    }
  }
}
