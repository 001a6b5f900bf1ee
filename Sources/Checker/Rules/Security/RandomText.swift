import Diagnostics
import IR

/// A text looks as if it had been drawn by lot, as keys and tokens are.
enum RandomText: ProgramRule, HarnessRule {
  static let info = RuleInfo(
    "random-text", .info, group: .security, persona: .auditor, "A word has the randomness of a key or token.",
    why: """
      Most credentials have no form of their own. What gives them away is that nobody would write such a word: letters of \
      both cases and digits, with no order to them.
      """,
    exceptions: "It is an identifier, a checksum, or something encrypted. This is a guess; look at each.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine:3.20
        commands:
        - ./deploy --with t7Kq9ZbX2mLw4RvN8sYd3HfG6
      #                   ^^^^^^^^^^^^^^^^^^^^^^^^^ random-text: this word of 25 characters looks drawn by lot
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine:3.20
        environment:
          TOKEN:
            from_secret: deploy_token
        commands:
        - ./deploy --with "$TOKEN"
      """
    ],
    yields: ["plain-credential", "leaked-credential", "literal-password"])

  static func check(_ program: Program, in context: inout RuleContext) {
    let encrypted: [Span] = program.documents.compactMap { document in
      switch document {
      case .secret(let declaration): declaration.span
      case .inert(_, let span): span
      default: nil
      }
    }
    check(besides: encrypted, in: &context)
  }

  static func check(
    _ document: HarnessDocument, _ environment: HarnessEnvironment, in context: inout RuleContext
  ) {
    if context.isFirstDocument { check(besides: [], in: &context) }
  }

  private static func check(besides encrypted: [Span], in context: inout RuleContext) {
    for range in randomWords(in: context.source.bytes) {
      let span = Span(context.source.id, range)
      if encrypted.contains(where: { $0.contains(span) }) { continue }
      context.report(
        "this word of \(range.count) characters looks drawn by lot", at: span,
        help: "if it is a credential, put it into a secret, and change it", isConfidential: true)
    }
  }

  private static let shortest = 20
  private static let longest = 512

  private static func randomWords(in bytes: [UInt8]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start: Int?
    for index in 0...bytes.count {
      let isPart = index < bytes.count && isPart(bytes[index])
      if isPart, start == nil { start = index }
      guard !isPart, let first = start else { continue }
      start = nil
      if (shortest...longest).contains(index - first), isRandom(bytes[first..<index]) { result.append(first..<index) }
    }
    return result
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    CredentialForm.Alphabet.letters.contains(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "=")
  }

  /// Whether letters of both cases and digits change places often, and few of them occur often: a name in camel case has
  /// long runs of one kind.
  private static func isRandom(_ word: ArraySlice<UInt8>) -> Bool {
    var changes = 0
    var counts: [Int] = [0, 0, 0]
    var last: Int?
    for byte in word {
      let kind: Int
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): kind = 0
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): kind = 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"): kind = 2
      default: continue
      }
      counts[kind] += 1
      if let last, last != kind { changes += 1 }
      last = kind
    }
    guard counts.allSatisfy({ $0 >= 2 }), changes * 3 >= word.count else { return false }
    // Half of the letters of a random word occur once or twice.
    return Set(word).count * 2 >= min(word.count, 40)
  }
}
