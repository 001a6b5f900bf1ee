import Expressions

/// Values that come from a file in JSON or from a command line, for texts that stand in no pipeline.
public enum ContextValues {
  /// Why a file of values cannot be used, as the end of a sentence that begins with its name.
  public struct Failure: Error, Hashable, Sendable {
    public var message: String
  }

  /// The tree of a JSON object. It may stand below one key `context` that says what it is.
  public static func tree(_ json: String) throws(Failure) -> JexlMap {
    switch JexlJSON.parse(json) {
    case .success(.map(let map)):
      if map.count == 1, case .map(let inner)? = map["context"] { return inner }
      return map
    case .success: throw Failure(message: "is no JSON object")
    case .failure(let problem):
      throw Failure(message: "is no JSON: \(problem.message) at byte \(problem.offset + 1)")
    }
  }

  /// The names and texts of a JSON object, also of those below `env` and `variables`; numbers and truth values are written
  /// as JSON writes them, everything else is left out.
  public static func texts(_ json: String) throws(Failure) -> [String: String] {
    guard case .success(.map(let map)) = JexlJSON.parse(json) else {
      throw Failure(message: "is no JSON object of names and values")
    }
    return texts(map, depth: 0)
  }

  private static func texts(_ map: JexlMap, depth: Int) -> [String: String] {
    var result: [String: String] = [:]
    for (key, value) in zip(map.keys, map.values) {
      let name = key.javaText
      switch value {
      case .string(let text): result[name] = text
      case .boolean, .integer, .long, .double, .bigInteger, .bigDecimal: result[name] = value.javaText
      case .map(let inner) where ["env", "variables"].contains(name) && depth < 8:
        result.merge(texts(inner, depth: depth + 1)) { $1 }
      default: break
      }
    }
    return result
  }

  /// The tree with a text at a path of names with dots between.
  public static func setting(_ path: String, to text: String, in tree: JexlMap) -> JexlMap {
    setting(path.split(separator: ".").prefix(64).map(String.init)[...], to: .string(text), in: tree)
  }

  static func setting(_ path: ArraySlice<String>, to value: JexlValue, in map: JexlMap) -> JexlMap {
    guard let name = path.first else { return map }
    var result = map
    if path.count == 1 {
      result[.string(name)] = value
    } else {
      var inner = JexlMap()
      if case .map(let known)? = map[name] { inner = known }
      result[.string(name)] = .map(setting(path.dropFirst(), to: value, in: inner))
    }
    return result
  }
}
