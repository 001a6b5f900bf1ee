import ExpressionRows
import Expressions
import Testing

/// Rows that Harness's own unit tests hold (harness.md §11.4).
@Suite struct HarnessUpstreamTests {
  private static let variables: [(String, JexlValue)] = [
    ("a", .integer(5)), ("b", .integer(12)), ("c", .string("<+a> + 2 * <+b>")), ("d", .string("<+c> - <+a>")),
    ("e", .string("<+a>")), ("f", .string("abc")), ("g", .string("def")), ("h", .string("v2")), ("i", .string("v")),
    ("j", .string("")), ("w", .string("archit-harness")), ("company", .string("harness")),
    ("var4", .string(#"["abc", "def"]"#)),
    (
      "variables",
      .map(JexlMap([("v2", .string("'harness' + '<+f><+g>'")), ("v5", .string("<+w>"))]))
    ),
  ]

  private static func evaluator(
    _ more: [(String, JexlValue)] = [], without: Set<String> = [], mode: HarnessMode = .null
  ) -> HarnessEvaluator {
    let tree = JexlMap((variables + more).filter { !without.contains($0.0) })
    return HarnessEvaluator(
      scope: HarnessTreeScope(tree, extraRoots: Set(tree.keys.map(\.javaText))), mode: mode)
  }

  @Test func evaluation() {
    let rows: [(String, String)] = [
      ("<+a> + <+b>", "17"), ("<+a> + <+b> == 10", "false"), ("<+c> - 2 * <+b> == 5", "true"),
      ("<+<+c> - 2 * <+b>> == 5", "true"), ("<+<+<+d>> * <+d>> == <+571 + <+<+a>>>", "true"),
      ("<+e> - <+<+e>> + 1 == 1", "true"), ("'archit' + <+company>", "\"architharness\""),
      ("<+a>==abc", "error: unresolved/null operand"), ("<+nothing>", "null"), ("", "null"), ("  ", "null"),
    ]
    for (text, expected) in rows {
      #expect(HarnessFixture.text(Self.evaluator().evaluate(text)) == expected, "\(text)")
    }
  }

  @Test func rendering() {
    let rows: [(String, String)] = [
      ("<+a> + <+b> = <+<+a> + <+b>>", "5 + 12 = 17"), ("<+<+a> > + <+ <+b>> = <+<+a> + <+b>>", "5 + 12 = 17"),
      (#"<+f> + <+g> = <+<+f> + " + " + <+g>>"#, "abc + def = abc + def"), ("archit-<+company>", "archit-harness"),
      ("archit + <+company>", "archit + harness"), ("<+company.concat('india')>", "harnessindia"),
      (#"<+if ((<+j> == null) || (empty(<+j>))) {"emptyVar";} else {<+f>;}>"#, "emptyVar"),
      ("<+ <+a>==5?<+f>:<+g> >", "abc"), ("<+ <+a>==5?<+<+f>harness>:<+<+g>def> >", "abcharness"),
      ("<+ <+a>==<+b>?<+<+f>harness>:<+<+g>def> >", "defdef"), ("<+variables.<+h>>", "harnessabcdef"),
      ("<+variables[<+i> + '5']>", "archit-harness"),
      ("[<+f>] <+variables[<+i> + '5']> [<+g>] abc [<+h>]", "[abc] archit-harness [def] abc [v2]"),
      ("<+f>, <+g>, abc, <+h>", "abc, def, abc, v2"),
      ("<+ Harness [<+f> : <+g> ] DeployBy:, <+h> >", " Harness [abc : def ] DeployBy:, v2 "),
      (#"<+json.list("$", <+var4>)>"#, #"["abc","def"]"#),
    ]
    for (text, expected) in rows {
      #expect(HarnessFixture.text(Self.evaluator().render(text)) == expected, "\(text)")
    }
  }

  /// Texts that stand in a variable, read through its path.
  @Test func variablesThatHoldExpressions() {
    let rows: [(String, String)] = [
      ("'archit' + <+company>", "architharness"), ("<+f><+g>harness", "abcdefharness"), ("<+f> + <+g>", "abcdef"),
      ("<+company>/archit-<+f>", "harness/archit-abc"),
      ("<+company> <+<+w>.replace('-','')>", "harness architharness"),
      ("<b> <+w> </b>", "<b> archit-harness </b>"), ("<+company><+j><+f>", "harnessabc"),
      ("values-for-<+f>.yaml", "values-for-abc.yaml"),
    ]
    for (text, expected) in rows {
      let evaluator = Self.evaluator([("v", .string(text))])
      #expect(HarnessFixture.text(evaluator.render("<+v>")) == expected, "\(text)")
    }
    let original = Self.evaluator([("v", .string("<+company>/archit-<+f1>"))], mode: .original)
    #expect(HarnessFixture.text(original.render("<+v>")) == "harness/archit-<+f1>")
  }

  @Test func unresolvedNamesInEachMode() {
    let more: [(String, JexlValue)] = [("c", .string("abc")), ("d", .string("<+a>"))]
    let text = "<+a> + <+b> + <+c> + <+d>"
    #expect(Self.evaluator(more, without: ["b"]).render(text).text == "5 + null + abc + 5")
    let rendering = Self.evaluator(more, without: ["b"], mode: .throw).render(text)
    #expect(rendering.failure?.message == "Unresolved expressions: b")
    #expect(rendering.unresolved.map(\.expression) == ["b"])
    #expect(rendering.unresolved.map(\.range) == [7..<11])
  }

  @Test func loops() throws {
    let tree = try HarnessFixture.json(
      """
      {"strategy": {"iteration": 3, "iterations": 5, "totalIterations": 5, "repeat": {"item": "10"},
        "step": {"iteration": 3, "iterations": 5, "totalIterations": 5},
        "matrix": {"config": {"a": "AA", "b": "BB"}}},
       "step": {"iteration": 3, "iterations": 5, "totalIterations": 5}}
      """)
    let evaluator = HarnessEvaluator(scope: HarnessTreeScope(tree))
    let rows: [(String, String)] = [
      ("<+matrix.config.a>", "AA"), ("<+strategy.matrix.config.b>", "BB"), ("<+matrix.config.c>", "null"),
      ("<+step.iteration>/<+step.iterations>/<+step.totalIterations>", "3/5/5"),
      ("<+strategy.step.iteration>/<+strategy.step.totalIterations>", "3/5"),
      ("<+strategy.iteration>/<+strategy.iterations>", "3/5"), ("<+strategy.repeat.item><+repeat.item>", "1010"),
    ]
    for (text, expected) in rows { #expect(evaluator.render(text).text == expected, "\(text)") }
  }

  @Test func siblingsWithOneIdentifierAreAList() throws {
    let tree = try HarnessFixture.json(#"{"d": [{"param": "di1"}, {"param": "do2"}]}"#)
    let evaluator = HarnessEvaluator(scope: HarnessTreeScope(tree))
    #expect(evaluator.render("<+d[0].param> <+d[1].param>").text == "di1 do2")
  }

  @Test func valuesAreRenderedInside() throws {
    let value = JexlValue.map(JexlMap([("var1", .string("<+a>")), ("var2", .list([.string("x<+g>")]))]))
    let rendered = try Self.evaluator().render(value).get()
    #expect(JexlJSON.text(of: rendered) == #"{"var1":"5","var2":["xdef"]}"#)
  }

  @Test func spans() {
    #expect(HarnessText.scan("abc <+").spans.isEmpty)
    #expect(HarnessText.scan("abc <+").unclosed == 4..<6)
    #expect(HarnessText.scan("abc <+>").spans.map(\.range) == [4..<7])
    let text = HarnessText.scan("abc <+<+ab> <+cd>>")
    #expect(text.spans.map(\.range) == [4..<18])
    #expect(text.spans.first?.nested.map(\.range) == [6..<11, 12..<17])
    #expect(text.allSpans.count == 3)
    // What is escaped at one level closes at the next.
    let escaped = HarnessText.scan(#"<+<+<+a> \> 2> b>"#)
    #expect(escaped.spans.map(\.range) == [0..<17])
    #expect(escaped.spans.first?.escapes == [9])
    #expect(escaped.spans.first?.nested.map(\.range) == [2..<11])
    #expect(HarnessText.scan(#"<+a\"#).spans.isEmpty)
  }
}
