import Testing

@testable import PluginHost

/// The scripts by which plugins install tools, with what Go's templates make of them.
@Suite struct InstallScriptTests {
  @Test(arguments: [
    ("cp {{ .Name }}-{{.Version}} {{.OutPath}}", "cp kubectl-1.30.2 /t/out"),
    ("cd {{ .TmpDir }}\ncurl {{ .Os }}/{{ .Arch }}", "cd /t\ncurl linux/amd64"),
    ("a {{- .Name -}} b", "a" + "kubectl" + "b"),
    ("a{{/* why */}}b", "ab"),
    ("no action: ${A} }}", "no action: ${A} }}"),
    ("{{ .Nope }}", "its script asks for {{ .Nope }}, and the host knows \(names)"),
    ("{{ if .Name }}", "its script asks for {{ if .Name }}, and the host knows \(names)"),
    ("{{ .Name", "its script has an action without an end"),
  ])
  func scripts(_ script: String, _ result: String) {
    let text: String
    do throws(ScriptFailure) {
      text = try InstallScript.render(script, Self.values)
    } catch {
      text = error.message
    }
    #expect(text == result)
  }

  static let values = [
    "Name": "kubectl", "Version": "1.30.2", "OutPath": "/t/out", "TmpDir": "/t", "Arch": "amd64", "Os": "linux",
  ]
  static let names = ".Arch, .Name, .Os, .OutPath, .TmpDir, .Version"
}
