import Foundation

/// Programs that are not pipec's and that a test tries it with.
public enum OutsideProgram {
  /// The path of a program on the `PATH`; nil, with a line that says so, if there is none.
  public static func path(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    for folder in folders {
      let path = "\(folder)/\(name)"
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    Skipped.because("tests that need \(name): it is not installed (scripts/setup test)")
    return nil
  }

  /// The Python that has the packages which `scripts/python` installs; nil, with a line that says so, if there is none.
  /// `PIPEC_TEST_PYTHON` names another one.
  public static var python: String? {
    let named = ProcessInfo.processInfo.environment["PIPEC_TEST_PYTHON"] ?? ""
    let path = named.isEmpty ? Repository.url(".build/python/bin/python").path : named
    if FileManager.default.isExecutableFile(atPath: path) { return path }
    Skipped.because("tests that need packages of PyPI: they are not installed (scripts/python)")
    return nil
  }
}
