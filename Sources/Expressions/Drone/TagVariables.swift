/// The variables that Drone derives from the name of a tag.
public enum TagVariables {
  /// `DRONE_SEMVER*` and, for tags that begin with a year, `DRONE_CALVER*`; not `DRONE_TAG` itself.
  ///
  /// One leading `v` does not count. Where the tag is no semantic version there is `DRONE_SEMVER_ERROR` in place of the
  /// other semantic variables. A calendar version has a major part of 19 to 99 or 2019 to 9998.
  public static func variables(forTag tag: String) -> [(name: String, value: String)] {
    let bytes = Array(tag.utf8)
    let version = bytes.first == 0x76 ? Array(bytes.dropFirst()) : bytes
    return semantic(version) + calendar(version)
  }

  private struct Problem: Error {
    var message: String
  }

  private static func semantic(_ version: [UInt8]) -> [(name: String, value: String)] {
    let (rest, build) = cut(version, at: 0x2B)
    let (numbers, prerelease) = cut(rest, at: 0x2D)
    do throws(Problem) {
      let parts = try numbered(numbers)
      try validate(prerelease, "pre-release")
      try validate(build, "metadata")
      let values = try integers(parts)
      let short = values.map { String($0) }.joined(separator: ".")
      var full = short
      var result: [(name: String, value: String)] = []
      if !prerelease.isEmpty { full += "-" + text(prerelease) }
      if !build.isEmpty { full += "+" + text(build) }
      result.append(("DRONE_SEMVER", full))
      result.append(("DRONE_SEMVER_MAJOR", String(values[0])))
      result.append(("DRONE_SEMVER_MINOR", String(values[1])))
      result.append(("DRONE_SEMVER_PATCH", String(values[2])))
      result.append(("DRONE_SEMVER_SHORT", short))
      if !prerelease.isEmpty { result.append(("DRONE_SEMVER_PRERELEASE", text(prerelease))) }
      if !build.isEmpty { result.append(("DRONE_SEMVER_BUILD", text(build))) }
      return result
    } catch {
      return [("DRONE_SEMVER_ERROR", error.message)]
    }
  }

  private static func numbered(_ numbers: [UInt8]) throws(Problem) -> [[UInt8]] {
    let parts = numbers.split(separator: 0x2E, maxSplits: 2, omittingEmptySubsequences: false).map { Array($0) }
    guard parts.count == 3 else { throw Problem(message: "\(text(numbers)) is not in dotted-tri format") }
    return parts
  }

  /// Letters, digits and hyphens between single dots.
  private static func validate(_ identifier: [UInt8], _ kind: String) throws(Problem) {
    guard !identifier.isEmpty else { return }
    let parts = identifier.split(separator: 0x2E, omittingEmptySubsequences: false)
    let isValid = parts.allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { byte in
          switch byte {
          case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
          default: false
          }
        }
    }
    if !isValid {
      throw Problem(message: "failed to validate \(kind): \(text(identifier)) is not a valid semver identifier")
    }
  }

  private static func integers(_ parts: [[UInt8]]) throws(Problem) -> [Int] {
    var values: [Int] = []
    for part in parts {
      guard let value = TextFunctions.integer(part) else {
        let digits = part.first == 0x2B || part.first == 0x2D ? part.dropFirst() : part[...]
        let isNumber = !digits.isEmpty && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        let reason = isNumber ? "value out of range" : "invalid syntax"
        throw Problem(message: "strconv.ParseInt: parsing \(GoQuote.quote(text(part))): \(reason)")
      }
      values.append(value)
    }
    return values
  }

  private static func calendar(_ version: [UInt8]) -> [(name: String, value: String)] {
    let parts = version.split(separator: 0x2E, maxSplits: 2, omittingEmptySubsequences: false).map { Array($0) }
    guard parts.count >= 2, let year = TextFunctions.integer(parts[0]), TextFunctions.integer(parts[1]) != nil,
      (19...99).contains(year) || (2019...9998).contains(year)
    else { return [] }
    let (micro, modifier) = parts.count > 2 ? cut(parts[2], at: 0x2D) : ([], [])
    let majorMinor = text(parts[0]) + "." + text(parts[1])
    let short = majorMinor + (micro.isEmpty ? "" : "." + text(micro))
    var result: [(name: String, value: String)] = [
      ("DRONE_CALVER", short + (modifier.isEmpty ? "" : "-" + text(modifier))),
      ("DRONE_CALVER_SHORT", short),
      ("DRONE_CALVER_MAJOR_MINOR", majorMinor),
      ("DRONE_CALVER_MAJOR", text(parts[0])),
      ("DRONE_CALVER_MINOR", text(parts[1])),
      ("DRONE_CALVER_MICRO", text(micro)),
    ]
    if !modifier.isEmpty { result.append(("DRONE_CALVER_MODIFIER", text(modifier))) }
    return result
  }

  private static func cut(_ bytes: [UInt8], at delimiter: UInt8) -> ([UInt8], [UInt8]) {
    guard let index = bytes.firstIndex(of: delimiter) else { return (bytes, []) }
    return (Array(bytes[..<index]), Array(bytes[(index + 1)...]))
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
