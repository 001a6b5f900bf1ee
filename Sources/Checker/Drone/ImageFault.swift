import Expressions

/// What is wrong with the name of an image that Docker's rules reject.
struct ImageFault: Hashable {
  let message: String
  /// The name that is meant, where that is plain.
  var replacement: String?
  var help: String?

  /// Nil for names that are right, and for images given by their identifier or digest alone.
  init?(of text: String) {
    guard ImageName(text) == nil, !Self.isIdentifier(text) else { return nil }
    let path = text.split(separator: "/", omittingEmptySubsequences: false)
    let last = path.last ?? ""
    if path.count > 2, path[0].hasSuffix(":"), path[1].isEmpty {
      message = "the name of an image is no address"
      let rest = path.dropFirst(2).joined(separator: "/")
      replacement = ImageName(rest) == nil || rest.hasPrefix("hub.docker.com/") ? nil : rest
      help = "write what `docker pull` takes: the registry, the path and a tag"
    } else if text.contains(where: \.isWhitespace) {
      message = "the name of this image contains white space"
      let joined = String(text.filter { !$0.isWhitespace })
      replacement = ImageName(joined) == nil ? nil : joined
    } else if let at = last.firstIndex(of: "@") {
      message = "what follows the `@` is no digest"
      let tagged = text[..<text.index(text.endIndex, offsetBy: -last.distance(from: at, to: last.endIndex))]
      let tag = last[last.index(after: at)...]
      let joined = "\(tagged):\(tag)"
      replacement = ImageName(joined) == nil ? nil : joined
      help = "a digest is `sha256:` and 64 digits; a tag follows a `:`"
    } else if last.filter({ $0 == ":" }).count > 1 {
      message = "the name of this image has two tags"
      help = "leave one of them"
    } else if last.hasSuffix(":") {
      message = "the tag of this image is empty"
      replacement = ImageName(String(text.dropLast())) == nil ? nil : String(text.dropLast())
    } else {
      let tag = last.firstIndex(of: ":").map { last[$0...] } ?? ""
      let lowered = text.dropLast(tag.count).lowercased() + tag
      if ImageName(lowered) != nil {
        message = "the name of an image is in lower case"
        replacement = lowered
      } else {
        message = "`\(text)` is not the name of an image"
        help = "a name is a path of lower-case letters, digits and `._-`, and behind it `:` and a tag"
      }
    }
  }

  private static func isIdentifier(_ text: String) -> Bool {
    let digits = text.hasPrefix("sha256:") ? text.dropFirst(7) : text[...]
    return digits.utf8.count == 64 && digits.allSatisfy { $0.isHexDigit && !$0.isUppercase }
  }
}
