import FoundationEssentials
import Glibc
import IR
import Processes

/// Opens secrets that were sealed for a piped with a key pair: a key of RSA-OAEP with SHA-256, and with that AES-256-GCM.
struct SecretOpener: Sendable {
  /// Why a secret stays closed; one clause.
  struct Failure: Error, Hashable {
    var message: String

    init(_ message: String) { self.message = message }
  }

  let key: SourceRendering.Key
  /// A folder that only this user can read.
  let folder: String
  /// What openssl is started with.
  let environment: [String]

  /// The text behind an encrypted value.
  func open(_ value: String) async throws(Failure) -> String {
    guard let data = Data(base64Encoded: value) else { throw Failure("illegal base64 data") }
    let bytes = [UInt8](data)
    guard bytes.count >= 2, case let length = Int(bytes[0]) << 8 | Int(bytes[1]), bytes.count >= 2 + length else {
      throw Failure("data is too short")
    }
    let secretKey = try await decrypted(Array(bytes[2..<2 + length]))
    guard let cipher = AES256GCM(key: secretKey),
      let text = cipher.open(Array(bytes[(2 + length)...]), nonce: [UInt8](repeating: 0, count: 12))
    else { throw Failure("cipher: message authentication failed") }
    return String(decoding: text, as: UTF8.self)
  }

  /// What RSA has sealed, opened by openssl with the key of piped.
  private func decrypted(_ sealed: [UInt8]) async throws(Failure) -> [UInt8] {
    let keyPath: String
    switch key {
    case .unsupported(let type): throw Failure("type \"\(type)\" is not implemented yet")
    case .file(let path):
      guard access(path, R_OK) == 0 else { throw Failure("the key \(path) of piped cannot be read") }
      keyPath = path
    case .text(let secret):
      let isPEM = secret.text.contains("-----BEGIN")
      guard let pem = isPEM ? Data(secret.text.utf8) : Data(base64Encoded: secret.text) else {
        throw Failure("the key of piped is neither PEM nor base64 of it")
      }
      keyPath = "\(folder)/key"
      try write([UInt8](pem), to: keyPath)
    }
    let input = "\(folder)/sealed"
    let output = "\(folder)/opened"
    defer { for path in ["\(folder)/key", input, output] { unlink(path) } }
    try write(sealed, to: input)
    let options = ["rsa_padding_mode:oaep", "rsa_oaep_md:sha256", "rsa_mgf1_md:sha256"].flatMap { ["-pkeyopt", $0] }
    let path = keyPath.hasPrefix("/") ? keyPath : FileManager.default.currentDirectoryPath + "/" + keyPath
    let arguments = ["openssl", "pkeyutl", "-decrypt", "-inkey", path, "-in", input, "-out", output] + options
    guard let process = try? ProcessGroup(arguments: arguments, environment: environment, folder: folder) else {
      throw Failure("openssl is not installed (apt-get install openssl)")
    }
    for await _ in process.output {}
    let ending = await process.wait()
    await process.end()
    guard ending == .exited(code: 0), let opened = readFile(output), opened.count == 32 else {
      throw Failure("the key of piped does not open it")
    }
    return opened
  }

  private func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    unlink(path)
    do throws(SystemFailure) {
      try HostFolders.write(bytes, to: path)
    } catch {
      throw Failure(error.message)
    }
  }
}
