import Diagnostics
import Expressions

/// What the numbers of shellcheck mean for the scripts of pipelines.
enum ShellCodes {
  /// What says nothing about a script in a pipeline: there is no first line with a shell, files are fetched only by a run,
  /// variables come from the pipeline. And where reading a broken script began, another number says better.
  static let irrelevant = [1009, 1090, 1091, 2148, 2154]

  /// What is a matter of opinion, or wrong only where a name has a blank in it.
  private static let opinions: Set<Int> = [
    1010, 2006, 2010, 2011, 2012, 2027, 2034, 2038, 2044, 2045, 2046, 2048, 2068, 2076, 2086, 2088, 2091, 2103, 2115,
    2119,
    2120,
    2124,
    2128, 2140, 2145, 2153, 2155, 2162, 2164, 2174, 2181, 2183, 2188, 2206, 2207, 2223, 2227, 3013, 3015, 3016, 3017,
    3018, 3019,
    3025, 3028, 3037, 3040,
    3043, 3045, 3047,
  ]

  /// What dash, the shell of Debian and its kin, does otherwise than bash, or not at all.
  private static let notInDash: Set<Int> = [
    3001, 3003, 3005, 3006, 3009, 3010, 3011, 3014, 3020, 3024, 3030, 3044, 3046, 3053, 3054, 3057, 3060,
  ]
  /// The same for the shell of busybox, which is that of Alpine.
  private static let notInBusybox: Set<Int> = [3001, 3005, 3009, 3011, 3024, 3030, 3044, 3053, 3054]

  /// nil: nothing is to be said.
  static func severity(of comment: ShellComment, in script: StepScript) -> Diagnostic.Severity? {
    if irrelevant.contains(comment.code) { return nil }
    if isSyntax(comment) { return .error }
    guard comment.level == .error || comment.level == .warning, !opinions.contains(comment.code) else { return .info }
    guard (3000..<4000).contains(comment.code) else { return .warning }
    // What sh is, the image decides.
    switch KnownShell(image: script.image) {
    case .dash: return notInDash.contains(comment.code) ? .warning : .info
    case .busybox: return notInBusybox.contains(comment.code) ? .warning : nil
    case .bash: return nil
    case .unknown: return .info
    }
  }

  /// Whether the shell cannot read the script.
  static func isSyntax(_ comment: ShellComment) -> Bool { comment.level == .error && comment.code < 2000 }

  /// The comment that says most of several about syntax: those that only tell where reading stopped come last.
  static func best(of comments: [ShellComment]) -> ShellComment? {
    comments.first { ![1009, 1072, 1073].contains($0.code) } ?? comments.first { $0.code == 1073 } ?? comments.first
  }

  /// Whether it is about a text that is always the same, which a masked one is not.
  static func looksAtConstants(_ code: Int) -> Bool {
    [
      2016, 2041, 2042, 2043, 2050, 2057, 2066, 2071, 2072, 2078, 2157, 2158, 2159, 2160, 2161, 2170, 2193, 2194, 2195,
      2221, 2222, 2194,
      2242, 2254, 2258,
    ].contains(code) || (1000..<2000).contains(code)
  }

  /// One clause without a full stop, with the number.
  static func message(of comment: ShellComment) -> String {
    var text = comment.message[...]
    while let last = text.last, last == "." || last == " " { text = text.dropLast() }
    return "SC\(comment.code): \(text)"
  }
}

/// The program that `/bin/sh` is in an image, as far as the image is known.
enum KnownShell {
  case dash, busybox, bash, unknown

  private static let debian: Set<String> = [
    "debian", "ubuntu", "golang", "node", "python", "ruby", "rust", "php", "perl", "gcc", "buildpack-deps",
  ]
  private static let busyboxes: Set<String> = ["alpine", "busybox", "docker"]
  private static let redHat: Set<String> = [
    "centos", "fedora", "rockylinux", "almalinux", "amazonlinux", "oraclelinux",
  ]

  init(image: String?) {
    self = .unknown
    guard let image, let name = ImageName(image), name.host == "docker.io", name.repository.hasPrefix("library/") else {
      return
    }
    let repository = String(name.repository.dropFirst("library/".count))
    let tag = name.tag ?? "latest"
    if ["windows", "nano", "rc-", "amazon", "fedora"].contains(where: tag.contains) { return }
    if Self.busyboxes.contains(repository) || (Self.debian.contains(repository) && tag.contains("alpine")) {
      self = .busybox
    } else if Self.debian.contains(repository) {
      self = .dash
    } else if Self.redHat.contains(repository) {
      self = .bash
    }
  }
}
