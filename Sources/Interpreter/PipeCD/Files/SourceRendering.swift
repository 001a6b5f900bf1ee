import IR

/// What piped puts into files of an application before its stages see them: secrets, and the texts of other files.
public struct SourceRendering: Hashable, Sendable {
  /// The key that opens secrets.
  public enum Key: Hashable, Sendable {
    /// A file with a private key as PEM.
    case file(String)
    /// The private key as PEM, or that in base64.
    case text(PipeCD.Secret)
    /// A kind of management that piped has not; its name.
    case unsupported(String)
  }

  /// A name and what stands for it.
  public struct Entry: Hashable, Sendable {
    /// The name in templates.
    public var name: String
    /// The encrypted value, or the path of the file.
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// `encryptedSecrets`.
  public var secrets: [Entry] = []
  /// `decryptionTargets`, relative to the application.
  public var secretTargets: [String] = []
  /// `attachment.sources`: files, relative to the application.
  public var attachments: [Entry] = []
  /// `attachment.targets`.
  public var attachmentTargets: [String] = []
  /// What opens secrets; nil where piped is configured without, or not known.
  public var key: Key?

  public init() {}

  /// What a file says, with the key of piped.
  public init(_ application: PipeCD.GenericApplication, _ piped: PipeCD.Piped?) {
    if let encryption = application.encryption.value {
      secrets = encryption.secrets.value.entries.map { Entry($0.name.value, $0.option.value) }
      secretTargets = encryption.targets.value.map(\.value)
    }
    if let attachment = application.attachment.value {
      attachments = attachment.sources.value.entries.map { Entry($0.name.value, $0.option.value) }
      attachmentTargets = attachment.targets.value.map(\.value)
    }
    guard let management = piped?.secretManagement.value else { return }
    switch management.configuration {
    case .keyPair(let pair):
      key = pair.privateFile.value.isEmpty ? .text(pair.privateData.value) : .file(pair.privateFile.value)
    default: key = .unsupported(management.head.type.value)
    }
  }

  /// Whether nothing is to be done.
  var isEmpty: Bool { (secrets.isEmpty || secretTargets.isEmpty) && (attachments.isEmpty || attachmentTargets.isEmpty) }
}
