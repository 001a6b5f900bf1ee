import Diagnostics
import IR

/// What containers and scripts of the newer forms are in the form `v0`.
enum HarnessNewerContainers {
  private static let shells: [String: String] = [
    "sh": "Sh", "bash": "Bash", "powershell": "Powershell", "pwsh": "Pwsh", "python": "Python",
  ]
  private static let pulls: [String: String] = [
    "always": "Always", "never": "Never", "if-not-exists": "IfNotPresent", "if-not-present": "IfNotPresent",
    "ifnotpresent": "IfNotPresent",
  ]

  /// The type of a step of the form `v0`, and its `spec`.
  typealias Step = (type: String, spec: Data)

  /// `run`, `background`, `run-test` and their like: a script or container with its environment.
  ///
  /// - Parameters:
  ///   - data: a script alone, or a mapping.
  ///   - type: what it is in the form `v0`; a `Run` with an image and settings is a `Plugin`.
  static func run(_ data: Data, as type: String) -> Step {
    var spec = HarnessMapping(at: data.span)
    guard data.entries != nil else {
      spec.set("command", data.script)
      return (type, spec.data)
    }
    let container = data["container"]
    let image = container?.scalarText == nil ? container?["image"] ?? data["image"] : container
    // Values for a program in an image are the settings of a plugin.
    let isPlugin = type == "Plugin" || (type == "Run" && data["with"] != nil && image != nil)
    spec.set("image", image)
    if isPlugin {
      spec.set("settings", data["with"])
      spec.set("uses", data["uses"])
    } else {
      spec.set("command", (data["script"] ?? data["run"])?.script)
      spec.set("shell", HarnessNewerParts.word(data["shell"], shells))
    }
    spec.set("outputVariables", (data["output"] ?? data["outputs"]).map(outputs))
    spec.set("outputAlias", data["output-alias"])
    spec.set("reports", (data["report"] ?? data["reports"]).map(reports))
    set(container?.entries == nil ? data : container ?? data, beside: data, in: &spec)
    return (isPlugin ? "Plugin" : type, spec.data)
  }

  /// The keys of a container; `step` may have its own environment beside.
  private static func set(_ container: Data, beside step: Data, in spec: inout HarnessMapping) {
    spec.set("connectorRef", container["connector"])
    spec.set("registryRef", container["registry"].flatMap { $0.scalarText == nil ? nil : $0 })
    spec.set("imagePullPolicy", HarnessNewerParts.word(container["pull"], pulls))
    spec.set("privileged", container["privileged"])
    spec.set("runAsUser", container["user"])
    let entrypoint = container.present("entrypoint")?.asList
    let arguments = container.present("args")?.asList
    if let whole = entrypoint ?? arguments {
      spec.set("entrypoint", .list((entrypoint?.items ?? []) + (arguments?.items ?? []), at: whole.span))
    }
    let environments = ["env", "envs"].flatMap { key in
      container == step ? [step[key]] : [container[key], step[key]]
    }.compactMap { $0 }
    if let first = environments.first {
      let merged = environments.dropFirst().reduce(first) { HarnessInputCombination.combine($0, $1) }
      spec.set("envVariables", merged)
    }
    spec.set("portBindings", (container["port-bindings"] ?? container["ports"]).map(ports))
    if let resources = container["resources"] {
      spec.set("resources", resources)
    } else if container["cpu"] != nil || container["memory"] != nil {
      var limits = HarnessMapping(at: container.span)
      limits.set("memory", container["memory"])
      limits.set("cpu", container["cpu"])
      spec.set("resources", .wrap("limits", limits.data, at: container.span))
    }
  }

  /// `["8080:80", "6379"]` as names and values; mappings as they are.
  private static func ports(_ data: Data) -> Data {
    guard let items = data.items else { return data }
    var ports = HarnessMapping(at: data.span)
    for item in items {
      guard let text = item.scalarText?.value else { continue }
      let parts = text.split(separator: ":").map(String.init)
      guard let host = parts.dropLast().last ?? parts.last, let inner = parts.last else { continue }
      ports.set(host, word: inner, at: item.span)
    }
    return ports.data
  }

  /// Names, or `{name, alias, mask}`: the variable, what it is published as, and whether it is a secret.
  private static func outputs(_ data: Data) -> Data {
    guard let items = data.items else { return data }
    return .list(
      items.map { item in
        var output = HarnessMapping(at: item.span)
        let name = item.scalarText == nil ? item["name"] : item
        output.set("name", item["alias"] ?? name)
        let isSecret = item.flag("mask")?.literal == true
        output.set("type", word: isSecret ? "Secret" : "String", at: item.span)
        output.set("value", name)
        return output.data
      }, at: data.span)
  }

  private static func reports(_ data: Data) -> Data {
    guard let first = data.asList.items?.first, first.entries != nil else { return data }
    var reports = HarnessMapping(at: data.span)
    reports.set("type", HarnessNewerParts.word(first["type"], ["junit": "JUnit"]) ?? .word("JUnit", at: first.span))
    if let paths = first["paths"] ?? first["path"] {
      reports.set("spec", .wrap("paths", paths.asList, at: paths.span))
    }
    return reports.data
  }

  /// `clone` as a step, or what a codebase has of it.
  static func clone(_ data: Data) -> Data {
    var spec = HarnessMapping(at: data.span)
    spec.set("connectorRef", data["connector"])
    spec.set("repoName", data["repo"])
    spec.set("cloneDirectory", data["clonedir"])
    spec.set("depth", data["depth"])
    if let flag = data.flag("insecure")?.literal {
      spec.set("sslVerify", Data(.bool(!flag), at: data.span, raw: "\(!flag)", isPlain: true))
    }
    if let reference = data["ref"] {
      spec.set("build", at: reference.span) { build in
        let type = reference.text("type")?.value ?? (reference["sha"] == nil ? "branch" : "commit")
        let (name, key, value): (String, String, Data?) =
          switch type {
          case "tag": ("tag", "tag", reference["name"])
          case "pull-request", "pr": ("PR", "number", reference["number"])
          case "commit", "sha": ("commitSha", "commitSha", reference["sha"])
          default: ("branch", "branch", reference["name"])
          }
        build.set("type", word: name, at: reference.span)
        if let value { build.set("spec", .wrap(key, value, at: value.span)) }
      }
    }
    return spec.data
  }
}
