import Testing

@testable import Interpreter

/// The cipher of secrets (§4.6), with the vectors of the reference.
@Suite struct AES256GCMTests {
  private static let key = (0..<32).map { UInt8($0) }
  private static let nonce = [UInt8](repeating: 0, count: 12)

  private static func bytes(_ hexadecimal: String) -> [UInt8] {
    stride(from: 0, to: hexadecimal.count, by: 2).compactMap { offset in
      UInt8(hexadecimal.dropFirst(offset).prefix(2), radix: 16)
    }
  }

  @Test(arguments: [
    ("66d9d9b2da0e0c4679f3a82524f5e0499271e16f30", "hello"), ("f05d76ae4ab99fe5a6f69b3148c2363d", ""),
  ]) func opens(_ sealed: String, text: String) {
    let cipher = AES256GCM(key: Self.key)
    #expect(cipher?.open(Self.bytes(sealed), nonce: Self.nonce) == Array(text.utf8))
  }

  @Test func refusesWhatDoesNotFit() {
    let sealed = Self.bytes("66d9d9b2da0e0c4679f3a82524f5e0499271e16f31")
    #expect(AES256GCM(key: Self.key)?.open(sealed, nonce: Self.nonce) == nil)
    #expect(AES256GCM(key: Self.key)?.open([1, 2], nonce: Self.nonce) == nil)
    #expect(AES256GCM(key: [1]) == nil)
  }
}
