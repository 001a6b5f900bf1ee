import ExpressionRows
import Expressions
import Testing

/// Go templates: what they become, and how they fail, in the words of Go's `text/template`.
@Suite struct GoTemplateTests {
  private static func render(
    _ template: String, name: String = "AnalysisTemplate", functions: GoTemplate.Functions = .builtIn,
    missingKey: GoTemplate.MissingKey = .noValue, _ data: GoTemplate.Value = GoTemplateRows.data,
    limits: GoTemplate.Limits = .standard
  ) -> String {
    switch GoTemplate.parse(template, name: name, functions: functions) {
    case .failure(let failure): return failure.message
    case .success(let syntax):
      switch syntax.render(data, missingKey: missingKey, limits: limits) {
      case .success(let text): return text
      case .failure(let failure): return failure.message
      }
    }
  }

  @Test(arguments: GoTemplateRows.values) func becomes(_ row: GoTemplateRows.Row) {
    #expect(Self.render(row.template) == row.result)
  }

  @Test(arguments: GoTemplateRows.failures) func fails(_ row: GoTemplateRows.Row) {
    #expect(Self.render(row.template) == row.result)
  }

  /// What files with secrets may use, and that a missing key fails there.
  @Test(
    arguments: [
      GoTemplateRows.Row(#"{{ "a b" | b64enc }} {{ b64dec "YSBi" }}"#, "YSBi a b"),
      GoTemplateRows.Row(#"{{ "x" | quote }}{{ squote 1 }}{{ "A" | lower }}{{ upper "b" }}"#, #""x"'1'aB"#),
      GoTemplateRows.Row("{{ \"a\nb\" | indent 2 }}", "template: secret.yaml:1: unterminated quoted string"),
      GoTemplateRows.Row("{{ `a\nb` | indent 2 }}{{ `c` | nindent 2 }}", "  a\n  b\n  c"),
      GoTemplateRows.Row(
        #"{{ default "d" "" }}{{ trim " a " }}{{ toString 1 }}{{ replace "a" "b" "banana" }}"#, "da1bbnbnb"),
      GoTemplateRows.Row("{{ .encryptedSecrets.password }}", "s3cret"),
      GoTemplateRows.Row(
        "password: {{ .encryptedSecrets.nope }}",
        #"template: secret.yaml:1:30: executing "secret.yaml" at <.encryptedSecrets.nope>: "#
          + #"map has no entry for key "nope""#),
      GoTemplateRows.Row(#"[{{ index .encryptedSecrets "my-key" }}]"#, "[]"),
    ]) func files(_ row: GoTemplateRows.Row)
  {
    let data = GoTemplate.Value.map([.init("encryptedSecrets", .map(["password": "s3cret"]))])
    #expect(
      Self.render(row.template, name: "secret.yaml", functions: .sprig, missingKey: .failure, data) == row.result)
  }

  /// Paths that no data of the type has, at the place of the wrong name.
  @Test func paths() throws {
    let type = GoTemplate.DataType.structure(
      "argsTemplate",
      [
        .init("App", .structure("app", [.init("Name", .text)])),
        .init("AppCustomArgs", .map(.text, keys: ["job"])), .init("Other", .map(.text, keys: nil)),
      ])
    func findings(_ text: String) throws -> [String] {
      try GoTemplate.parse(text).get().findings(for: type).map { finding in
        let range = finding.range
        return String(decoding: Array(text.utf8)[range], as: UTF8.self)
      }
    }
    #expect(try findings("{{ .App.Name }}{{ .Other.x }}{{ .AppCustomArgs.job }}") == [])
    #expect(try findings("{{ .app.Name }}{{ .App.Env }}{{ .AppCustomArgs.nope }}") == ["app", "Env", "nope"])
    #expect(
      try findings("{{ with .App }}{{ .Nam }}{{ end }}{{ range .AppCustomArgs }}{{ .x }}{{ end }}") == ["Nam", "x"])
    #expect(try findings("{{ $a := .App }}{{ $a.Nme }}{{ $.App.Foo }}{{ (.App).Bar }}") == ["Nme", "Foo", "Bar"])
    #expect(try findings(#"{{ if eq .Ap "x" }}{{ printf "%s" .App.Nam }}{{ end }}"#) == ["Ap", "Nam"])
    #expect(try findings("{{ range $k, $v := .AppCustomArgs }}{{ $k }}{{ $v }}{{ $.Oops }}{{ end }}") == ["Oops"])
  }

  /// Work, memory and depth are bounded, whatever is written.
  @Test func limits() {
    let nested = String(repeating: "{{if true}}", count: 5000) + String(repeating: "{{end}}", count: 5000)
    #expect(Self.render(nested).contains("nests more than 100 levels"))
    #expect(Self.render("{{" + String(repeating: "(", count: 100_000)).hasPrefix("template: AnalysisTemplate:1:"))
    var limits = GoTemplate.Limits()
    limits.steps = 10_000
    limits.outputBytes = 1 << 16
    #expect(Self.render("{{range 1000000000}}{{end}}", limits: limits).contains("takes more than 10000 steps"))
    #expect(Self.render(#"{{define "a"}}{{template "a"}}{{end}}{{template "a"}}"#).contains("100 levels deep"))
    let doubling = "{{$x := `aaaaaaaaaaaaaaaa`}}" + String(repeating: "{{$x = print $x $x}}", count: 60)
    #expect(Self.render(doubling, limits: limits).contains("longer than"))
    #expect(Self.render(#"{{printf "%999999999d" 1}}"#).utf8.count <= 4096)
  }
}
