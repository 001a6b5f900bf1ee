import Foundation

/// The shared collection of real pipeline files and of what the original programs say of them.
///
/// It lies beside the checkout and may be absent; tests that read it then print a reason and do nothing:
///
///     guard let files = Corpus.files(in: "drone") else { return }
public enum Corpus {
  /// The folder; nil if it is absent.
  public static let root: URL? = {
    let folder = Repository.root.deletingLastPathComponent().appendingPathComponent("shared/corpus").standardizedFileURL
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// One file of the collection.
  public struct File: Sendable, CustomStringConvertible {
    /// The file's name as the tables give it, without the folder.
    public let name: String
    public let url: URL

    init(name: String, url: URL) {
      self.name = name
      self.url = url
    }

    /// The content; empty if it cannot be read.
    public var bytes: [UInt8] { (try? Data(contentsOf: url)).map { Array($0) } ?? [] }
    public var text: String { String(decoding: bytes, as: UTF8.self) }
    public var description: String { name }
  }

  /// All files directly in a folder such as `drone`, by name; nil, with a line that says so, if it is absent.
  public static func files(in folder: String) -> [File]? {
    guard let url = url(of: folder) else { return nil }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.sorted().map { File(name: $0, url: url.appendingPathComponent($0)) }
  }

  /// The file that a table names by its path, such as `drone/x.yml`; nil, with a line that says so, if it is absent.
  public static func file(_ path: String) -> File? {
    url(of: path).map { File(name: $0.lastPathComponent, url: $0) }
  }

  /// The rows of a tab-separated table by the names in its first line, with `\n`, `\t` and `\\` read as what they stand
  /// for; nil, with a line that says so, if it is absent.
  public static func table(_ path: String) -> [[String: String]]? {
    guard let text = text(of: path) else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
    guard let header = lines.first?.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) else {
      return []
    }
    return lines.dropFirst().map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(unescape)
      return Dictionary(zip(header, cells), uniquingKeysWith: { first, _ in first })
    }
  }

  /// The lines of a file of JSON lines, each one a document; a name that ends in `.gz` is decompressed.
  /// Nil, with a line that says so, if it is absent.
  public static func jsonLines(_ path: String) -> [Data]? {
    guard let text = text(of: path) else { return nil }
    return text.utf8.split(separator: 0x0A).map { Data($0) }
  }

  /// `jsonLines`, decoded.
  public static func jsonLines<Value: Decodable>(
    _ path: String, as type: Value.Type
  ) throws -> [Value]? {
    let decoder = JSONDecoder()
    return try jsonLines(path)?.map { try decoder.decode(type, from: $0) }
  }

  private static func text(of path: String) -> String? {
    guard let url = url(of: path) else { return nil }
    guard path.hasSuffix(".gz") else { return (try? Data(contentsOf: url)).map { String(decoding: $0, as: UTF8.self) } }
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
    gzip.arguments = ["-dc", url.path]
    let pipe = Pipe()
    gzip.standardOutput = pipe
    guard (try? gzip.run()) != nil else {
      Skipped.because("tests on real files: /usr/bin/gzip cannot be started")
      return nil
    }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    gzip.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  private static func url(of path: String) -> URL? {
    guard let root else {
      Skipped.because("tests on real files: there is no corpus beside the checkout (../shared/corpus)")
      return nil
    }
    let url = root.appendingPathComponent(path)
    guard FileManager.default.fileExists(atPath: url.path) else {
      Skipped.because("tests on real files: the corpus has no \(path)")
      return nil
    }
    return url
  }

  private static func unescape(_ cell: Substring) -> String {
    guard cell.utf8.contains(UInt8(ascii: "\\")) else { return String(cell) }
    var result = ""
    var isEscaped = false
    for character in cell.unicodeScalars {
      if isEscaped {
        switch character {
        case "n": result.append("\n")
        case "t": result.append("\t")
        case "\\": result.append("\\")
        default: result += "\\" + String(character)
        }
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.unicodeScalars.append(character)
      }
    }
    return isEscaped ? result + "\\" : result
  }
}
