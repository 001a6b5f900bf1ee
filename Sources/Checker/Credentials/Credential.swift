import CSearch
import Glibc

/// A credential that a text holds, recognised by its form alone.
struct Credential: Hashable {
  /// `a token of GitHub`.
  var kind: String
  var range: Range<Int>

  /// Those of a text, in their order.
  static func all(in bytes: [UInt8]) -> [Credential] {
    bytes.withUnsafeBufferPointer { buffer in
      var found = words(in: buffer)
      found += parts(in: buffer, between: "://", url)
      found += parts(in: buffer, between: "eyJ", webToken)
      found += parts(in: buffer, between: "hooks.slack.com/services/T", slackHook)
      found += parts(in: buffer, between: "/api/webhooks/", discordHook)
      found += parts(in: buffer, between: "-----BEGIN ", privateKey)
      return found.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    }
  }

  private typealias Bytes = UnsafeBufferPointer<UInt8>

  // MARK: Words with a beginning of their own

  private static func words(in bytes: Bytes) -> [Credential] {
    var result: [Credential] = []
    guard bytes.count > 8 else { return [] }
    var isInside = false
    for index in 0..<bytes.count - 8 {
      let byte = bytes[index]
      let wasInside = isInside
      isInside = isWord(byte)
      guard isInside, !wasInside, CredentialForm.mayBegin(byte, bytes[index + 1]) else { continue }
      for form in CredentialForm.all {
        let start = index + form.prefix.utf8CodeUnitCount
        guard start < bytes.count, form.prefix.withUTF8Buffer({ bytes[index..<start].elementsEqual($0) }) else {
          continue
        }
        let end = run(bytes, from: start) { form.alphabet.contains($0) }
        guard form.length.contains(end - start), end == bytes.count || !isWord(bytes[end]),
          isRandom(bytes, start..<end)
        else { continue }
        result.append(Credential(kind: form.kind.description, range: index..<end))
      }
    }
    return result
  }

  private static func isWord(_ byte: UInt8) -> Bool { CredentialForm.Alphabet.letters.contains(byte) || byte == 0x5F }

  private static func run(_ bytes: Bytes, from start: Int, while isPart: (UInt8) -> Bool) -> Int {
    var index = start
    while index < bytes.count, index - start < 8_192, isPart(bytes[index]) { index += 1 }
    return index
  }

  /// Whether a text is none of those that stand for credentials in documentation: `AKIAIOSFODNN7EXAMPLE`, `ghp_xxxxxxxx`.
  private static func isRandom(_ bytes: Bytes, _ range: Range<Int>) -> Bool {
    let text = String(decoding: bytes[range], as: UTF8.self).lowercased()
    if ["example", "xxxx", "0123456789", "abcdefgh", "placeholder", "redacted", "1234567890"].contains(
      where: text.contains)
    {
      return false
    }
    return Set(bytes[range]).count >= min(8, range.count / 2)
  }

  // MARK: Others

  private static func parts(
    in bytes: Bytes, between marker: StaticString, _ read: (Bytes, Int) -> Credential?
  ) -> [Credential] {
    guard let base = bytes.baseAddress else { return [] }
    var result: [Credential] = []
    var start = 0
    while start < bytes.count,
      let hit = memmem(base + start, bytes.count - start, marker.utf8Start, marker.utf8CodeUnitCount)
    {
      let offset = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
      let found = read(bytes, offset)
      if let found { result.append(found) }
      start = max(offset + marker.utf8CodeUnitCount, found?.range.upperBound ?? 0)
    }
    return result
  }

  /// `https://user:password@host`.
  private static func url(_ bytes: Bytes, _ marker: Int) -> Credential? {
    let start = marker + 3
    let userEnd = run(bytes, from: start, while: isUserInformation)
    guard userEnd > start, userEnd < bytes.count, bytes[userEnd] == UInt8(ascii: ":") else { return nil }
    let passwordEnd = run(bytes, from: userEnd + 1, while: isUserInformation)
    guard passwordEnd - userEnd > 4, passwordEnd < bytes.count, bytes[passwordEnd] == UInt8(ascii: "@") else {
      return nil
    }
    let hostEnd = run(bytes, from: passwordEnd + 1) { isWord($0) || $0 == 0x2D || $0 == 0x2E }
    let host = String(decoding: bytes[passwordEnd + 1..<hostEnd], as: UTF8.self)
    let user = String(decoding: bytes[start..<userEnd], as: UTF8.self).lowercased()
    let password = String(decoding: bytes[userEnd + 1..<passwordEnd], as: UTF8.self).lowercased()
    guard NetworkName.isElsewhere(host), !host.hasPrefix("example."), !host.contains(".example"), password != user,
      !PlaceholderText.matches(password)
    else { return nil }
    return Credential(kind: "a password in an address", range: userEnd + 1..<passwordEnd)
  }

