import Diagnostics
import Expressions

extension PipeCD {
  /// A sign-on that projects share: a name, a provider, and the provider's message, as protocol buffers read it.
  public struct SignOn: Hashable, Sendable {
    /// Its name.
    public var name: Option<String>
    /// Who signs on.
    public var provider: Option<String>
    /// The rest, as written; it holds secrets and is not printed.
    public var data: Data?

    public init() {
      name = .zero
      provider = .zero
      data = nil
    }

    /// The members of a provider's message; keys may also be written in camel case.
    static let members: [String: [String]] = [
      "GITHUB": ["client_id", "client_secret", "base_url", "upload_url", "proxy_url"],
      "GOOGLE": ["client_id", "client_secret"],
      "OIDC": [
        "client_id", "client_secret", "issuer", "redirect_uri", "authorization_endpoint", "token_endpoint",
        "user_info_endpoint", "proxy_url", "scopes", "username_claim_key", "avatar_url_claim_key", "roles_claim_key",
      ],
    ]
  }
}

extension PipeCD.SignOn: PipeCDValue {
  public static var zero: Self { Self() }
  public static var goType: String { "config.SharedSSOConfig" }
  public static var title: String { "a sign-on" }

  public mutating func decode(_ data: Data, with decoder: inout PipeCD.Decoder) {
    self.data = data
    decoder.alone { decoder in
      guard case .map(let entries) = data.value else { return decoder.mismatch(data, Self.self) }
      for entry in entries {
        guard case .string(let key) = entry.key.value else { continue }
        if key.value == "name" { name = PipeCD.Option(entry.value.text?.value ?? "", key: key, written: entry.value) }
        if key.value == "provider" {
          provider = PipeCD.Option(entry.value.text?.value ?? "", key: key, written: entry.value)
        }
      }
      guard let members = Self.members[provider.value] else {
        return decoder.malformed(
          provider.written ?? data, Self.self, upstream: "unsupported provider \(provider.value)")
      }
      let message = provider.value.lowercased()
      if case .map(let options) = data.member(message)?.value {
        let known = Set(members + members.map(Self.camelCase))
        for option in options.sortedAsJSON() {
          guard case .string(let key) = option.key.value else { continue }
          if known.contains(key.value) { continue }
          let type = message.prefix(1).uppercased() + message.dropFirst()
          decoder.unknown(
            key, known: members,
            upstream: "unknown field \(GoQuote.quote(key.value)) in model.ProjectSSOConfig.\(type)")
        }
      }
      if name.value.isEmpty {
        decoder.malformed(
          name.written ?? data, Self.self, upstream: "name field in SharedSSOConfig is required")
      }
    }
  }

  private static func camelCase(_ name: String) -> String {
    let words = name.split(separator: "_")
    return words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  public func write(to printer: inout PipeCD.Printer) {
    printer.beginObject()
    printer.key("name")
    name.write(to: &printer)
    printer.key("provider")
    provider.write(to: &printer)
    printer.endObject()
  }
}
