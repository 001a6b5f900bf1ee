import Planner

extension DockerBackend {
  /// Refuses a pipeline for another operating system than the engine's; another architecture may work by emulation, and
  /// is worth a word.
  func checkPlatform(of pipeline: Plan.Pipeline) async throws(BackendError) {
    let wanted = pipeline.platform
    let present = client.operatingSystem.isEmpty ? "linux" : client.operatingSystem
    guard wanted.os == present else {
      throw .engine("the pipeline is for \(wanted.os) (platform.os), but the engine runs \(present) containers")
    }
    // Engines on machines like this one are not asked; nor are files that name no platform and mean the usual one.
    guard wanted.architecture != Self.ownArchitecture, wanted.architecture != "amd64" else { return }
    guard let actual = try? await client.architecture(), !actual.isEmpty, actual != wanted.architecture else { return }
    warn(
      "\(pipeline.name) is for \(wanted.architecture) (platform.arch), but the engine runs on \(actual); what its images "
        + "hold for \(actual) is used")
  }

  #if arch(x86_64)
    private static let ownArchitecture = "amd64"
  #elseif arch(arm64)
    private static let ownArchitecture = "arm64"
  #else
    private static let ownArchitecture = ""
  #endif
}
