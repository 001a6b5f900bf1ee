import Expressions
import Testing

/// Sizes, numbers, quoted texts, tags, image names and schedules: pure functions of Drone, row by row.
@Suite struct DroneValueTests {
  @Test func sizes() {
    let values: [(String, Int64)] = [
      ("1g", 1 << 30), ("1gb", 1 << 30), ("1GiB", 1 << 30), ("1 GB", 1 << 30), ("1.5m", 1_572_864), ("64", 64),
      ("1.5", 1), ("0", 0), ("10k", 10_240), ("2T", 2 << 40), ("1p", 1 << 50), ("64 ", 64), ("64b", 64), ("64ib", 64),
      ("99999999p", .min),
    ]
    for (text, bytes) in values { #expect(DroneSize.parse(text) == .success(bytes), "\(text)") }
    let failures: [(String, String)] = [
      ("1,5g", "invalid size: '1,5g'"), ("-1g", "invalid size: '-1g'"), ("1e", "invalid size: '1e'"),
      ("", "invalid size: ''"), ("g", "invalid size: 'g'"), ("1  g", "invalid size: '1  g'"),
      ("1.", "invalid size: '1.'"), ("1gg", "invalid size: '1gg'"), ("0x10", "invalid size: '0x10'"),
      ("1.2.3g", #"strconv.ParseFloat: parsing "1.2.3": invalid syntax"#),
    ]
    for (text, message) in failures {
      let failure = #expect(throws: DroneSize.Failure.self) { try DroneSize.parse(text).get() }
      #expect(failure?.message == message, "\(text)")
    }
  }

  @Test func numbers() {
    let rows: [(Double, String, String?)] = [
      (1.10, "1.1", "1.1"), (2, "2", "2"), (0.5, "0.5", "0.5"), (999_999.5, "999999.5", "999999.5"),
      (1_000_000, "1e+06", "1000000"), (1_234_567.5, "1.2345675e+06", "1234567.5"), (0.0001, "0.0001", "0.0001"),
      (1e-5, "1e-05", "0.00001"), (1e-7, "1e-07", "1e-7"), (1e20, "1e+20", "100000000000000000000"),
      (1e21, "1e+21", "1e+21"), (12_345_678.5, "1.23456785e+07", "12345678.5"), (100_000.5, "100000.5", "100000.5"),
      (123_456_789.123, "1.23456789123e+08", "123456789.123"), (0, "0", "0"), (-0.0, "-0", "-0"),
      (-1.5, "-1.5", "-1.5"),
      (.leastNonzeroMagnitude, "5e-324", "5e-324"),
      (1.7976931348623157e308, "1.7976931348623157e+308", "1.7976931348623157e+308"),
      (.infinity, "+Inf", nil), (-.infinity, "-Inf", nil), (.nan, "NaN", nil), (100, "100", "100"),
    ]
    for (value, shortest, json) in rows {
      #expect(GoFloat.shortest(value) == shortest)
      #expect(GoFloat.json(value) == json)
    }
  }

  @Test func quoting() {
    let rows: [(String, String)] = [
      ("a", #""a""#), ("l1\nl2", #""l1\nl2""#), ("\t\r\"\\", #""\t\r\"\\""#), ("\u{7}\u{8}\u{B}\u{C}", #""\a\b\v\f""#),
      ("\u{1}\u{7F}", #""\x01\x7f""#), ("é日本", #""é日本""#), ("\u{A0}\u{AD}\u{2028}", #""\u00a0\u00ad\u2028""#),
      ("\u{E0001}", #""\U000e0001""#), ("$`", "\"$`\""), ("😀", "\"😀\""), ("\r\n", #""\r\n""#),
    ]
    for (text, quoted) in rows { #expect(GoQuote.quote(text) == quoted) }
  }

  @Test func tags() {
    func lines(_ tag: String) -> [String] {
      TagVariables.variables(forTag: tag).map { String($0.name.dropFirst(6)) + "=" + $0.value }
    }
    func semantic(_ full: String, _ parts: [String], _ more: [String] = []) -> [String] {
      ["SEMVER=" + full, "SEMVER_MAJOR=" + parts[0], "SEMVER_MINOR=" + parts[1], "SEMVER_PATCH=" + parts[2]]
        + ["SEMVER_SHORT=" + parts.joined(separator: ".")] + more
    }
    #expect(lines("v1.2.3") == semantic("1.2.3", ["1", "2", "3"]))
    #expect(
      lines("1.2.3-rc.1+b5")
        == semantic("1.2.3-rc.1+b5", ["1", "2", "3"], ["SEMVER_PRERELEASE=rc.1", "SEMVER_BUILD=b5"]))
    #expect(lines("v01.2.3") == semantic("1.2.3", ["1", "2", "3"]))
    #expect(lines("v1.2") == ["SEMVER_ERROR=1.2 is not in dotted-tri format"])
    #expect(lines("release-1.2.3") == ["SEMVER_ERROR=release is not in dotted-tri format"])
    #expect(lines("v1.2.3.4") == [#"SEMVER_ERROR=strconv.ParseInt: parsing "3.4": invalid syntax"#])
    #expect(lines("1.2.") == [#"SEMVER_ERROR=strconv.ParseInt: parsing "": invalid syntax"#])
    #expect(
      lines("1.2.99999999999999999999")
        == [#"SEMVER_ERROR=strconv.ParseInt: parsing "99999999999999999999": value out of range"#])
    #expect(
      lines("1.2.3-a_b") == ["SEMVER_ERROR=failed to validate pre-release: a_b is not a valid semver identifier"])
    #expect(lines("18.1.0") == semantic("18.1.0", ["18", "1", "0"]))
    #expect(
      lines("v21.04.1-beta") == semantic("21.4.1-beta", ["21", "4", "1"], ["SEMVER_PRERELEASE=beta"]) + [
        "CALVER=21.04.1-beta", "CALVER_SHORT=21.04.1", "CALVER_MAJOR_MINOR=21.04", "CALVER_MAJOR=21",
        "CALVER_MINOR=04", "CALVER_MICRO=1", "CALVER_MODIFIER=beta",
      ])
    #expect(
      lines("v2019.12") == [
        "SEMVER_ERROR=2019.12 is not in dotted-tri format", "CALVER=2019.12", "CALVER_SHORT=2019.12",
        "CALVER_MAJOR_MINOR=2019.12", "CALVER_MAJOR=2019", "CALVER_MINOR=12", "CALVER_MICRO=",
      ])
    #expect(lines("9999.1").count == 1)
    #expect(lines("") == ["SEMVER_ERROR= is not in dotted-tri format"])
  }
}
