import Expressions
import Testing

/// Go templates: what they become, and how they fail, in the words of Go's `text/template`.
public enum GoTemplateRows {
  /// The data of the reference's vectors.
  public static let data = GoTemplate.Value.structure(
    type: "config.argsTemplate",
    [
      .init("App", .structure(type: "config.appArgs", [.init("Name", .string("shop")), .init("Env", .string(""))])),
      .init("K8s", .structure(type: "config.k8sArgs", [.init("Namespace", .string("prod"))])),
      .init("Variant", .structure(type: "config.variantArgs", [.init("Name", .string("canary"))])),
      .init("VariantCustomArgs", .map(["pod": "shop-canary"])),
      .init("AppCustomArgs", .map(["job": "j1"])),
      .init("List", .list([.integer(1), .integer(2), .integer(3)])),
    ])

  /// A template and what comes of it: its text, or the words of the failure.
  public struct Row: CustomTestStringConvertible, Sendable {
    public var template: String
    public var result: String
    public var testDescription: String { template }

    public init(_ template: String, _ result: String) {
      self.template = template
      self.result = result
    }
  }

  /// The vectors of the reference, measured with the real library, and their neighbours.
  public static let values = [
    Row(#"rate(x{app="{{ .App.Name }}"})"#, #"rate(x{app="shop"})"#),
    Row("{{ .App.Env }}|{{.K8s.Namespace}}|{{ .Variant.Name }}", "|prod|canary"),
    Row("{{ .VariantCustomArgs.pod }}/{{ .AppCustomArgs.job }}", "shop-canary/j1"),
    Row("{{ .VariantCustomArgs.nope }}", "<no value>"),
    Row(#"{{ index .AppCustomArgs "none" }}"#, ""),
    Row(#"{{ if eq .Variant.Name "canary" }}c{{ else }}p{{ end }}"#, "c"),
    Row("{{ range $k, $v := .AppCustomArgs }}{{ $k }}={{ $v }};{{ end }}", "job=j1;"),
    Row("{{ with .AppCustomArgs.none }}x{{ else }}dflt{{ end }}", "dflt"),
    Row(#"a {{- " b " -}} c"#, "a b c"),
    Row("{{/* c */}}z", "z"),
    Row("a {{- /* c */ -}} z", "az"),
    Row(#"{{ printf "%s-%s" .App.Name .Variant.Name }}"#, "shop-canary"),
    Row(#"{{ .App.Name | printf "%q" }}"#, #""shop""#),
    Row(#"{{ or .App.Env "none" }},{{ len .App.Name }},{{ $x := .App.Name }}{{ $x }}"#, "none,4,shop"),
    Row(#"{{ "{{" }}x}}"#, "{{x}}"),
    Row("{{ range .List }}{{ . }}{{ if eq . 2 }}{{ break }}{{ end }},{{ end }}", "1,2"),
    Row("{{ range $i, $e := .List }}{{ if eq $e 2 }}{{ continue }}{{ end }}{{ $i }}:{{ $e }} {{ end }}", "0:1 2:3 "),
    Row(
      "{{ range .App.Env }}x{{ else }}none{{ end }}",
      "template: AnalysisTemplate:1:13: executing "
        + #""AnalysisTemplate" at <.App.Env>: range can't iterate over "#),
    Row("{{ if false }}a{{ else if eq 1 1 }}b{{ else }}c{{ end }}", "b"),
    Row("{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}", "2"),
    Row(#"{{ define "t" }}<{{ . }}>{{ end }}{{ template "t" .App.Name }}"#, "<shop>"),
    Row(#"{{ block "t" 1 }}[{{ . }}]{{ end }}"#, "[1]"),
    Row("{{ (index .List 1) }}{{ (printf \"%d\" 7) }}", "27"),
    Row(#"{{ print 1 2 "a" 3 true }}|{{ println "a" 1 }}"#, "1 2a3 true|a 1\n"),
    Row("{{ .List }}{{ .AppCustomArgs }}{{ 1.5 }}{{ 1e3 }}{{ 0x1F }}{{ 'a' }}", "[1 2 3]map[job:j1]1.510003197"),
    Row(
      "{{ lt 1 2 }}{{ ge \"b\" \"a\" }}{{ ne 1 1 }}{{ not 0 }}{{ and 1 0 2 }}{{ or 0 \"x\" }}", "truetruefalsetrue0x"),
    Row(#"{{ html "<a&b>" }}{{ urlquery "a b/ä" }}{{ js "it's" }}"#, #"&lt;a&amp;b&gt;a+b%2F%C3%A4it\'s"#),
    Row(
      #"{{ printf "%5d|%-5s|%05.1f|%x|%v|%t|%%" 42 "ab" 3.14159 "hi" 1.0 true }}"#, "   42|ab   |003.1|6869|1|true|%"),
    Row(#"{{ printf "%d" "x" }}{{ printf "%s" }}{{ printf "a" 1 }}"#, "%!d(string=x)%!s(MISSING)a%!(EXTRA int=1)"),
    Row("{{ slice .App.Name 1 3 }}", "ho"),
    Row("{{ range 3 }}{{ . }}{{ end }}", "012"),
    Row("{{ $.App.Name }}{{ with .App }}{{ .Name }}{{ $.Variant.Name }}{{ end }}", "shopshopcanary"),
  ]

  public static let failures = [
    Row(
      "{{ .VariantArgs.x }}",
      #"template: AnalysisTemplate:1:15: executing "AnalysisTemplate" at <.VariantArgs.x>: "#
        + "can't evaluate field VariantArgs in type config.argsTemplate"),
    Row(
      "{{ .app.name }}",
      #"template: AnalysisTemplate:1:7: executing "AnalysisTemplate" at <.app.name>: "#
        + "can't evaluate field app in type config.argsTemplate"),
    Row("{{ .App.Name ", "template: AnalysisTemplate:1: unclosed action"),
    Row("{{", "template: AnalysisTemplate:1: unclosed action"),
    Row("{{ App.Name }}", #"template: AnalysisTemplate:1: function "App" not defined"#),
    Row("{{ upper .App.Name }}", #"template: AnalysisTemplate:1: function "upper" not defined"#),
    Row("{{ .AppCustomArgs.my-key }}", "template: AnalysisTemplate:1: bad character U+002D '-'"),
    Row("{{ end }}", "template: AnalysisTemplate:1: unexpected {{end}}"),
    Row("{{ else }}", "template: AnalysisTemplate:1: unexpected {{else}}"),
    Row("{{ if }}x{{ end }}", "template: AnalysisTemplate:1: missing value for if"),
    Row("{{}}", "template: AnalysisTemplate:1: missing value for command"),
    Row("{{ if true }}x", "template: AnalysisTemplate:1: unexpected EOF"),
    Row("a\nb {{ $x }}", #"template: AnalysisTemplate:2: undefined variable "$x""#),
    Row("{{ \"a }}", "template: AnalysisTemplate:1: unterminated quoted string"),
    Row("{{ /* a }}", "template: AnalysisTemplate:1: unrecognized character in action: U+002F '/'"),
    Row("{{/* a }}", "template: AnalysisTemplate:1: unclosed comment"),
    Row("{{ (1 }}", "template: AnalysisTemplate:1: unclosed left paren"),
    Row("{{ 1) }}", "template: AnalysisTemplate:1: unexpected right paren"),
    Row("{{ 1 | 2 }}", "template: AnalysisTemplate:1: non executable command in pipeline stage 2"),
    Row("{{ break }}", "template: AnalysisTemplate:1: {{break}} outside {{range}}"),
    Row("{{ 08 }}", #"template: AnalysisTemplate:1: bad number syntax: "08""#),
    Row(
      "{{ len 1 }}",
      #"template: AnalysisTemplate:1:3: executing "AnalysisTemplate" at <len 1>: error calling len: len of type int"#),
    Row(
      "{{ len }}",
      #"template: AnalysisTemplate:1:3: executing "AnalysisTemplate" at <len>: wrong number of args for len: want 1 got 0"#
    ),
    Row(
      "{{ index .List 5 }}",
      #"template: AnalysisTemplate:1:3: executing "AnalysisTemplate" at <index .List 5>: "#
        + "error calling index: index out of range: 5"),
    Row(
      "{{ eq 1 \"a\" }}",
      #"template: AnalysisTemplate:1:3: executing "AnalysisTemplate" at <eq 1 "a">: "#
        + "error calling eq: incompatible types for comparison"),
    Row(
      "{{ nil }}", #"template: AnalysisTemplate:1:3: executing "AnalysisTemplate" at <nil>: nil is not a command"#),
    Row(
      "x\n  {{ .App.Name.Length }}",
      #"template: AnalysisTemplate:2:9: executing "AnalysisTemplate" at <.App.Name.Length>: "#
        + "can't evaluate field Length in type string"),
  ]
}
