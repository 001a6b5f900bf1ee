import Diagnostics
import Foundation
import IR
import Parser
import Planner
import TestSupport
import Testing

/// Settings as they are written against the variables that a plugin gets.
@Suite struct SettingTests {
  /// What stands after `v:`, and the text of `PLUGIN_V`; nil is unset, also where Drone makes an empty text of it.
  static let rows: [(yaml: String, text: String?)] = [
    ("hello", "hello"), ("\"\"", nil), ("null", nil), ("~", nil), ("", nil), ("Null", "null"), ("NULL", "null"),
    ("true", "true"), ("yes", "true"), ("on", "true"), ("y", "true"), ("Y", "true"), ("ON", "true"), ("TRUE", "true"),
    ("no", "false"), ("off", "false"), ("n", "false"), ("N", "false"), ("False", "false"), ("tRue", "tRue"),
    ("\"yes\"", "yes"), ("42", "42"), ("+42", "42"), ("-7", "-7"), ("0755", "493"), ("0o755", "493"), ("017", "15"),
    ("08", "8"), ("0xFF", "255"), ("0b11", "3"), ("1_000", "1000"), ("9223372036854775807", "9223372036854775807"),
    ("18446744073709551615", "18446744073709551615"), ("99999999999999999999", "1e+20"), ("1.10", "1.1"),
    ("2.0", "2"), (".5", "0.5"), ("1.", "1."), ("1e3", "1e3"), ("1.0e3", "1.0e3"), ("21e6", "21e6"), ("1e+3", "1000"),
    ("1e+21", "1e+21"), ("100000.5", "100000.5"), ("1000000.0", "1e+06"), ("1234567.0", "1.234567e+06"),
    ("12345678.5", "1.23456785e+07"), ("0.0001", "0.0001"), ("1e-5", "1e-05"), (".inf", "+Inf"), ("-.Inf", "-Inf"),
    (".nan", "NaN"), ("1:30", "1:30"), ("12:30:45", "12:30:45"), ("2019-01-01", "2019-01-01"),
    ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"), ("!!binary aGVsbG8=", "hello"),
    ("!!str 42", "42"), ("!!int \"42\"", "42"), ("|\n      line1\n      line2", "line1\nline2\n"),
    (">\n      a\n      b", "a b\n"), ("'it''s'", "it's"), ("'{\"a\":1}'", "{\"a\":1}"),
    ("[a, b, c]", "a,b,c"), ("[1, 2, 3]", "1,2,3"), ("[a, 1, true, 1.5, yes]", "a,1,true,1.5,true"),
    ("[1.50, 2.0]", "1.5,2"), ("[a, null, b]", "a,,b"), ("[~]", nil), ("[Null]", nil), ("[]", nil), ("[\"\"]", nil),
    ("[\"\", \"\"]", ","), ("[\"a,b\", c]", "a,b,c"), ("[\" a \", b]", " a ,b"), ("[\"1\", \"01\"]", "1,01"),
    ("[\"a\\nb\", c]", "a\nb,c"), ("[x, y]", "x,true"), ("[0755]", "493"), ("[\"0755\"]", "0755"), ("[.inf]", ".inf"),
    ("[2019-01-01]", "2019-01-01"), ("[\"null\"]", "null"), ("[[a, b], c]", "[[\"a\",\"b\"],\"c\"]"),
    ("[[1.50]]", "[[1.5]]"), ("[{a: 1}, {b: x}]", "[{\"a\":1},{\"b\":\"x\"}]"), ("[{}]", "[{}]"), ("[[]]", "[[]]"),
    ("{}", "{}"), ("{b: 2, a: one}", "{\"a\":\"one\",\"b\":2}"),
    ("{c: [1, 2], d: {e: null}}", "{\"c\":[1,2],\"d\":{\"e\":null}}"), ("{g: 1.0, f: true}", "{\"f\":true,\"g\":1}"),
    ("{a: \"<x>&y\"}", "{\"a\":\"\\u003cx\\u003e\\u0026y\"}"), ("{1: a, true: b}", "{\"1\":\"a\",\"true\":\"b\"}"),
    ("{n: 1, f: 1e21}", "{\"f\":\"1e21\",\"false\":1}"), ("{x: 1e+21}", "{\"x\":1e+21}"),
    ("{x: 1e+20}", "{\"x\":100000000000000000000}"), ("{x: 0755}", "{\"x\":493}"), ("{x: yes}", "{\"x\":true}"),
    ("{x: .inf}", nil), ("{null: a}", nil), ("{x: \"a\\nb\"}", "{\"x\":\"a\\nb\"}"),
    ("{\"a b\": 1, Z: 2, a: 3}", "{\"Z\":2,\"a\":3,\"a b\":1}"), ("{from_secret: tok}", "secret:tok"),
    ("{from_secret: tok, other: x}", "secret:tok"), ("{from_secret: 42}", "secret:42"),
    ("{from_secret: \"\"}", "{\"from_secret\":\"\"}"), ("{from_secret: nope}", "secret:nope"),
    ("{secret: tok}", "{\"secret\":\"tok\"}"), ("[{from_secret: tok}, x]", "[{\"from_secret\":\"tok\"},\"x\"]"),
    ("{a: {from_secret: tok}}", "{\"a\":{\"from_secret\":\"tok\"}}"),
    ("{x: \"\\u2028\\x01é\"}", "{\"x\":\"\\u2028\\u0001é\"}"), ("{x: 1e-7}", "{\"x\":1e-7}"),
    ("{x: 1000000.0}", "{\"x\":1000000}"), ("{1.5: a}", "{\"1.5\":\"a\"}"),
  ]

