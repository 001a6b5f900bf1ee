import Diagnostics
import Expressions
import IR

/// A file in the folder of an application that secrets and attachments are put into.
struct RenderedTarget {
  /// As the application names it.
  var path: String
  /// Where it does.
  var place: Span
  /// The file.
  var source: Source
  /// The file as a template.
  var syntax: Result<GoTemplate.Syntax, GoTemplate.Failure>
  /// What it is rendered with.
  var data: GoTemplate.DataType

  /// All targets that are there and small enough to be read, each once.
  static func all(in document: PipeCDDocument, _ neighbours: PipeCDNeighbours?) -> [RenderedTarget] {
    guard let companions = neighbours?.companions, let application = document.application else { return [] }
    let encryption = application.encryption.value
    let attachment = application.attachment.value
    let secrets = encryption?.secrets.value.names ?? []
    var fields: [GoTemplate.DataType.Field] = []
    if !secrets.isEmpty { fields.append(.init("encryptedSecrets", .map(.text, keys: secrets))) }
    if let names = attachment?.sources.value.names, !names.isEmpty {
      fields.append(.init("attachment", .map(.text, keys: names)))
    }
    // Targets without secrets are not rendered.
    let targets = (secrets.isEmpty ? [] : encryption?.targets.value ?? []) + (attachment?.targets.value ?? [])
    var seen: Set<String> = []
    return targets.compactMap { target in
      let path = PipeCDNeighbours.cleaned(target.value)
      guard let place = target.place, seen.insert(path).inserted else { return nil }
      guard let source = companions.first(where: { $0.path == path })?.source else { return nil }
      return RenderedTarget(
        path: path, place: place, source: source,
        syntax: GoTemplate.parse(source.wholeText, functions: .sprig), data: .structure("the file", fields))
    }
  }

  /// Whether a place belongs to a path that begins with `.encryptedSecrets`.
  func isSecret(_ range: Range<Int>) -> Bool {
    let start = max(0, range.lowerBound - 24)
    let around = source.bytes[start..<min(range.upperBound, source.bytes.count)]
    return String(decoding: around, as: UTF8.self).contains("encryptedSecrets")
  }
}

extension Source {
  /// All of it as text.
  var wholeText: String { String(decoding: bytes, as: UTF8.self) }
}

extension PipeCDNeighbours {
  /// A path without `./` at its beginning and slashes at its end.
  static func cleaned(_ path: String) -> String {
    var path = path
    while path.hasPrefix("./") { path = String(path.dropFirst(2)) }
    while path.count > 1, path.hasSuffix("/") { path = String(path.dropLast()) }
    return path
  }

  /// Whether a file configures an application.
  static func isConfiguration(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return name.hasSuffix(".pipecd.yaml") || name == "app.pipecd.yaml" || name == ".pipe.yaml"
  }
}
