import Expressions
import Planner

/// What plugins that build and upload tell about it in the file that `PLUGIN_ARTIFACT_FILE` names.
enum HarnessArtifacts {
  /// The value of `stepArtifacts`; nil where the file is none of theirs.
  ///
  /// Images come as `{"kind": "docker/v1", "data": {"registryUrl": …, "images": [{"image": "NAME:TAG", "digest": …}]}}`, files as
  /// `{"kind": "fileUpload/v1", "data": {"fileArtifacts": [{"name": …, "url": …}]}}`.
  static func read(_ bytes: [UInt8]) -> HarnessValue? {
    guard case .success(let json) = JexlJSON.parse(String(decoding: bytes, as: UTF8.self)),
      case .map(let root) = json, case .map(let data)? = root["data"]
    else { return nil }
    let images = list(data["images"]).map { entry in image(entry, registry: data["registryUrl"]?.text ?? "") }
    let files = list(data["fileArtifacts"]).map { file in
      HarnessValue.map([
        .init("name", .text(file["name"]?.text ?? "")), .init("url", .text(file["url"]?.text ?? "")),
      ])
    }
    guard !images.isEmpty || !files.isEmpty else { return nil }
    return .map([.init("publishedImageArtifacts", .list(images)), .init("publishedFileArtifacts", .list(files))])
  }

  private static func image(_ image: JexlMap, registry: String) -> HarnessValue {
    let name = image["image"]?.text ?? ""
    let colon = name.lastIndex(of: ":").flatMap { name[$0...].contains("/") ? nil : $0 }
    let tag = colon.map { String(name[name.index(after: $0)...]) } ?? ""
    let base = colon.map { String(name[..<$0]) } ?? name
    return .map([
      .init("imageName", .text(base)), .init("tag", .text(tag)),
      .init("url", .text(registry.isEmpty ? name : "\(registry.hasSuffix("/") ? registry : registry + "/")\(name)")),
      .init("digest", .text(image["digest"]?.text ?? "")),
    ])
  }

  private static func list(_ value: JexlValue?) -> [JexlMap] {
    guard case .list(let items)? = value else { return [] }
    return items.compactMap { if case .map(let map) = $0 { map } else { nil } }
  }
}
