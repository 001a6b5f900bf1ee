import CXML
import Glibc

/// `xml`.
enum XMLFunctor {
  /// The largest document, in bytes.
  private static let maximumLength = 256 << 10
  /// How many steps of a path may each visit every node.
  private static let maximumWideSteps = 2

  static func call(
    _ name: String, _ arguments: [JexlValue], _ budget: JexlBudget
  ) throws(JexlFault) -> JexlValue? {
    guard name == "select", arguments.count == 2, let path = arguments[0].text, let document = arguments[1].text else {
      return nil
    }
    let wide = ["//", "descendant", "ancestor", "following", "preceding"]
    guard document.utf8.count <= maximumLength, path.utf8.count <= 1_000,
      wide.reduce(0, { $0 + path.ranges(of: $1).count }) <= maximumWideSteps
    else { throw JexlFault(.limit, "the XML or the path into it is too large") }
    try budget.spend(1 + document.utf8.count)
    guard !document.utf8.contains(0) else { throw JexlFault(.badCall, "the text is no XML") }
    var status = cxml_absent
    let length = document.utf8.count
    let text = cxml_select(document, length, path, &status)
    defer { free(text) }
    switch status {
    case cxml_found:
      guard let text else { return .string("") }
      return .string(String(cString: text))
    case cxml_bad_document: throw JexlFault(.badCall, "the text is no XML")
    case cxml_bad_path: throw JexlFault(.badCall, "'\(path)' is no XPath")
    default:
      throw JexlFault(.badCall, "xml.select needs libxml2, which is not installed; apt-get install libxml2")
    }
  }
}
