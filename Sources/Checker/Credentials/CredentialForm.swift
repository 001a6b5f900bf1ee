/// What the credentials of one kind look like: how they begin, and what follows.
struct CredentialForm {
  /// The bytes that may follow.
  enum Alphabet {
    case hexadecimal, capitals, letters, words, dotted

    func contains(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      case UInt8(ascii: "a")...UInt8(ascii: "f"): self != .capitals
      case UInt8(ascii: "g")...UInt8(ascii: "z"): self != .capitals && self != .hexadecimal
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): self != .hexadecimal
      case UInt8(ascii: "_"), UInt8(ascii: "-"): self == .words || self == .dotted
      case UInt8(ascii: "."): self == .dotted
      default: false
      }
    }
  }

  var prefix: StaticString
  /// `a token of GitHub`.
  var kind: StaticString
  var alphabet: Alphabet
  /// How many bytes follow the prefix.
  var length: ClosedRange<Int>

  private init(
    _ prefix: StaticString, _ kind: StaticString, _ alphabet: Alphabet, _ shortest: Int, _ longest: Int
  ) {
    self.prefix = prefix
    self.kind = kind
    self.alphabet = alphabet
    length = shortest...longest
  }

  /// The forms that issuers gave their credentials so that they can be found.
  static let all: [CredentialForm] = [
    CredentialForm("AKIA", "an access key of AWS", .capitals, 16, 16),
    CredentialForm("ASIA", "an access key of AWS", .capitals, 16, 16),
    CredentialForm("AIza", "an API key of Google", .words, 35, 35),
    CredentialForm("AGE-SECRET-KEY-1", "a secret key of age", .capitals, 58, 58),
    CredentialForm("NRAK-", "an API key of New Relic", .capitals, 27, 27),
    CredentialForm("SG.", "an API key of SendGrid", .dotted, 66, 66),
    CredentialForm("ghp_", "a token of GitHub", .letters, 36, 255),
    CredentialForm("gho_", "a token of GitHub", .letters, 36, 255),
    CredentialForm("ghu_", "a token of GitHub", .letters, 36, 255),
    CredentialForm("ghs_", "a token of GitHub", .letters, 36, 255),
    CredentialForm("ghr_", "a token of GitHub", .letters, 36, 255),
    CredentialForm("github_pat_", "a token of GitHub", .words, 60, 255),
    CredentialForm("glpat-", "a token of GitLab", .words, 20, 255),
    CredentialForm("gldt-", "a token of GitLab", .words, 20, 255),
    CredentialForm("glrt-", "a token of GitLab", .words, 20, 255),
    CredentialForm("glptt-", "a token of GitLab", .words, 40, 255),
    CredentialForm("xoxb-", "a token of Slack", .words, 20, 255),
    CredentialForm("xoxp-", "a token of Slack", .words, 20, 255),
    CredentialForm("xoxa-", "a token of Slack", .words, 20, 255),
    CredentialForm("xoxr-", "a token of Slack", .words, 20, 255),
    CredentialForm("xoxs-", "a token of Slack", .words, 20, 255),
    CredentialForm("xapp-", "a token of Slack", .words, 20, 255),
    CredentialForm("npm_", "a token of npm", .letters, 36, 36),
    CredentialForm("pypi-AgE", "a token of PyPI", .words, 50, 1_000),
    CredentialForm("dckr_pat_", "a token of Docker Hub", .words, 27, 64),
    CredentialForm("dop_v1_", "a token of DigitalOcean", .hexadecimal, 64, 64),
    CredentialForm("hf_", "a token of Hugging Face", .letters, 34, 40),
    CredentialForm("hvs.", "a token of Vault", .words, 24, 255),
    CredentialForm("sk_live_", "a key of Stripe", .letters, 24, 255),
    CredentialForm("rk_live_", "a key of Stripe", .letters, 24, 255),
    CredentialForm("sk-ant-", "a key of Anthropic", .words, 80, 255),
    CredentialForm("shpat_", "a token of Shopify", .hexadecimal, 32, 32),
  ]

  /// Whether a form begins with these two bytes; asked at every word of a file.
  static func mayBegin(_ first: UInt8, _ second: UInt8) -> Bool {
    switch first {
    case UInt8(ascii: "A"): [0x4B, 0x53, 0x49, 0x47].contains(second)
    case UInt8(ascii: "N"): second == UInt8(ascii: "R")
    case UInt8(ascii: "S"): second == UInt8(ascii: "G")
    case UInt8(ascii: "g"): [0x68, 0x69, 0x6C].contains(second)
    case UInt8(ascii: "x"): second == UInt8(ascii: "o") || second == UInt8(ascii: "a")
    case UInt8(ascii: "n"): second == UInt8(ascii: "p")
    case UInt8(ascii: "p"): second == UInt8(ascii: "y")
    case UInt8(ascii: "d"): second == UInt8(ascii: "c") || second == UInt8(ascii: "o")
    case UInt8(ascii: "h"): second == UInt8(ascii: "f") || second == UInt8(ascii: "v")
    case UInt8(ascii: "s"): second == UInt8(ascii: "k") || second == UInt8(ascii: "h")
    case UInt8(ascii: "r"): second == UInt8(ascii: "k")
    default: false
    }
  }
}