  private static func isUserInformation(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "!"),
      UInt8(ascii: "+"),
      UInt8(ascii: "="), UInt8(ascii: "%"):
      true
    default: isWord(byte)
    }
  }

  /// `eyJ….eyJ….…`: two JSON objects and a signature.
  private static func webToken(_ bytes: Bytes, _ start: Int) -> Credential? {
    guard start == 0 || !isWord(bytes[start - 1]) else { return nil }
    func part(_ start: Int) -> Int { run(bytes, from: start) { isWord($0) || $0 == UInt8(ascii: "-") } }
    let first = part(start)
    guard first - start > 12, first + 4 < bytes.count, bytes[first] == UInt8(ascii: "."),
      bytes[first + 1..<first + 4].elementsEqual("eyJ".utf8)
    else { return nil }
    let second = part(first + 1)
    guard second - first > 12, second + 1 < bytes.count, bytes[second] == UInt8(ascii: ".") else { return nil }
    let end = part(second + 1)
    return end - second > 20 ? Credential(kind: "a JSON web token", range: start..<end) : nil
  }

  /// `https://hooks.slack.com/services/T…/B…/…`: who has the address may write to the channel.
  private static func slackHook(_ bytes: Bytes, _ marker: Int) -> Credential? {
    let start = marker + "hooks.slack.com/services/".utf8.count
    let team = run(bytes, from: start) { CredentialForm.Alphabet.capitals.contains($0) }
    guard team - start >= 8, team + 1 < bytes.count, bytes[team] == 0x2F, bytes[team + 1] == UInt8(ascii: "B") else {
      return nil
    }
    let bot = run(bytes, from: team + 1) { CredentialForm.Alphabet.capitals.contains($0) }
    guard bot - team >= 9, bot < bytes.count, bytes[bot] == 0x2F else { return nil }
    let end = run(bytes, from: bot + 1) { CredentialForm.Alphabet.letters.contains($0) }
    guard end - bot > 20, isRandom(bytes, bot + 1..<end) else { return nil }
    return Credential(kind: "the address of a Slack webhook", range: start..<end)
  }

  private static func discordHook(_ bytes: Bytes, _ marker: Int) -> Credential? {
    let host = String(decoding: bytes[max(0, marker - 15)..<marker], as: UTF8.self)
    let start = marker + "/api/webhooks/".utf8.count
    let number = run(bytes, from: start) { (0x30...0x39).contains($0) }
    guard host.hasSuffix("discord.com") || host.hasSuffix("discordapp.com"), number - start >= 17, number < bytes.count,
      bytes[number] == 0x2F
    else { return nil }
    let end = run(bytes, from: number + 1) { CredentialForm.Alphabet.words.contains($0) }
    guard end - number > 60 else { return nil }
    return Credential(kind: "the address of a Discord webhook", range: start..<end)
  }

  /// A key in PEM, if more than its first line is there.
  private static func privateKey(_ bytes: Bytes, _ start: Int) -> Credential? {
    let name = run(bytes, from: start + 11) { $0 == 0x20 || CredentialForm.Alphabet.capitals.contains($0) }
    guard String(decoding: bytes[start..<name], as: UTF8.self).hasSuffix("PRIVATE KEY"), name + 5 < bytes.count,
      bytes[name..<name + 5].allSatisfy({ $0 == UInt8(ascii: "-") })
    else { return nil }
    // A line break may be written `\n`.
    var index = name + 5
    while index < bytes.count, bytes[index] <= 0x20 || bytes[index] == 0x5C || bytes[index] == UInt8(ascii: "n") {
      index += 1
    }
    let end = run(bytes, from: index) {
      CredentialForm.Alphabet.letters.contains($0) || $0 == UInt8(ascii: "+") || $0 == 0x2F || $0 == UInt8(ascii: "=")
    }
    guard end - index >= 40 else { return nil }
    return Credential(kind: "a private key", range: start..<end)
  }
}
