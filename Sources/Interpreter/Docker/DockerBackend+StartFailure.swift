import Planner

extension DockerBackend {
  /// Why a container did not start, without the chain of programs that engines put before the reason.
  static func startFailure(_ failure: HTTPFailure, of step: Plan.Step) -> BackendError {
    guard case .status(_, let message) = failure else { return failure.explained("cannot start the container") }
    let reason = plainReason(message)
    guard let program = missingProgram(reason) else { return .engine("cannot start the container: \(reason)") }
    let image = step.image ?? "of the step"
    // A step with commands has a shell as its entrypoint, which nobody wrote.
    let isShell = !step.commands.isEmpty && program == step.entrypoint?.first
    return .engine(
      isShell
        ? "cannot start the container: the image \(image) has no \(program), which the step's commands need"
        : "cannot start the container: the image \(image) has no program \(program)")
  }

  private static func plainReason(_ message: String) -> String {
    let chain = [
      "failed to create shim task: ", "failed to create task for container: ", "OCI runtime create failed: ",
      "runc create failed: ", "runc: ", "crun: ", "unable to start container process: ",
    ]
    var reason = Substring(message)
    while let link = chain.first(where: { reason.hasPrefix($0) }) { reason = reason.dropFirst(link.count) }
    if reason.hasSuffix(": unknown") { reason = reason.dropLast(": unknown".count) }
    return reason.isEmpty ? message : String(reason)
  }

  /// The program of `exec: "NAME": … no such file or directory` or `… not found in $PATH`.
  private static func missingProgram(_ reason: String) -> String? {
    guard let quoted = reason.firstRange(of: "exec: \"") else { return nil }
    let rest = reason[quoted.upperBound...]
    guard let end = rest.firstIndex(of: "\"") else { return nil }
    let explanation = rest[end...]
    guard explanation.contains("no such file or directory") || explanation.contains("not found in $PATH") else {
      return nil
    }
    return String(rest[..<end])
  }
}
