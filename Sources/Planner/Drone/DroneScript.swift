import Expressions

/// The script that runs a step's commands: each is traced, and the first that fails ends it.
enum DroneScript {
  /// For a POSIX shell in a container, which gets the script through its standard input.
  ///
  /// Before the commands it writes the netrc file where there is one, takes away the variables that only the script
  /// needs, and makes failures end it. The remote debugging sessions (tmate) of a Drone server are left out: a local run
  /// has a shell at hand.
  static func posix(_ commands: [String]) -> String {
    """

    if test -n "$DRONE_NETRC_FILE"
    then
      (umask 077 && echo "$DRONE_NETRC_FILE" > "$HOME/.netrc")
      chmod 600 "$HOME/.netrc"
    fi
    unset DRONE_SCRIPT DRONE_NETRC_MACHINE DRONE_NETRC_USERNAME DRONE_NETRC_PASSWORD DRONE_NETRC_FILE
    set -e

    """ + traced(commands)
  }

  /// For a POSIX shell on the host.
  static func host(_ commands: [String]) -> String {
    "\nset -e\n" + traced(commands)
  }

  /// For PowerShell in a Windows container.
  static func windows(_ commands: [String]) -> String {
    var script = """

      if ($Env:DRONE_NETRC_FILE) {
        Set-Content -Path (Join-Path $Env:USERPROFILE "_netrc") -Value $Env:DRONE_NETRC_FILE
      }
      foreach ($name in "SCRIPT", "NETRC_MACHINE", "NETRC_USERNAME", "NETRC_PASSWORD", "NETRC_FILE") {
        Remove-Item -Path "Env:DRONE_$name" -ErrorAction SilentlyContinue
      }
      $ErrorActionPreference = "stop"

      """
    for command in commands {
      let trace = escapingDollars(GoQuote.quote("+ " + command), with: "`")
      script += "\necho \(trace)\n\(command)\nif ($LastExitCode -gt 0) { exit $LastExitCode }\n"
    }
    return script
  }

  /// A blank line, the trace and the command itself, for every command. Backticks in the trace are left as they are, so
  /// that the shell runs what is between them once more, as it does under Drone.
  private static func traced(_ commands: [String]) -> String {
    var script = ""
    for command in commands {
      script += "\necho + \(escapingDollars(GoQuote.quote(command), with: "\\"))\n\(command)\n"
    }
    return script
  }

  private static func escapingDollars(_ text: String, with escape: Unicode.Scalar) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "$" { result.append(escape) }
      result.append(scalar)
    }
    return String(result)
  }
}
