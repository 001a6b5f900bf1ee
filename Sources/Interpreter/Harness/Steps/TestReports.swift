/// What the test reports of a run say together.
struct TestReports: Hashable, Sendable {
  var tests = 0
  var failures = 0
  var errors = 0
  var skipped = 0

  /// Adds what a file in JUnit's form says: its `testcase` elements, and what stands in them.
  mutating func add(junit bytes: [UInt8]) {
    var isInCase = false
    var outcome: WritableKeyPath<TestReports, Int>?
    JUnitElements.forEach(in: bytes) { name, isEnd, isEmpty in
      switch name {
      case "testcase":
        if isEnd {
          if isInCase, let outcome { self[keyPath: outcome] += 1 }
          isInCase = false
        } else {
          tests += 1
          isInCase = !isEmpty
          outcome = nil
        }
      case "failure" where isInCase && !isEnd: outcome = outcome ?? \.failures
      case "error" where isInCase && !isEnd: outcome = outcome ?? \.errors
      case "skipped" where isInCase && !isEnd: outcome = outcome ?? \.skipped
      default: break
      }
    }
  }

  mutating func add(_ other: TestReports) {
    tests += other.tests
    failures += other.failures
    errors += other.errors
    skipped += other.skipped
  }

  /// One clause; nil where there were no tests.
  var summary: String? {
    guard tests > 0 else { return nil }
    let bad = [(failures, "failed"), (errors, "had errors"), (skipped, "skipped")].filter { $0.0 > 0 }
    let parts = ["\(tests) test\(tests == 1 ? "" : "s")"] + bad.map { "\($0.0) \($0.1)" }
    return parts.joined(separator: ", ")
  }
}

/// The names of the elements of an XML file, without what they hold: as much as counting needs.
enum JUnitElements {
  /// Calls `body` with each tag: its name, whether it ends an element, whether it is empty. Comments, texts and quoted
  /// values are passed over.
  static func forEach(in bytes: [UInt8], _ body: (_ name: String, _ isEnd: Bool, _ isEmpty: Bool) -> Void) {
    var index = 0
    while let open = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
      index = open + 1
      if skip("!--", until: "-->", bytes, &index) || skip("![CDATA[", until: "]]>", bytes, &index)
        || skip("?", until: "?>", bytes, &index)
      {
        continue
      }
      let isEnd = index < bytes.count && bytes[index] == UInt8(ascii: "/")
      if isEnd { index += 1 }
      let start = index
      while index < bytes.count, !" \t\r\n/>".utf8.contains(bytes[index]) { index += 1 }
      let name = String(decoding: bytes[start..<index], as: UTF8.self)
      var quote: UInt8?
      while index < bytes.count, quote != nil || bytes[index] != UInt8(ascii: ">") {
        if let open = quote {
          if bytes[index] == open { quote = nil }
        } else if bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") {
          quote = bytes[index]
        }
        index += 1
      }
      guard index < bytes.count else { return }
      body(name, isEnd, bytes[index - 1] == UInt8(ascii: "/"))
      index += 1
    }
  }

  private static func skip(_ beginning: String, until end: String, _ bytes: [UInt8], _ index: inout Int) -> Bool {
    guard bytes[index...].starts(with: beginning.utf8) else { return false }
    let wanted = Array(end.utf8)
    index += beginning.utf8.count
    while index < bytes.count, !bytes[index...].starts(with: wanted) { index += 1 }
    index = min(index + wanted.count, bytes.count)
    return true
  }
}

/// A path pattern of `reports`: `*` and `?` within a part, `**` over any number of them.
struct ReportGlob: Sendable {
  /// The deepest folder that every match lies in, or the file itself where nothing is a pattern.
  let folder: String
  private let parts: [String]

  /// - Parameter workspace: what relative patterns begin in.
  init(_ pattern: String, workspace: String) {
    let path = pattern.hasPrefix("/") ? pattern : "\(workspace)/\(pattern)"
    let all = path.split(separator: "/").map(String.init).filter { $0 != "." }
    let fixed = all.prefix { !$0.contains(where: { "*?".contains($0) }) }
    folder = "/" + fixed.joined(separator: "/")
    parts = Array(all.dropFirst(fixed.count))
  }

  /// Whether a path below `folder` matches; the empty path is the file itself.
  func matches(_ path: String) -> Bool {
    Self.match(parts[...], path.split(separator: "/").map(String.init)[...])
  }

  private static func match(_ parts: ArraySlice<String>, _ path: ArraySlice<String>) -> Bool {
    // Row by row as one does for `*` in texts, so that many `**` take no longer.
    var reached = [Bool](repeating: false, count: path.count + 1)
    reached[0] = true
    for part in parts {
      var next = [Bool](repeating: false, count: path.count + 1)
      if part == "**" {
        var isReached = false
        for index in reached.indices {
          isReached = isReached || reached[index]
          next[index] = isReached
        }
      } else {
        for (index, name) in path.enumerated() where reached[index] { next[index + 1] = matchesName(part, name) }
      }
      reached = next
    }
    return reached[path.count]
  }

  private static func matchesName(_ pattern: String, _ name: String) -> Bool {
    let name = Array(name)
    var reached = [Bool](repeating: false, count: name.count + 1)
    reached[0] = true
    for character in pattern {
      var next = [Bool](repeating: false, count: name.count + 1)
      if character == "*" {
        var isReached = false
        for index in reached.indices {
          isReached = isReached || reached[index]
          next[index] = isReached
        }
      } else {
        for index in name.indices where reached[index] {
          next[index + 1] = character == "?" || character == name[index]
        }
      }
      reached = next
    }
    return reached[name.count]
  }
}
