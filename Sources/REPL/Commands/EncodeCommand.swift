import Diagnostics
import Expressions
import IR
import Parser
import Planner

/// `:encode YAML`.
enum EncodeCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["encode"], "YAML", "show what settings become for a plugin", .text,
    details: """
      Drone and Harness make each setting a variable PLUGIN_…, in different ways; a plugin of PipeCD is given its options \
      as JSON. YAML of several lines ends with an empty one.
      """, examples: [":encode {tags: [a, b], build-args: {A: 1}}"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    let dialect = session.dialect() ?? .drone
    let lines = dialect == .drone ? drone(input) : others(input, dialect, session)
    guard let lines else {
      return session.fail(
        "unusable-yaml", "this is no mapping in YAML", at: input.range, in: input.line, help: info.examples[0])
    }
    return .lines(lines)
  }

  /// By the runner's own decoder, which reads scalars as no other does.
  private static func drone(_ input: CommandInput) -> [String]? {
    let text = input.text
    let isFlow = text.hasPrefix("{")
    let body = isFlow ? " " + text : "\n" + text.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    let file = "kind: pipeline\ntype: docker\nname: x\nsteps:\n- name: x\n  image: x\n  settings:\(body)\n"
    let program = DroneLoader.load(Source(name: "", text: file)) { _ in nil }
    guard let step = program.pipelines.first?.steps.first, !step.settings.isEmpty else { return nil }
    return step.settings.map { setting in
      let name = PluginSetting.variableName(for: setting.name.value)
      switch setting.value {
      case .secret(let secret): return "\(name) is the secret \(Printable.line(secret.name.value))"
      case .data(let data):
        guard let value = PluginSetting.text(of: data) else { return "\(name) is not set" }
        return value.isEmpty ? "\(name)= (empty: no container gets it)" : "\(name)=\(Printable.line(value))"
      }
    }
  }

  private static func others(_ input: CommandInput, _ dialect: Dialect, _ session: Session) -> [String]? {
    guard let data = HarnessPayload.data(Source(name: "", text: input.text)), let entries = data.entries else {
      return nil
    }
    if dialect == .pipecd {
      var json = JSONWriter(layout: .compact)
      data.writeJSON(to: &json)
      return [json.text]
    }
    return entries.map { entry in
      let name = HarnessSettings.variable(for: entry.key.name ?? "")
      let text = HarnessSettings.text(of: JexlValue(HarnessValue(written: entry.value)))
      return "\(name)=\(Printable.line(text))"
    }
  }
}
