import Expressions
import Glibc

/// Puts secrets and attachments into a copy of an application, in piped's order: secrets first, with the attached files as
/// they are then, and then attachments, read again.
struct SourceRenderer: Sendable {
  let rendering: SourceRendering
  /// The root of the copy, which no file may leave.
  let root: String
  /// The folder of the application in it.
  let application: String

  /// - Parameter secrets: the opened secrets by name; nil: they stay closed, and their targets as they are.
  func render(_ secrets: [String: String]?) throws(BackendError) {
    typealias Member = GoTemplate.Value.Member
    var encrypted: [Member] = []
    if let secrets, !rendering.secrets.isEmpty {
      encrypted = [Member("encryptedSecrets", .map(secrets))]
      let attached = try attachments()
      for target in rendering.secretTargets { try render(target, .map(attached + encrypted)) }
    }
    guard !rendering.attachments.isEmpty else { return }
    let attached = try attachments()
    for target in rendering.attachmentTargets { try render(target, .map(attached + encrypted)) }
  }

  private func attachments() throws(BackendError) -> [GoTemplate.Value.Member] {
    guard !rendering.attachments.isEmpty else { return [] }
    var texts: [String: String] = [:]
    for entry in rendering.attachments {
      guard let path = inside(entry.value), let bytes = readFile(path) else {
        throw .engine("failed to read data source to attach from file \(entry.value)")
      }
      texts[entry.name] = String(decoding: bytes, as: UTF8.self)
    }
    return [.init("attachment", .map(texts))]
  }

  private func render(_ target: String, _ data: GoTemplate.Value) throws(BackendError) {
    guard let path = inside(target), let bytes = readFile(path) else {
      throw .engine("failed to parse target file \(target) (it is not in the repository)")
    }
    let name = target.split(separator: "/").last.map(String.init) ?? target
    let text = String(decoding: bytes, as: UTF8.self)
    let template: GoTemplate.Syntax
    switch GoTemplate.parse(text, name: name, functions: .sprig) {
    case .success(let syntax): template = syntax
    case .failure(let failure): throw .engine("failed to parse target file \(target) (\(failure.message))")
    }
    switch template.render(data, missingKey: .failure) {
    case .success(let rendered):
      // What is written may be secret, whatever the file was before.
      let descriptor = open(path, O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC)
      defer { if descriptor >= 0 { close(descriptor) } }
      guard descriptor >= 0, writeAll(Array(rendered.utf8), to: descriptor) else {
        throw .engine("failed to write target file \(target)")
      }
    case .failure(let failure): throw .engine("failed to render target file \(target) (\(failure.message))")
    }
  }

  /// The real path of a file of the application; nil where it is not in the copy, as where a link leads elsewhere.
  private func inside(_ path: String) -> String? {
    guard let real = realPath("\(application)/\(path)"), let base = realPath(root) else { return nil }
    return real.hasPrefix(base + "/") ? real : nil
  }

  private func realPath(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }
}
