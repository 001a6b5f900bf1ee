import Diagnostics
import IR
import Parser

/// Documents of texts, and values by their paths.
enum HarnessSample {
  static func document(_ text: String, name: String = "x.yaml", id: UInt32 = 0) -> Document? {
    HarnessLoader.load(Source(id: SourceID(id), name: name, text: text + "\n")).documents.first
  }

  static func pipeline(_ text: String) -> HarnessPipeline? {
    if case .harness(.pipeline(let pipeline))? = document(text) { pipeline } else { nil }
  }

  static func inputSet(_ text: String) -> HarnessInputSet? {
    if case .harness(.inputSet(let set))? = document(text) { set } else { nil }
  }

  static func overlay(_ text: String) -> HarnessOverlayInputSet? {
    if case .harness(.overlayInputSet(let set))? = document(text) { set } else { nil }
  }

  static func template(_ text: String, id: UInt32 = 1) -> HarnessTemplate? {
    if case .harness(.template(let template))? = document(text, name: "template.yaml", id: id) { template } else { nil }
  }

  /// The scalar at a path as expressions have it: items of lists by identifier or name, wrappers left out.
  static func value(at path: String, in data: Data) -> String? {
    find(path.split(separator: ".").map(String.init)[...], in: data)?.scalarText?.value
  }

  private static func find(_ path: ArraySlice<String>, in data: Data) -> Data? {
    guard let first = path.first else { return data }
    if let items = data.items {
      for item in items {
        if let members = item["parallel"], let found = find(path, in: members) { return found }
        let body = ["stage", "step", "stepGroup", "insert"].compactMap { item[$0] }.first ?? item
        let name = (body["identifier"] ?? body["name"])?.scalarText?.value ?? ""
        for count in 1...path.count where path.prefix(count).joined(separator: ".") == name {
          return find(path.dropFirst(count), in: body)
        }
      }
      return nil
    }
    return data[first].flatMap { find(path.dropFirst(), in: $0) }
  }
}
