import CPlugins
import CSearch
import Glibc
import Synchronization

/// Finds what is known of a plugin by its image.
///
/// The table is a text inside the program; an entry is read when a file uses its image, and nothing before.
public enum PluginTable {
  /// The plugin whose image this is, tag and digest aside; nil where the table has none.
  public static func plugin(image: String) -> PluginDescription? {
    let name = canonicalName(of: image)
    guard !name.isEmpty, !name.utf8.contains(where: { $0 <= 0x20 || $0 == 0x23 }) else { return nil }
    if let known = known.withLock({ $0[name] }) { return known }
    let found = find(name)
    known.withLock { if $0.count < 4096 { $0[name] = .some(found) } }
    return found
  }

  /// What was looked for before: files of one repository use the same few images.
  private static let known = Mutex<[String: PluginDescription?]>([:])

  private static func find(_ name: String) -> PluginDescription? {
    var line = "\nimage \(name)\n"
    return line.withUTF8 { needle in
      let text = table
      guard let base = text.baseAddress, let start = needle.baseAddress,
        let hit = memmem(base, text.count, start, needle.count)
      else { return nil }
      let offset = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
      return description(around: offset, in: text)
    }
  }

  /// All of them, in the order of the table.
  public static var all: [PluginDescription] {
    var result: [PluginDescription] = []
    var offset = 0
    let text = table
    while let start = find(entryMark, in: text, from: offset) {
      if let plugin = description(around: start + 1, in: text) { result.append(plugin) }
      offset = start + entryMark.utf8CodeUnitCount
    }
    return result
  }

  /// The images of all of them, as the table has them.
  public static var images: [String] {
    table.split(separator: 0x0A).compactMap { line in
      let words = line.split(separator: 0x20)
      guard words.count == 2, words[0].elementsEqual("image".utf8) else { return nil }
      return String(decoding: words[1], as: UTF8.self)
    }
  }

  /// An image's name as the table has it: lower case, without tag, digest, the hosts that mean Docker's registry, and what
  /// stands before them in the address of a proxy.
  static func canonicalName(of image: String) -> String {
    var name = image.lowercased()[...]
    if let at = name.firstIndex(of: "@") { name = name[..<at] }
    if let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") { name = name[..<colon] }
    // Most images name no host at all.
    let hosts =
      name.utf8.contains(UInt8(ascii: ".")) ? ["docker.io/", "index.docker.io/", "registry.hub.docker.com/"] : []
    for host in hosts {
      if name.hasPrefix(host) {
        name = name.dropFirst(host.count)
      } else if let range = name.firstRange(of: "/" + host) {
        name = name[range.upperBound...]
      }
    }
    if name.hasPrefix("library/") { name = name.dropFirst("library/".count) }
    return String(name)
  }

  // MARK: The text

  private static let entryMark: StaticString = "\nplugin "

  private static var table: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: pipec_plugins_text(), count: pipec_plugins_size())
  }

  private static func find(_ mark: StaticString, in text: UnsafeBufferPointer<UInt8>, from offset: Int) -> Int? {
    guard let base = text.baseAddress, offset < text.count,
      let hit = memmem(base + offset, text.count - offset, mark.utf8Start, mark.utf8CodeUnitCount)
    else { return nil }
    return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
  }

  /// The entry that an offset lies in.
  private static func description(around offset: Int, in text: UnsafeBufferPointer<UInt8>) -> PluginDescription? {
    guard let base = text.baseAddress else { return nil }
    let end = find(entryMark, in: text, from: offset) ?? text.count
    var start = 0
    // The last mark before the offset.
    let mark = UnsafeBufferPointer(start: entryMark.utf8Start, count: entryMark.utf8CodeUnitCount)
    var limit = offset + 1
    while limit > 0 {
      guard let hit = memrchr(base, 0x0A, limit) else { break }
      let position = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
      if text[position...].starts(with: mark) {
        start = position + 1
        break
      }
      limit = position
    }
    return PluginReader.read(String(decoding: UnsafeBufferPointer(rebasing: text[start..<end]), as: UTF8.self))
  }
}
