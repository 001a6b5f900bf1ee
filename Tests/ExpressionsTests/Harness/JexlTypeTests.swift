import Expressions
import Testing

/// What can be said of expressions without evaluating them.
@Suite struct JexlTypeTests {
  struct Environment: JexlTypeEnvironment {
    func type(of path: JexlPath) -> JexlType {
      switch (path.root, path.segments) {
      case ("text", []), ("pipeline", [.name("name")]): .string
      case ("number", []): .integer
      case ("list", []): .list
      default: .any
      }
    }
  }

  private func typing(_ text: String) throws -> JexlTyping {
    Jexl.types(of: try Jexl.parse(text).get(), in: Environment())
  }

  @Test func results() throws {
    let rows: [(String, JexlType)] = [
      ("1", .integer), ("1.5", .number), ("'a'", .string), ("null", .null), ("[1]", .array), ("{1}", .set),
      ("{:}", .map),
      ("text + 1", .string), ("number + 1", .integer), ("number + 1.0", .number), ("unknown + 1", .any),
      ("unknown * 2", .number), ("number == 1", .boolean), ("!unknown", .boolean), ("size(text)", .integer),
      ("1 .. 3", .list), ("5 & 1", .integer), ("number ? 'a' : 'b'", .string), ("number ? 'a' : 1", .any),
      ("unknown ?: 'a'", .any), ("text ?: 'a'", .string), ("pipeline.name.length()", .integer),
      ("pipeline.get('name').split(',')", .array), ("pipeline['name']", .string), ("pipeline.other.foo()", .any),
      ("text.charAt(0)", .character), ("regex.match('a', 'b')", .boolean), ("json.object(text)", .map),
      ("currentDate()", .any), ("datetime.currentDate().plusDays(1).getYear()", .integer),
      ("if (number) {'a'} else {'b'}", .string), ("list.get(0)", .any), ("list.subList(0, 1).isEmpty()", .boolean),
      ("`a${1}`", .string), ("-number", .integer), ("text.toUpperCase().trim()", .string), ("var x = 1; 'a'", .string),
    ]
    for (text, type) in rows { #expect(try typing(text).result == type, "\(text)") }
  }

  @Test func methodsThatDoNotExist() throws {
    let rows: [(String, String?, String?)] = [
      ("text.touppercase()", "a value of type string has no method 'touppercase'", "there is .toUpperCase()"),
      ("[1].isEmpty()", "a value of type array has no method 'isEmpty'", nil),
      ("secrets.getvalue('a')", "secrets has no function 'getvalue'", "write secrets.getValue(…)"),
      ("unknown.anything()", nil, nil), ("text.length().foo()", "a value of type integer has no method 'foo'", nil),
      ("text.length()", nil, nil), ("text.size()", nil, nil), ("number.toString()", nil, nil),
    ]
    for (text, message, help) in rows {
      let problems = try typing(text).problems
      #expect(problems.first?.message == message, "\(text)")
      if let help { #expect(problems.first?.help == help, "\(text)") }
    }
  }

  /// What the evaluator can call is what the types promise, and the other way round.
  @Test func theListsOfMethodsAreTrue() throws {
    let values: [(String, JexlType)] = [
      ("'ab'", .string), ("(1)", .integer), ("(1.5)", .number), ("true", .boolean), ("[1,2]", .array), ("{1,2}", .set),
      ("{'a':1}", .map), ("new('java.util.ArrayList')", .list), ("'a'.charAt(0)", .character),
    ]
    let arguments = ["", "0", "'a'", "0, 0", "'a', 'b'", "1", "1.5", "true", "'a'.charAt(0)", "{1}", "{'a':1}"]
    for (value, type) in values {
      for method in type.methodNames {
        let isCallable = arguments.contains { arguments in
          switch JexlEvaluator.evaluate("\(value).\(method)(\(arguments))", variables: JexlMap()) {
          case .success: true
          case .failure(let error): error.kind == .badCall
          }
        }
        #expect(isCallable, "\(value).\(method)")
        #expect(type.resultType(of: method) != nil, "\(type).\(method)")
      }
    }
  }
}
