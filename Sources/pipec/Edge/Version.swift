import CBuild
import CYAML

/// What the program was built from.
enum Version {
  /// The version of pipec.
  static let number = "0.1.0"

  /// What `pipec --version` shows.
  static var text: String {
    var text = "pipec \(number)\n"
    let commit = String(cString: pipec_build_commit())
    if !commit.isEmpty { text += "commit: \(commit)\n" }
    text += "swift: \(compiler)\n"
    if let version = yaml_get_version_string() { text += "libyaml: \(String(cString: version))\n" }
    return text
  }

  /// The version of the compiler, as exactly as the language lets it be known.
  private static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or newer"
    #elseif compiler(>=6.3.2)
      "6.3.2 or newer"
    #elseif compiler(>=6.3.1)
      "6.3.1"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }
}
