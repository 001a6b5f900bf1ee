import Diagnostics

/// When text is coloured.
enum ColorChoice: String, CaseIterable, Sendable {
  case auto, always, never
}

extension Style {
  /// The style for a stream: what was asked for, then the conventions of the environment, then what the stream is.
  init(for stream: OutputStream, color: ColorChoice, environment: Environment) {
    let isTerminal = stream.isTerminal && environment["TERM"] != "dumb"
    let isColoured =
      switch color {
      case .always: true
      case .never: false
      case .auto:
        Style.isForced(environment) ?? (isTerminal && !environment.isSet("NO_COLOR") && environment["CLICOLOR"] != "0")
      }
    let columns = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? stream.columns
    self.init(
      isColoured: isColoured, hasLinks: isTerminal && color != .never && Style.takesLinks(environment),
      width: min(columns ?? 80, 1000))
  }

  /// What `FORCE_COLOR` and `CLICOLOR_FORCE` say; nil where they say nothing.
  private static func isForced(_ environment: Environment) -> Bool? {
    if let force = environment["FORCE_COLOR"], !force.isEmpty { return force != "0" && force != "false" }
    if let force = environment["CLICOLOR_FORCE"], !force.isEmpty, force != "0" { return true }
    return nil
  }

  /// Whether the terminal is one of those known to show OSC 8 links; others would print rubbish.
  private static func takesLinks(_ environment: Environment) -> Bool {
    if let force = environment["FORCE_HYPERLINK"], !force.isEmpty { return force != "0" }
    if let version = environment["VTE_VERSION"].flatMap({ Int($0) }), version >= 5000 { return true }
    if ["KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION"].contains(where: environment.isSet) { return true }
    if ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"].contains(environment["TERM_PROGRAM"]) { return true }
    return ["xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm"].contains(environment["TERM"])
  }
}

extension Streams {
  /// Whether standard output is a terminal that shows characters of ASCII alone, by the locale. Files and pipes get all
  /// characters, so that they do not differ from machine to machine.
  var isASCIITerminal: Bool {
    guard output.isTerminal else { return false }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.filter(environment.isSet).first.flatMap { environment[$0] } ?? ""
    let words = locale.lowercased()
    return !words.contains("utf-8") && !words.contains("utf8")
  }
}
