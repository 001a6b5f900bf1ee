import Foundation
import TestSupport
import Testing

/// The wheel, as pip and pre-commit take it.
@Suite struct WheelTests {
  /// What a clone of the repository holds that pip looks at, and a wheel of a program that stands in for the one that is
  /// tested: it is small, and calls it.
  struct Published {
    var runner: ProgramRunner
    /// A Python with pre-commit.
    var python: String
    /// The program that the wheel carries.
    var program: String { runner.folder.path + "/program" }

    init?() throws {
      guard let python = OutsideProgram.python, OutsideProgram.path("gcc") != nil else { return nil }
      self.python = python
      runner = try ProgramRunner()
      try runner.write(
        "program.c",
        "#include <unistd.h>\nint main(int n, char **words) { return execv(\"\(ProgramRunner.binary)\", words) + n; }\n"
      )
      let compiled = try runner.shell("gcc -o program program.c")
      #expect(compiled.status == 0, "\(compiled.error)")
      runner.environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
      runner.environment["PIP_NO_INDEX"] = "1"
      runner.environment["PIP_FIND_LINKS"] = runner.folder.path + "/wheels"
      runner.environment["PRE_COMMIT_HOME"] = runner.folder.path + "/hooks"
      runner.environment["python"] = python
      // Members of git's configuration by environment, so that nobody's own is read.
      let identity = ["AUTHOR_NAME": "a", "AUTHOR_EMAIL": "a@b", "COMMITTER_NAME": "a", "COMMITTER_EMAIL": "a@b"]
      for (name, value) in identity { runner.environment["GIT_" + name] = value }
      try Self.copy(
        ["pyproject.toml", ".pre-commit-hooks.yaml", "README.md", "LICENSE", "Sources/pipec/Edge/Version.swift"]
          + Repository.files(in: "packaging", "py"), to: runner, below: "clone")
      _ = try runner.shell("cd clone && git init -q && git add -A && git commit -qm x && git tag v0.1.0")
    }

    private static func copy(_ paths: [String], to runner: ProgramRunner, below folder: String) throws {
      for path in paths { try runner.write("\(folder)/\(path)", Array(Data(contentsOf: Repository.url(path)))) }
    }

    /// Writes the wheel into `wheels`, and returns its name.
    @discardableResult func wheel() throws -> String {
      let result = try runner.shell("'\(python)' clone/packaging/python/backend.py program wheels")
      #expect(result.error == "")
      return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  @Test func wheelHoldsWhatItSays() throws {
    guard let published = try Published() else { return }
    let runner = published.runner
    defer { runner.remove() }
    let path = try published.wheel()
    let version = try runner.run("--version").output.split(separator: "\n")[0].dropFirst("pipec ".count)
    #expect(path.hasPrefix("wheels/pipec-\(version)-py3-none-"))
    try runner.write("again/x", "")
    _ = try runner.shell("'\(published.python)' clone/packaging/python/backend.py program again")
    #expect(try runner.shell("cmp \(path) again/*.whl") == .init(0))
    try runner.write(
      "verify.py",
      """
      import base64, csv, hashlib, io, sys, zipfile
      wheel = zipfile.ZipFile(sys.argv[1])
      names = wheel.namelist()
      record = [name for name in names if name.endswith(".dist-info/RECORD")][0]
      rows = list(csv.reader(io.StringIO(wheel.read(record).decode())))
      assert sorted(row[0] for row in rows) == sorted(names), names
      for name, digest, size in rows:
          if name == record: continue
          content = wheel.read(name)
          wanted = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
          assert digest == "sha256=" + wanted and int(size) == len(content), name
      program = wheel.read([name for name in names if name.endswith("scripts/pipec")][0])
      assert program == open(sys.argv[2], "rb").read()
      tag = wheel.read(record.replace("RECORD", "WHEEL")).decode().split("Tag: ")[1].strip()
      assert sys.argv[1].endswith(tag + ".whl"), tag
      print(len(names))
      """)
    let verified = try runner.shell("'\(published.python)' verify.py \(path) program")
    #expect(verified.error == "")
    // The program, three shells, a page for each command and one for pipec, and four files that say what it is.
    #expect(verified.output == "\(1 + 3 + UsageTests.commands.count + 1 + 4)\n")
  }

  /// What the tag is made of, beside what binutils says of the same programs.
  @Test func needsAreThoseThatReadelfSees() throws {
    guard let readelf = OutsideProgram.path("readelf"), let python = OutsideProgram.path("python3") else { return }
    let runner = try ProgramRunner()
    defer { runner.remove() }
    for program in ["/bin/sh", "/usr/bin/git", ProgramRunner.binary] {
      let script = """
        import sys; sys.dont_write_bytecode = True; sys.path.insert(0, '\(Repository.url("packaging/python").path)')
        import elf; p = elf.Program('\(program)'); print('%d.%d' % p.glibc, *p.libraries)
        """
      try runner.write("needs.py", script)
      let ours = try runner.shell("'\(python)' needs.py")
      #expect(ours.error == "")
      let theirs = try runner.shell(
        """
        printf '%s' "$('\(readelf)' -VW '\(program)' | grep -o 'Name: GLIBC_2[.0-9]*' | cut -d_ -f2 | sort -uV | tail -n 1)"
        '\(readelf)' -dW '\(program)' | sed -n 's/.*(NEEDED).*\\[\\(.*\\)\\]/ \\1/p' | tr -d '\\n'; echo
        """)
      #expect(ours.output == theirs.output)
    }
  }

  @Test func pipInstallsIt() throws {
    guard let published = try Published() else { return }
    var runner = published.runner
    defer { runner.remove() }
    try published.wheel()
    // From the wheel; from a clone with a program; from a clone with nothing but the wheel to be found.
    for (target, program) in [("pipec", ""), ("./clone", published.program), ("./clone", "")] {
      runner.environment["PIPEC_BINARY"] = program.isEmpty ? nil : program
      let installed = try runner.shell(
        """
        rm -rf venv && "$python" -m venv --without-pip venv &&
        "$python" -m pip --python venv/bin/python install -q \(target) && venv/bin/pipec --version &&
        test -e venv/share/man/man1/pipec-check.1 && cmp venv/bin/pipec program
        """)
      #expect(installed.status == 0, "\(target) \(installed.error)")
      #expect(installed.output == (try runner.run("--version").output))
    }
    runner.environment["PIPEC_BINARY"] = "/nowhere"
    let refused = try runner.shell("\"$python\" -m pip --python venv/bin/python install ./clone 2>&1")
    #expect(refused.status != 0)
    #expect(refused.output.contains("PIPEC_BINARY names /nowhere, which is no program"))
  }

  @Test func preCommitTakesTheManifest() throws {
    guard let published = try Published() else { return }
    defer { published.runner.remove() }
    let manifest = Repository.url(".pre-commit-hooks.yaml").path
    #expect(
      try published.runner.shell("\"$python\" -m pre_commit validate-manifest '\(manifest)'") == .init(0))
  }
}
