import Checker
import Expressions
import IR
import Planner

extension Session {
  /// LineCompletion inside of an expression: of the innermost `<+`, `${` or `{{` that is open, else of a bare path.
  mutating func expressionCompletion(_ bytes: [UInt8], from start: Int, to cursor: Int) -> LineCompletion {
    let written = bytes[start..<cursor]
    let harness = lastOpen(written, [0x3C, 0x2B], [0x3E])
    let drone = lastOpen(written, [0x24, 0x7B], [0x7D])
    let template = lastOpen(written, [0x7B, 0x7B], [0x7D, 0x7D])
    switch [harness, drone, template].compactMap({ $0 }).max() {
    case nil: break
    case harness: return harnessCompletion(bytes, from: harness ?? start, to: cursor)
    case template: return templateCompletion(bytes, from: template ?? start, to: cursor)
    default: return variableCompletion(bytes, from: drone ?? start, to: cursor)
    }
    switch dialect() {
    case .harness?: return harnessCompletion(bytes, from: start, to: cursor)
    case .pipecd?: return templateCompletion(bytes, from: start, to: cursor)
    case .drone?, nil: return variableCompletion(bytes, from: start, to: cursor)
    }
  }

  /// Where the inside of the last opening begins that is not closed.
  private func lastOpen(_ bytes: ArraySlice<UInt8>, _ open: [UInt8], _ close: [UInt8]) -> Int? {
    var starts: [Int] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let rest = bytes[index...]
      if rest.starts(with: open) {
        index += open.count
        starts.append(index)
      } else if rest.starts(with: close) {
        _ = starts.popLast()
        index += close.count
      } else {
        index += 1
      }
    }
    return starts.last
  }

  // MARK: Drone

  private mutating func variableCompletion(_ bytes: [UInt8], from start: Int, to cursor: Int) -> LineCompletion {
    let text = String(decoding: bytes[start..<cursor], as: UTF8.self)
    let isName = text.utf8.allSatisfy {
      $0 == 0x5F || (0x30...0x39).contains($0) || ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A
    }
    guard isName else { return LineCompletion(range: cursor..<cursor) }
    var names = Set(droneTexts().keys)
    names.formUnion(settings.parameters.map(\.name))
    names.formUnion(surroundings.context.hostVariables.map(\.name))
    return LineCompletion(
      range: start..<cursor,
      candidates: names.filter { $0.hasPrefix(text) }.sorted().map { Candidate($0, type: "string", kind: .variable) })
  }

  // MARK: Harness

  private mutating func harnessCompletion(_ bytes: [UInt8], from start: Int, to cursor: Int) -> LineCompletion {
    // The path at the cursor begins behind the last operator, bracket or blank.
    let begin = pathStart(bytes, from: start, to: cursor)
    let path = String(decoding: bytes[begin..<cursor], as: UTF8.self)
    let dot = path.utf8.lastIndex(of: UInt8(ascii: "."))
    let wordStart = dot.map { begin + path.utf8.distance(from: path.utf8.startIndex, to: $0) + 1 } ?? begin
    let range = wordStart..<cursor
    let word = String(decoding: bytes[range], as: UTF8.self)
    guard let environment = environment() else { return treeCompletion(path, word, range) }
    let position = harnessPosition(environment)
    var candidates = environment.completions(of: path, at: position).map { completion in
      Candidate(
        completion.name, type: completion.type.rawValue, kind: completion.name.hasSuffix("(") ? .function : .path)
    }
    if let dot {
      let container = String(path[..<dot])
      let type = self.type(ofPath: container, HarnessTypes(environment: environment, position: position))
      candidates += methods(of: type, word)
    }
    return LineCompletion(range: range, candidates: candidates)
  }

  /// The type of what stands before a dot: a path, a text in quotes, or a call.
  private func type(ofPath text: String, _ types: HarnessTypes) -> JexlType {
    guard case .success(let program) = Jexl.parse(text, mode: .expression) else { return .any }
    return Jexl.types(of: program, in: types).result
  }

  private func methods(of type: JexlType, _ word: String) -> [Candidate] {
    guard type != .node, type != .map, type != .any else { return [] }
    return type.methodNames.filter { $0.hasPrefix(word) }.map { name in
      Candidate(name + "(", type: type.resultType(of: name)?.rawValue ?? "any", kind: .method)
    }
  }

  private func pathStart(_ bytes: [UInt8], from start: Int, to cursor: Int) -> Int {
    var index = cursor
    var depth = 0
    while index > start {
      let byte = bytes[index - 1]
      if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") {
        depth += 1
      } else if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") {
        if depth == 0 { break }
        depth -= 1
      } else if depth == 0 {
        let isWord =
          byte == 0x5F || byte == 0x2E || (0x30...0x39).contains(byte) || byte >= 0x80
          || ((0x61...0x7A).contains(byte | 0x20))
        // Names of steps may have hyphens; a subtraction has blanks around it.
        let isHyphen = byte == 0x2D && index - 1 > start && bytes[index - 2] > 0x20
        guard isWord || isHyphen else { break }
      }
      index -= 1
    }
    return index
  }

  /// What was set, where there is no file.
  private func treeCompletion(_ path: String, _ word: String, _ range: Range<Int>) -> LineCompletion {
    var map = settings.tree
    var parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if !parts.isEmpty { parts.removeLast() }
    for part in parts {
      guard case .map(let inner)? = map[part] else { return LineCompletion(range: range) }
      map = inner
    }
    var names = zip(map.keys, map.values).map { Candidate($0.javaText, type: JexlType(of: $1).rawValue, kind: .path) }
    if parts.isEmpty {
      names += HarnessFunctor.allCases.map { Candidate($0.rawValue, type: "functor", kind: .function) }
    } else if parts.count == 1, let functor = HarnessFunctor(rawValue: parts[0]) {
      names += functor.functionNames.map {
        Candidate($0 + "(", type: functor.resultType(of: $0)?.rawValue ?? "any", kind: .function)
      }
    }
    return LineCompletion(
      range: range, candidates: names.filter { $0.text.hasPrefix(word) }.sorted { $0.text < $1.text })
  }

  // MARK: Go templates

  private mutating func templateCompletion(_ bytes: [UInt8], from start: Int, to cursor: Int) -> LineCompletion {
    var begin = cursor
    while begin > start {
      let byte = bytes[begin - 1]
      guard
        byte == 0x5F || byte == 0x2E || byte == 0x24 || (0x30...0x39).contains(byte)
          || (0x61...0x7A).contains(byte | 0x20)
      else { break }
      begin -= 1
    }
    let path = String(decoding: bytes[begin..<cursor], as: UTF8.self)
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else {
      let names =
        GoTemplate.Functions.builtIn.names + ["if", "else", "end", "range", "with", "define", "template", "block"]
      return LineCompletion(
        range: begin..<cursor,
        candidates: names.filter { $0.hasPrefix(path) }.sorted().map {
          Candidate($0, type: "function", kind: .function)
        })
    }
    var value = templateData()
    let offset = path.utf8.distance(from: path.utf8.startIndex, to: dot)
    for part in path[..<dot].split(separator: ".") where part != "$" {
      guard let member = value.members.first(where: { $0.name == part }) else {
        return LineCompletion(range: cursor..<cursor)
      }
      value = member.value
    }
    let word = String(path[path.utf8.index(after: dot)...])
    return LineCompletion(
      range: (begin + offset + 1)..<cursor,
      candidates: value.members.filter { $0.name.hasPrefix(word) }.map {
        Candidate($0.name, type: $0.value.dataType.word, kind: .field)
      })
  }
}
