import Expressions
import Foundation
import TestSupport
import Testing

/// Random expressions, evaluated here and by Debian's JEXL 3.1, which agrees with 3.0 on all that they hold.
/// `scripts/jexl-differential` makes many more.
@Suite struct JexlDifferentialTests {
  @Test func randomExpressionsAgree() throws {
    let environment = ProcessInfo.processInfo.environment
    let archives = ["commons-jexl3.jar", "commons-logging.jar"].map { "/usr/share/java/\($0)" }
    guard (["/usr/bin/java"] + archives).allSatisfy(FileManager.default.fileExists) else {
      return Skipped.because("the comparison with JEXL itself: libcommons-jexl3-java or Java is not installed")
    }
    let count = environment["PIPEC_JEXL_EXPRESSIONS"].flatMap(Int.init) ?? 500
    let seed = environment["PIPEC_JEXL_SEED"].flatMap(UInt64.init) ?? 1
    var generator = JexlGenerator(random: SeededRandom(seed: seed))
    var texts: [String] = []
    for _ in 0..<count { texts.append(generator.expression(depth: 4)) }
    let answers = try Self.oracle(texts, classPath: archives.joined(separator: ":"))
    #expect(answers.count == texts.count)
    var values = 0
    var differences = 0
    for (text, original) in zip(texts, answers) {
      let answer = Self.answer(text)
      let expected = Self.comparable(original)
      if !expected.hasPrefix("failure") { values += 1 }
      // What Java itself throws, and the addresses of its arrays, are not JEXL's doing.
      guard answer != expected, expected != "failure\tother", !expected.contains(";@"), !expected.contains("[I@") else {
        continue
      }
      differences += 1
      if differences <= 40 { Issue.record("\(text)\n  JEXL:  \(expected)\n  pipec: \(answer)") }
    }
    print("jexl-differential: \(count) expressions, \(values) with a value, \(differences) differences, seed \(seed)")
  }

  private static func oracle(_ texts: [String], classPath: String) throws -> [String] {
    let java = Process()
    java.executableURL = URL(fileURLWithPath: "/usr/bin/java")
    java.arguments = [
      "-cp", classPath, Repository.url("Tests/ExpressionsTests/Fixtures/oracle/JexlOracle.java").path,
    ]
    let folder = FileManager.default.temporaryDirectory
    let input = folder.appendingPathComponent("jexl-\(ProcessInfo.processInfo.processIdentifier).txt")
    try Data((texts.joined(separator: "\n") + "\n").utf8).write(to: input)
    defer { try? FileManager.default.removeItem(at: input) }
    let handle = try FileHandle(forReadingFrom: input)
    let output = Pipe()
    java.standardInput = handle
    java.standardOutput = output
    java.standardError = FileHandle.nullDevice
    try java.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    java.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map(String.init)
  }

  private static let variables = JexlMap([
    ("i", .integer(5)), ("j", .integer(-3)), ("big", .long(9_999_999_999)), ("d", .double(1.5)),
    ("s", .string("hello")),
    ("num", .string("42")), ("dec", .string("2.50")), ("e", .string("")), ("f", .string("false")), ("n", .null),
    ("t", .boolean(true)), ("l", .list([.string("x"), .integer(2), .string("z")])),
    (
      "m",
      .map(JexlMap([("k", .string("v")), ("n", .integer(3)), ("x", .map(JexlMap([("y", .string("deep"))])))]))
    ),
  ])

  private static func answer(_ text: String) -> String {
    switch JexlEvaluator.evaluate(text, mode: .expression, variables: variables) {
    case .success(.null): return "null"
    case .success(let value):
      return type(of: value) + "\t" + self.text(of: value).replacing("\n", with: "\\n")
    case .failure(let error):
      switch error.kind {
      case .syntax: return "failure\tsyntax"
      case .numberFormat: return "failure\tnumber"
      default: return "failure\tjexl"
      }
    }
  }

  /// Kinds of lists and sets, and what arrays hold beside scalars, are told apart by Java alone.
  private static func comparable(_ answer: String) -> String {
    let answer = answer.replacing("java.util.HashMap$KeySet", with: "java.util.HashSet")
      .replacing("java.util.LinkedHashMap$LinkedKeySet", with: "java.util.HashSet")
      .replacing("java.util.HashMap$Values", with: "java.util.ArrayList")
      .replacing("java.util.LinkedHashMap$LinkedValues", with: "java.util.ArrayList")
      .replacing("java.util.ArrayList$SubList", with: "java.util.ArrayList")
    let parts = answer.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts[0].hasPrefix("[[") || parts[0].hasPrefix("[Ljava.util.") else { return answer }
    return "[Ljava.lang.Object;\t" + parts[1]
  }

