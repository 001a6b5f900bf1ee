import Diagnostics
import IR

/// A tool for tests does not fit the language.
enum TestTool: HarnessNodeRule {
  static let info = RuleInfo(
    "test-tool", .warning, "A tool for tests does not fit the language.",
    why: """
      Harness looks for tests in the way of the language, and calls the tool with what it finds. A tool of another \
      language finds nothing to do.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: RunTests
            spec: {language: Python, buildTool: Maven, args: test}
        #                                       ^^^^^ test-tool: `Maven` is no tool for Python
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: RunTests
            spec: {language: Java, buildTool: Maven, args: test}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard case .test(let test)? = node.step?.action, let tool = test.tool, let language = tool.language,
      let buildTool = tool.buildTool, let known = tools[language.value], !known.contains(buildTool.value),
      tools.values.contains(where: { $0.contains(buildTool.value) })
    else { return }
    context.report(
      "`\(buildTool.value)` is no tool for \(language.value)", at: buildTool.span,
      help: "possible are `\(known.joined(separator: "`, `"))`")
  }

  private static var tools: [String: [String]] {
    let java = ["Maven", "Gradle", "Bazel", "SBT"]
    return [
      "Java": java, "Kotlin": java, "Scala": java, "Csharp": ["Dotnet", "Nunitconsole"],
      "Python": ["Pytest", "Unittest"],
      "Ruby": ["Rspec"],
    ]
  }
}