  @Test(arguments: rows) func value(_ row: (yaml: String, text: String?)) throws {
    let found = try #require(step("v: \(row.yaml)"))
    #expect(found[variable: "PLUGIN_V"] == row.text, "v: \(row.yaml)")
  }

  @Test(arguments: [
    ("my-key", "PLUGIN_MY-KEY"), ("Mixed-Case.key", "PLUGIN_MIXED-CASE.KEY"), ("with space", "PLUGIN_WITH SPACE"),
    ("ünïcode", "PLUGIN_ÜNÏCODE"), ("123", "PLUGIN_123"), ("straße", "PLUGIN_STRAßE"),
  ])
  func name(_ key: String, _ variable: String) throws {
    #expect(PluginSetting.variableName(for: key) == variable)
    let found = try #require(step("\(key): x"))
    #expect(found[variable: variable] == "x")
  }

  private func step(_ setting: String) -> Plan.Step? {
    let indented = setting.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ")
    let text = "kind: pipeline\nsteps:\n- name: a\n  image: alpine\n  settings:\n    \(indented)\n"
    return plan(text, in: context()).pipelines.first?.step("a")
  }

  struct Case: Decodable {
    enum Value: Decodable, Equatable {
      case text(String)
      case secret(String)

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
          self = .text(text)
        } else {
          self = .secret(try container.decode([String: String].self)["from_secret"] ?? "")
        }
      }

      /// As the tests of this suite write it; empty texts reach no container.
      var text: String? {
        switch self {
        case .text(let text): text.isEmpty ? nil : text
        case .secret(let name): "secret:\(name)"
        }
      }
    }
    var yaml: String
    var env: [String: Value]?
    var error: String?
  }

  @Test func everyCaseOfTheRealRunner() throws {
    guard let cases = try Corpus.jsonLines("oracle/cases/settings.jsonl", as: Case.self) else { return }
    for each in cases {
      let lines = each.yaml.split(separator: "\n", omittingEmptySubsequences: false)
      let text =
        "kind: pipeline\ntype: docker\nname: default\nsteps:\n- name: a\n  image: alpine\n  settings:\n"
        + lines.map { "    \($0)\n" }.joined()
      let plan = plan(text, in: context())
      let pipeline = try #require(plan.pipelines.first ?? (each.error == nil ? nil : .some(empty)), "\(each.yaml)")
      guard let expected = each.env else {
        #expect(!plan.refusals.isEmpty || !pipeline.refusals.isEmpty, "refused: \(each.yaml)")
        continue
      }
      let step = try #require(pipeline.step("a"), "\(each.yaml)")
      let actual = step.environment.filter { $0.name.hasPrefix("PLUGIN_") }.map(\.name)
      #expect(Set(actual) == Set(expected.filter { $0.value.text != nil }.keys), "\(each.yaml)")
      for (name, value) in expected { #expect(step[variable: name] == value.text, "\(each.yaml)") }
    }
  }

  private var empty: Plan.Pipeline {
    Plan.Pipeline(
      name: "", dialect: .drone, type: "", decision: .skip, reason: Plan.Reason(""),
      workspace: Plan.Workspace(base: "", path: "", full: ""), span: Span(SourceID(0), 0, 0))
  }
}