  private static func type(of value: JexlValue) -> String {
    if case .map(let map) = value, map == variables["m"].flatMap({ if case .map(let m) = $0 { m } else { nil } }) {
      return "java.util.LinkedHashMap"
    }
    return value.javaTypeName
  }

  private static func text(of value: JexlValue) -> String {
    switch value {
    case .array(let array): "[" + array.elements.map(text).joined(separator: ", ") + "]"
    case .list(let elements), .set(let elements): "[" + elements.map(text).joined(separator: ", ") + "]"
    default: value.javaText
    }
  }
}

/// Makes expressions that often have a value.
struct JexlGenerator {
  var random: SeededRandom

  private static let atoms = [
    "i", "j", "big", "d", "s", "num", "dec", "e", "f", "n", "t", "l", "m", "m.k", "m.n", "m.x.y", "m.none", "l[0]",
    "l[1]",
    "l.2", "m['k']", "0", "1", "2", "7", "10", "017", "0x1F", "2147483647", "9223372036854775807", "3L", "4h", "1.5",
    "0.1", "2.0", "1e3d", "1.5f", "2.5b", "'a'", "'x'", "'5'", "'5.0'", "'-3'", "''", "'a,b,c'", "true", "false",
    "null",
    "nothing", "[1,2]", "['x','y']", "[1,'a']", "{1,2}", "{'a':1}", "[]", "{:}", "NaN",
  ]
  private static let operators = [
    "+", "+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "=~", "!~", "=^", "!^", "=$", "!$", "&",
    "|",
    "^", "and", "or", "eq", "ne", "lt", "gt", "le", "ge", "div", "mod",
  ]
  /// JEXL 3.1 finds some methods in its arithmetic where the value has none, and 3.0 does not: these are called on values
  /// that have them only.
  private static let textMethods = [
    "isEmpty()", "contains('l')", "startsWith('h')", "endsWith('o')", "matches('h.*')", "length()", "replace('l', 'L')",
    "toString()",
  ]
  private static let texts = ["s", "num", "dec", "e", "m.k", "'a,b,c'", "l[0]", "('x' + i)", "s.trim()"]
  /// Null has methods in 3.1 that it does not have in 3.0.
  private static let receivers =
    texts + [
      "l", "m", "m.x", "[1,2]", "['x','y']", "{1,2}", "{'a':1}", "i", "big", "d", "2.5b", "4h", "1.5f", "(i + j)",
    ]
  private static let methods = [
    "length()", "toUpperCase()", "toLowerCase()", "trim()", "indexOf('l')", "indexOf('l', 3)", "lastIndexOf('l')",
    "charAt(0)", "charAt(9)", "substring(1)", "substring(1, 3)", "substring(2, 9)",
    "replaceAll('[a-l]', '<$0>')", "replaceFirst('l+', '')", "split(',')", "split('')", "concat('!')",
    "equalsIgnoreCase('HELLO')", "compareTo('help')", "size()", "empty()", "get(0)",
    "get('k')", "indexOf('z')", "containsKey('k')", "intValue()", "doubleValue()", "longValue()", "subList(0, 2)",
    "keySet()", "values()", "nosuch()",
  ]

  mutating func expression(depth: Int) -> String {
    guard depth > 0 else { return pick(Self.atoms) }
    switch Int.random(in: 0..<12, using: &random) {
    case 0, 1: return pick(Self.atoms)
    case 2...5: return "\(operand(depth)) \(pick(Self.operators)) \(operand(depth))"
    case 6: return pick(["-", "!", "~", "not ", "empty ", "size "]) + operand(depth)
    case 7: return "\(operand(depth)) ? \(operand(depth)) : \(operand(depth))"
    case 8: return "\(operand(depth)) ?: \(operand(depth))"
    case 9: return "\(pick(Self.texts)).\(pick(Self.textMethods))"
    case 10: return "\(pick(Self.receivers)).\(pick(Self.methods))"
    default: return pick(["size(", "empty("]) + expression(depth: depth - 1) + ")"
    }
  }

  private mutating func operand(_ depth: Int) -> String {
    let inner = expression(depth: depth - 1)
    return inner.contains(" ") || inner.hasPrefix("-") ? "(\(inner))" : inner
  }

  private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "1" }
}
