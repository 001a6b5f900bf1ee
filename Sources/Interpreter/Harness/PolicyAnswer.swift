import FoundationEssentials

/// What `opa eval --format json data` prints.
enum PolicyAnswer {
  /// A value of JSON.
  private indirect enum Value: Decodable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([Value])
    case map([String: Value])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let flag = try? container.decode(Bool.self) {
        self = .flag(flag)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let list = try? container.decode([Value].self) {
        self = .list(list)
      } else {
        self = .map(try container.decode([String: Value].self))
      }
    }
  }

  private struct Answer: Decodable {
    struct Result: Decodable {
      struct Expression: Decodable {
        var value: Value
      }
      var expressions: [Expression]?
    }
    struct Failure: Decodable {
      var message: String?
    }
    var result: [Result]?
    var errors: [Failure]?
  }

  static func verdict(_ bytes: [UInt8]) -> PolicyEvaluator.Verdict {
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(bytes)) else {
      return .failed("the answer of the policy program is no JSON")
    }
    if let message = answer.errors?.first?.message { return .failed(message) }
    var objections: [String] = []
    var isDenied = false
    for value in (answer.result ?? []).flatMap({ $0.expressions ?? [] }).map(\.value) {
      collect(value, &objections, &isDenied)
    }
    return isDenied ? .denies(objections.sorted()) : .passes
  }

  /// Looks for `deny` in every package.
  private static func collect(_ value: Value, _ objections: inout [String], _ isDenied: inout Bool, depth: Int = 0) {
    guard case .map(let members) = value, depth < 64 else { return }
    for (name, member) in members.sorted(by: { $0.key < $1.key }) {
      guard name == "deny" else {
        collect(member, &objections, &isDenied, depth: depth + 1)
        continue
      }
      switch member {
      case .flag(let flag): isDenied = isDenied || flag
      case .text(let text):
        isDenied = true
        objections.append(text)
      case .list(let list):
        isDenied = isDenied || !list.isEmpty
        objections += list.compactMap(sentence)
      case .map(let map):
        isDenied = isDenied || !map.isEmpty
        objections += map.sorted { $0.key < $1.key }.map { sentence($0.value) ?? $0.key }
      case .null, .number: break
      }
    }
  }

  /// A member of `deny` as a sentence: itself, or its `msg` or `message`.
  private static func sentence(_ value: Value) -> String? {
    switch value {
    case .text(let text): text
    case .map(let members): members["msg"].flatMap(sentence) ?? members["message"].flatMap(sentence)
    case .null, .flag, .number, .list: nil
    }
  }
}
