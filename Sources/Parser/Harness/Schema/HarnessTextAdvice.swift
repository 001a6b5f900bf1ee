/// What to write instead of a text that does not have the form it must have.
struct HarnessTextAdvice {
  /// What to do, in words.
  var help: String?
  /// The text to write instead.
  var replacement: String?

  init(of text: String, _ meaning: String, key: String?) {
    if meaning.hasPrefix("a time") {
      self = Self.time(text)
    } else if key == "identifier" || key == "barrierRef" {
      self = Self.identifier(text)
    } else if meaning.hasPrefix("an amount of memory") {
      self = Self.memory(text)
    } else if meaning.hasPrefix("a number of processors") {
      self = Self.processors(text)
    } else if meaning.hasPrefix("the identifier of a secret") {
      self = Self.secret(text)
    } else if key == "runAsUser" {
      self.help = "write the number of the user, such as `1000`; `0` is root"
    }
  }

  private init(help: String? = nil, replacement: String? = nil) {
    self.help = help ?? replacement.map { "write `\($0)`" }
    self.replacement = replacement
  }

  private static func identifier(_ text: String) -> HarnessTextAdvice {
    if text.contains("<+") {
      return HarnessTextAdvice(
        help:
          "an identifier is fixed; to name the iterations of a loop, write `nodeName` under its `matrix` or `repeat`")
    }
    var mended = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          let isWord =
            scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
            || ("0"..."9").contains(scalar)
          return isWord ? scalar : "_"
        }))
    if let first = mended.unicodeScalars.first, ("0"..."9").contains(first) { mended = "_" + mended }
    mended = String(mended.prefix(128))
    return mended.isEmpty ? HarnessTextAdvice() : HarnessTextAdvice(replacement: mended)
  }

  private static func time(_ text: String) -> HarnessTextAdvice {
    let compact = text.lowercased().filter { $0 != " " }
    if let number = Int(compact), number > 0 {
      return HarnessTextAdvice(help: "write the unit: `\(number)m` are minutes, `\(max(number, 10))s` seconds")
    }
    if compact.hasSuffix("ms") { return HarnessTextAdvice(help: "the shortest unit is a second") }
    for (unit, words) in [
      ("m", ["minutes", "minute", "mins", "min"]), ("h", ["hours", "hour"]),
      ("s", ["seconds", "second", "secs", "sec"]), ("d", ["days", "day"]),
    ] {
      for word in words where compact.hasSuffix(word) {
        if let number = Int(compact.dropLast(word.count)), number > 0, unit != "s" || number > 9 {
          return HarnessTextAdvice(replacement: "\(number)\(unit)")
        }
      }
    }
    if compact.hasSuffix("s"), let number = Int(compact.dropLast()), number < 10 {
      return HarnessTextAdvice(help: "seconds alone must have two digits: `10s` is the least")
    }
    return HarnessTextAdvice(help: "units are `w`, `d`, `h`, `m` and `s`, at most one space stands between groups")
  }

  private static func memory(_ text: String) -> HarnessTextAdvice {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let unit = text.dropFirst(digits.count).filter { $0 != " " }.lowercased()
    guard !digits.isEmpty else { return HarnessTextAdvice(help: "write `500Mi` or `2Gi`") }
    switch unit {
    case "mb", "mib", "m": return HarnessTextAdvice(replacement: "\(digits)Mi")
    case "gb", "gib", "g": return HarnessTextAdvice(replacement: "\(digits)Gi")
    case "kb", "kib": return HarnessTextAdvice(replacement: "\(digits)Ki")
    default: return HarnessTextAdvice(help: "write `500Mi` or `2Gi`")
    }
  }

  private static func processors(_ text: String) -> HarnessTextAdvice {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let unit = text.dropFirst(digits.count).filter { $0 != " " }.lowercased()
    guard !digits.isEmpty else { return HarnessTextAdvice(help: "write `2`, `0.5` or `400m`") }
    switch unit {
    case "millis", "millicores", "milli", "mcpu": return HarnessTextAdvice(replacement: "\(digits)m")
    case "cpu", "cpus", "core", "cores", "vcpu": return HarnessTextAdvice(replacement: "\(digits)")
    default: return HarnessTextAdvice(help: "write `2`, `0.5` or `400m`")
    }
  }

  /// `<+secrets.getValue("org.x")>` in place of `org.x`.
  private static func secret(_ text: String) -> HarnessTextAdvice {
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else {
      return HarnessTextAdvice(help: "write the identifier of the secret alone")
    }
    let name = text[text.index(after: open)..<close].filter { $0 != "\"" && $0 != "'" }
    return name.isEmpty || name.contains("<")
      ? HarnessTextAdvice(help: "write the identifier of the secret alone") : HarnessTextAdvice(replacement: name)
  }
}
