/// Reads the syntax of one component, for those who ask about a pattern rather than match it.
enum GlobReader {
  static func component(_ bytes: [UInt8]) -> Glob.Component {
    var component = Glob.Component(text: String(decoding: bytes, as: UTF8.self), items: [], defects: [])
    var literal: [UInt8] = []
    func flush() {
      guard !literal.isEmpty else { return }
      component.items.append(.literal(String(decoding: literal, as: UTF8.self)))
      literal = []
    }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case 0x2A:
        flush()
        var stars = 1
        if case .anyRun(let before)? = component.items.last {
          stars += before
          component.items.removeLast()
        }
        component.items.append(.anyRun(stars: stars))
      case 0x3F:
        flush()
        component.items.append(.anyCharacter)
      case 0x5B:
        flush()
        guard let end = GlobBytes.firstUnescaped(0x5D, in: bytes, from: index) else {
          component.defects.append(.unterminatedClass)
          return component
        }
        do throws(GlobClass.Problem) {
          component.items.append(item(try GlobClass(Array(bytes[index..<end]))))
        } catch {
          component.defects.append(error.defect)
        }
        index = end + 1
      case 0x7B:
        flush()
        guard let end = GlobBytes.firstUnescaped(0x7D, in: bytes, from: index) else {
          component.defects.append(.unterminatedBraces)
          return component
        }
        let options = GlobBytes.split(Array(bytes[index..<end]), at: 0x2C)
        component.items.append(.alternatives(options.map { String(decoding: $0, as: UTF8.self) }))
        index = end + 1
      case 0x5C:
        guard index < bytes.count else {
          component.defects.append(.trailingBackslash)
          break
        }
        literal.append(bytes[index])
        index += 1
      default:
        literal.append(byte)
      }
    }
    flush()
    return component
  }

  private static func item(_ value: GlobClass) -> Glob.Item {
    let ranges = value.ranges.compactMap { range in
      Unicode.Scalar(range.lowerBound).flatMap { low in Unicode.Scalar(range.upperBound).map { low...$0 } }
    }
    return .characterClass(ranges: ranges, isNegated: value.isNegated)
  }
}
