import Expressions
import IR

extension Language {
  /// The language that a text shows by its form: `<+…>` is Harness's, `${…}` Drone's, and `{{…}}` Go's; nil where none of
  /// them is there.
  public static func shown(by bytes: [UInt8]) -> Language? {
    if contains(bytes, 0x3C, 0x2B), hasHarnessSpan(bytes) { return .harness }
    if contains(bytes, 0x24, 0x7B) { return .drone }
    if contains(bytes, 0x7B, 0x7B) { return .gotemplate }
    return nil
  }

  private static func hasHarnessSpan(_ bytes: [UInt8]) -> Bool {
    let text = HarnessText.scan(bytes)
    return !text.spans.isEmpty
  }

  private static func contains(_ bytes: [UInt8], _ first: UInt8, _ second: UInt8) -> Bool {
    bytes.indices.dropLast().contains { bytes[$0] == first && bytes[$0 + 1] == second }
  }
}

extension Dialect {
  /// The language of the expressions in its files.
  var language: Language {
    switch self {
    case .drone: .drone
    case .harness: .harness
    case .pipecd: .gotemplate
    }
  }

  /// The name for people.
  public var displayName: String {
    switch self {
    case .drone: "Drone"
    case .harness: "Harness"
    case .pipecd: "PipeCD"
    }
  }
}
