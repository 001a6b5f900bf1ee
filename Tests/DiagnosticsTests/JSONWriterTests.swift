import Diagnostics
import Foundation
import Testing

@Suite struct JSONWriterTests {
  @Test func keepsKeysInOrderAndIndents() {
    var json = JSONWriter()
    json.object {
      $0.member("zebra", 1)
      $0.member("apple", ["a", "b"])
      $0.member("empty") { $0.object { _ in } }
      $0.member("none") { $0.array([]) }
      $0.member("flag", true)
      $0.member("absent", ifPresent: nil)
      $0.member("nothing") { $0.null() }
    }
    #expect(
      json.text == """
        {
          "zebra": 1,
          "apple": [
            "a",
            "b"
          ],
          "empty": {},
          "none": [],
          "flag": true,
          "nothing": null
        }
        """)
  }

  @Test func compactIsOneLine() {
    var json = JSONWriter(layout: .compact)
    json.array([1, 2]) { json, number in json.object { $0.member("n", number) } }
    #expect(json.text == #"[{"n":1},{"n":2}]"#)
  }

  @Test(arguments: [
    ("plain", #""plain""#), ("a\"b\\c", #""a\"b\\c""#), ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#),
    ("\n\r\t\u{8}\u{C}", #""\n\r\t\b\f""#), ("ü😀\u{2028}", "\"ü😀\u{2028}\""), ("", "\"\""),
  ])
  func escapesWhatJSONDemands(text: String, expected: String) throws {
    var json = JSONWriter()
    json.string(text)
    #expect(json.text == expected)
    let decoded = try JSONSerialization.jsonObject(with: Data(json.bytes), options: .fragmentsAllowed) as? String
    #expect(decoded == text)
  }

  @Test(arguments: [(1.5, "1.5"), (1e300, "1e+300"), (-0.0, "-0.0"), (.infinity, "\"inf\""), (.nan, "\"nan\"")])
  func numbersAreLegalJSON(number: Double, expected: String) {
    var json = JSONWriter()
    json.number(number)
    #expect(json.text == expected)
  }
}
