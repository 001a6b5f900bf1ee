import Foundation
import TestSupport
import Testing

/// What the pages for people point at is there, and people find the pages.
@Suite struct DocumentTests {
  static let pages: [String] = (try? Repository.files("md")) ?? []

  /// Where the links of a page lead, without those to other sites, as paths from the root. What is code is no link.
  private static func links(of page: String) throws -> [(path: String, anchor: String?)] {
    var text = try Repository.text(page)
    text.replace(/(?m)^```[\s\S]*?^```/, with: "")
    text.replace(/`[^`\n]*`/, with: "")
    let folder = (page as NSString).deletingLastPathComponent
    return text.matches(of: /\]\(([^)\s]+)\)/).compactMap { match in
      let target = String(match.1)
      if target.contains("://") || target.hasPrefix("mailto:") { return nil }
      let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let path = URL(fileURLWithPath: "/" + (folder.isEmpty ? "" : folder + "/") + parts[0]).standardized.path
      return (parts[0].isEmpty ? page : String(path.dropFirst()), parts.count > 1 ? parts[1] : nil)
    }
  }

  /// The anchors that a forge gives to the headings of a page.
  private static func anchors(of page: String) throws -> [String] {
    try Repository.text(page).matches(of: /(?m)^#+ +(.*)$/).map { match in
      String(match.1.lowercased().compactMap { $0 == " " ? "-" : $0.isLetter || $0.isNumber || $0 == "-" ? $0 : nil })
    }
  }

  @Test(arguments: pages) func linksLeadSomewhere(_ page: String) throws {
    for link in try Self.links(of: page) {
      #expect(FileManager.default.fileExists(atPath: Repository.url(link.path).path), "\(page) links to \(link.path)")
      if let anchor = link.anchor {
        #expect(try Self.anchors(of: link.path).contains(anchor), "\(page) links to \(link.path)#\(anchor)")
      }
    }
  }

  /// From the README one gets to every page, and from the index to every page of the documentation.
  @Test(arguments: [("README.md", ""), ("docs/README.md", "docs/")])
  func everyPageIsReached(_ start: String, _ folder: String) throws {
    var reached: Set<String> = [start]
    var waiting = [start]
    while let page = waiting.popLast() {
      for link in try Self.links(of: page) {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: Repository.url(link.path).path, isDirectory: &isFolder)
        let path = isFolder.boolValue ? link.path + "/README.md" : link.path
        if Self.pages.contains(path), reached.insert(path).inserted { waiting.append(path) }
      }
    }
    let lost = Self.pages.filter { $0.hasPrefix(folder) && !reached.contains($0) }
    #expect(lost == [], "no link leads there from \(start)")
  }

  /// Files of this repository that a page names between backticks.
  @Test(arguments: pages.filter { !$0.contains("rules/") }) func namedFilesExist(_ page: String) throws {
    let name = /`((?:Sources|Tests|scripts|grammar|docs|examples|Fuzzing|Benchmarks)\/[^`\s]*)`/
    for match in try Repository.text(page).matches(of: name) where !match.1.contains(/[A-Z]{4}|[*…]|YourRule/) {
      #expect(FileManager.default.fileExists(atPath: Repository.url(String(match.1)).path), "\(page) names \(match.1)")
    }
  }
}
