import Interpreter
import Planner
import Testing

extension ContractPromise {
  /// What any backend promises, one that runs nothing as well.
  static let general: [ContractPromise] = [
    ContractPromise("a step writes and ends") { subject in
      try await ContractRun.with(subject, scripts: ["a": .init(output: "one\ntwo\n")]) { run in
        let result = try await run.complete(run.step("a", "echo one; echo two"))
        #expect(result.output == "one\ntwo\n")
        #expect(result.status == .exited(code: 0))
      }
    },
    ContractPromise("the exit code is the step's") { subject in
      let codes: [Int32] = [1, 7, 78, 255]
      let scripts = codes.map { ("exit-\($0)", ContractSubject.Script(status: $0)) }
      try await ContractRun.with(subject, scripts: Dictionary(uniqueKeysWithValues: scripts)) { run in
        for code in codes {
          let result = try await run.complete(run.step("exit-\(code)", "exit \(code)"))
          #expect(result.status == .exited(code: code))
          #expect(result.output.isEmpty)
        }
      }
    },
    ContractPromise("a stopped step is killed, and its output ends") { subject in
      try await ContractRun.with(subject, scripts: ["endless": .init(output: "ready\n", isEndless: true)]) { run in
        let handle = try await run.start(run.step("endless", "echo ready; while :; do sleep 1000; done"))
        async let status = run.backend.wait(for: handle, in: run.run)
        var text = ""
        for await chunk in run.backend.output(of: handle, in: run.run) {
          text += String(decoding: chunk, as: UTF8.self)
          if text == "ready\n" { await run.backend.stop(handle, in: run.run) }
        }
        #expect(text == "ready\n")
        #expect(try await status == .killed)
        await run.backend.remove(handle, in: run.run)
      }
    },
    ContractPromise("stopping, removing and tidying twice is fine") { subject in
      try await ContractRun.with(subject, scripts: ["a": .init(output: "done\n")]) { run in
        let handle = try await run.start(run.step("a", "echo done"))
        _ = await run.output(of: handle)
        _ = try await run.backend.wait(for: handle, in: run.run)
        for _ in 0..<2 { await run.backend.stop(handle, in: run.run) }
        for _ in 0..<2 { await run.backend.remove(handle, in: run.run) }
        for _ in 0..<2 { await run.backend.cleanUp(run.run) }
      }
    },
    ContractPromise("tidying ends a step that still runs") { subject in
      try await ContractRun.with(subject, scripts: ["endless": .init(isEndless: true)]) { run in
        let handle = try await run.start(run.step("endless", "while :; do sleep 1000; done"))
        async let end = run.output(of: handle)
        await run.backend.cleanUp(run.run)
        #expect(await end.isEmpty)
      }
    },
    ContractPromise("steps overlap") { subject in
      let names = (1...4).map { "step-\($0)" }
      let scripts = names.map { ($0, ContractSubject.Script(output: "\($0)\n")) }
      try await ContractRun.with(subject, scripts: Dictionary(uniqueKeysWithValues: scripts)) { run in
        let outputs = try await withThrowingTaskGroup(of: String.self) { group in
          for name in names {
            group.addTask { try await run.complete(run.step(name, "echo \(name)")).output }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outputs.sorted() == names.map { "\($0)\n" })
      }
    },
  ]

  /// What backends promise that really run scripts.
  static let withScripts: [ContractPromise] = [
    ContractPromise("what a step leaves can be read, also when it failed", needs: [.scripts]) { subject in
      try await ContractRun.with(subject) { run in
        let script = "mkdir -p deep/er; echo one > a.env; echo two > deep/er/b.xml; echo three > deep/c.xml; exit 3"
        let handle = try await run.start(run.step("leaver", script))
        _ = await run.output(of: handle)
        #expect(try await run.backend.wait(for: handle, in: run.run) == .exited(code: 3))
        let folder = run.run.pipeline.workspace.full
        func read(_ path: String, _ isWanted: @escaping @Sendable (String) -> Bool) async throws -> [String] {
          let request = StepFileRequest(path: folder + path, isWanted: isWanted)
          return try await run.backend.files(request, of: handle, in: run.run)
            .map { "\($0.path): \(String(decoding: $0.bytes, as: UTF8.self))" }
        }
        #expect(try await read("/a.env") { $0.isEmpty } == [": one\n"])
        #expect(try await read("") { $0.hasSuffix(".xml") } == ["deep/c.xml: three\n", "deep/er/b.xml: two\n"])
        #expect(try await read("/deep/er") { _ in true } == ["b.xml: two\n"])
        #expect(try await read("/gone") { _ in true } == [])
        await run.backend.remove(handle, in: run.run)
      }
    },
    ContractPromise("standard error is merged", needs: [.scripts]) { subject in
      try await ContractRun.with(subject) { run in
        let result = try await run.complete(run.step("a", "echo seen; echo also seen >&2"))
        #expect(result.output.split(separator: "\n").sorted() == ["also seen", "seen"])
      }
    },
    ContractPromise("the environment arrives exactly", needs: [.scripts]) { subject in
      let values: [(name: String, value: String)] = [
        ("PLAIN", "value"), ("EMPTY", ""), ("LINES", "one\ntwo\n"), ("SPACES", "  a  b "), ("EQUALS", "a=b=c"),
        ("DOLLAR", "$HOME ${X} `date` \\"), ("QUOTES", "\"'"), ("WIDE", "größer 日本 🙂"), ("PLUGIN_MY-KEY", "dash"),
        ("LONG", String(repeating: "x", count: 100_000)),
      ]
      try await ContractRun.with(subject) { run in
        // The last command keeps the shell from becoming tr itself, whose environment would be another one.
        let script = "tr '\\000' '\\001' < /proc/$$/environ; :"
        let result = try await run.complete(run.step("a", script), environment: values)
        #expect(result.status == .exited(code: 0), "\(result.output.prefix(300))")
        let entries = result.output.split(separator: "\u{1}", omittingEmptySubsequences: false).map(String.init)
        for (name, value) in values {
          let found = entries.filter { $0.hasPrefix("\(name)=") }
          #expect(found.count == 1 && found[0] == "\(name)=\(value)", "\(name): \(found.map { $0.prefix(80) })")
        }
      }
    },
    ContractPromise("a step starts in its working directory", needs: [.scripts]) { subject in
      try await ContractRun.with(subject) { run in
        let full = run.subject.workspace.full
        _ = try await run.complete(run.step("make", "mkdir -p below && echo here > below/file"))
        let step = run.step("read", "cat file") { $0.workingDirectory = "\(full)/below" }
        let found = try await run.complete(step).output
        #expect(found == "here\n")
      }
    },
    ContractPromise("steps share the workspace", needs: [.scripts]) { subject in
      try await ContractRun.with(subject) { run in
        let found = try await run.complete(run.step("write", "echo shared > file")).status
        #expect(found == .exited(code: 0))
        let next = try await run.complete(run.step("read", "cat file")).output
        #expect(next == "shared\n")
      }
    },
    ContractPromise("runs do not share their workspaces", needs: [.scripts]) { subject in
      try await ContractRun.with(subject) { first in
        _ = try await first.complete(first.step("write", "echo mine > file"))
        try await ContractRun.with(subject) { second in
          let found = try await second.complete(second.step("look", "ls -A")).output
          #expect(found == "")
        }
      }
    },
    ContractPromise("output without an end of line arrives", needs: [.scripts]) { subject in
      try await ContractRun.with(subject) { run in
        let found = try await run.complete(run.step("a", "printf 'no end'")).output
        #expect(found == "no end")
      }
    },
    ContractPromise("bytes that are no text arrive", needs: [.scripts]) { subject in
      try await ContractRun.with(subject) { run in
        let handle = try await run.start(run.step("a", "printf 'a\\000b\\377\\001c'"))
        var bytes: [UInt8] = []
        for await chunk in run.backend.output(of: handle, in: run.run) { bytes += chunk }
        _ = try await run.backend.wait(for: handle, in: run.run)
        #expect(bytes == [0x61, 0, 0x62, 0xFF, 1, 0x63])
      }
    },
    ContractPromise("large output arrives whole, in order, in small pieces", needs: [.scripts]) { subject in
      try await ContractRun.with(subject) { run in
        let script =
          "i=0; while [ $i -lt 16 ]; do head -c 1048576 /dev/zero | tr '\\0' a; i=$((i+1)); done; echo; echo end"
        let handle = try await run.start(run.step("large", script))
        var count = 0
        var largest = 0
        var tail: [UInt8] = []
        for await chunk in run.backend.output(of: handle, in: run.run) {
          count += chunk.count
          largest = max(largest, chunk.count)
          tail = Array((tail + chunk).suffix(6))
        }
        let found = try await run.backend.wait(for: handle, in: run.run)
        #expect(found == .exited(code: 0))
        #expect(count == 16 << 20 + 5)
        #expect(tail == Array("a\nend\n".utf8))
        #expect(largest <= 4 << 20)
      }
    },
    ContractPromise("a step that nobody reads is held back, and can be stopped", needs: [.scripts]) { subject in
      try await ContractRun.with(subject) { run in
        let handle = try await run.start(run.step("flood", "while :; do echo flood; done"))
        async let status = run.backend.wait(for: handle, in: run.run)
        for await chunk in run.backend.output(of: handle, in: run.run) where !chunk.isEmpty { break }
        await run.backend.stop(handle, in: run.run)
        #expect(try await status == .killed)
      }
    },
    ContractPromise("an input does not wait for anybody", needs: [.scripts]) { subject in
      try await ContractRun.with(subject) { run in
        let found = try await run.complete(run.step("a", "cat; echo end")).output
        #expect(found == "end\n")
      }
    },
    ContractPromise("a program that does not exist is a failure", needs: [.scripts]) { subject in
      try await ContractRun.with(subject) { run in
        let step = run.step("a", "") { $0.entrypoint = ["/no/such/program"] }
        var ended: Interpreter.ExitStatus?
        do { ended = try await run.complete(step).status } catch is BackendError { return }
        #expect(ended == .exited(code: 127))
      }
    },
  ]
}
