import Diagnostics

/// Addresses of files for terminals that take links.
enum FileLink {
  /// The `file:` address of a source; its bare name where it is no file.
  @Sendable static func address(of source: Source) -> String {
    guard source.name != "<stdin>" else { return "" }
    let path = source.name.hasPrefix("/") ? source.name : (PipelineFiles.currentFolder() ?? "") + "/" + source.name
    var address = "file://"
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        address.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        address += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
      }
    }
    return address
  }
}
