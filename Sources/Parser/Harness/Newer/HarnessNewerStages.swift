import Diagnostics
import IR

/// What surrounds the steps of a CI stage of the newer forms, in the form `v0`.
enum HarnessNewerStages {
  private static let systems: [String: String] = [
    "linux": "Linux", "macos": "MacOS", "darwin": "MacOS", "windows": "Windows", "amd64": "Amd64", "arm64": "Arm64",
  ]

  /// Cloning, platform, runtime, caching and shared folders.
  static func surroundings(_ data: Data, in spec: inout HarnessMapping) {
    let clone = data["clone"]
    let isDisabled = clone?.flag("disabled")?.literal == true || clone?.flag("enabled")?.literal == false
    if isDisabled, let clone {
      spec.set("cloneCodebase", Data(.bool(false), at: clone.span, raw: "false", isPlain: true))
    }
    if let platform = data["platform"] {
      spec.set("platform", at: platform.span) { inner in
        inner.set("os", HarnessNewerParts.word(platform["os"], systems))
        inner.set("arch", HarnessNewerParts.word(platform["arch"], systems))
      }
    }
    runtime(data["runtime"] ?? data["runs-on"], in: &spec)
    spec.set("sharedPaths", data["shared-paths"]?.asList)
    spec.set("caching", data["cache"])
  }

  /// A word, `{WORD: …}` or `{type: WORD, spec: …}`; a stage that says nothing runs in the cloud.
  private static func runtime(_ data: Data?, in spec: inout HarnessMapping) {
    let name = data?.scalarText?.value ?? data?.text("type")?.value ?? data?.entries?.first?.key.name ?? "cloud"
    let span = data?.span ?? spec.span
    let inner = data?["spec"] ?? data?.entries?.first?.value
    switch name {
    case "kubernetes", "k8":
      spec.set("infrastructure", at: span) { infrastructure in
        infrastructure.set("type", word: "KubernetesDirect", at: span)
        infrastructure.set("spec", at: span) {
          $0.set("connectorRef", inner?["connector"])
          $0.set("namespace", inner?["namespace"])
        }
      }
    case "vm":
      spec.set("infrastructure", at: span) { infrastructure in
        infrastructure.set("type", word: "VM", at: span)
        infrastructure.set("spec", at: span) { outer in
          outer.set("type", word: "Pool", at: span)
          outer.set("spec", at: span) { $0.set("poolName", inner?["pool"]) }
        }
      }
    default:
      // A shell is that of the machine that the delegate runs on; others are given by Harness.
      spec.set("runtime", at: span) { runtime in
        runtime.set("type", word: name == "shell" ? "Docker" : "Cloud", at: span)
        runtime.set("spec", Data(.map([]), at: span))
      }
    }
  }
}
