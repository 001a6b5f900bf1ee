import Interpreter
import Planner
import Testing

extension ContractPromise {
  /// What backends promise that give each step a container.
  static let withContainers: [ContractPromise] = [
    ContractPromise("a step reaches another by name", needs: [.containers]) { subject in
      try await ContractRun.with(subject) { run in
        let server = run.step("server", "echo hello > index.html; exec httpd -f -p 8080")
        let handle = try await run.start(server)
        let client = run.step(
          "client",
          "i=0; until wget -q -O- http://server:8080/; do i=$((i+1)); [ $i -lt 50 ] || exit 9; sleep 0.1; done")
        let result = try await run.complete(client)
        #expect(result.status == .exited(code: 0))
        #expect(result.output.hasSuffix("hello\n"))
        await run.backend.stop(handle, in: run.run)
      }
    },
    ContractPromise("runs do not see each other's names", needs: [.containers]) { subject in
      try await ContractRun.with(subject) { first in
        let handle = try await first.start(first.step("server", "sleep 1000"))
        try await ContractRun.with(subject) { second in
          let result = try await second.complete(second.step("client", "nslookup server >/dev/null 2>&1 || echo alone"))
          #expect(result.output == "alone\n")
        }
        await first.backend.stop(handle, in: first.run)
      }
    },
    ContractPromise("volumes are shared, memory is not", needs: [.containers]) { subject in
      let volumes = [
        Plan.Volume(name: "cache", storage: .temporary), Plan.Volume(name: "quick", storage: .memory(limit: 1 << 20)),
      ]
      let mounts = [
        Plan.Mount(volume: "cache", path: "/cache"), Plan.Mount(volume: "quick", path: "/quick"),
        Plan.Mount(volume: "undeclared", path: "/nothing"),
      ]
      try await ContractRun.with(subject, volumes: volumes) { run in
        let write = run.step(
          "write",
          "echo kept > /cache/file; echo lost > /quick/file; ls -d /nothing 2>/dev/null || echo nothing; stat -c %a /quick"
        ) {
          $0.mounts += mounts
        }
        let read = run.step(
          "read", "cat /cache/file; ls /quick; head -c 2000000 /dev/zero > /quick/big 2>/dev/null || echo full"
        ) {
          $0.mounts += mounts
        }
        let written = try await run.complete(write)
        #expect(written.output == "nothing\n700\n")
        let result = try await run.complete(read)
        #expect(result.output.hasPrefix("kept\n"))
        #expect(result.output.hasSuffix("full\n"))
        #expect(!result.output.contains("file\n"))
      }
    },
    ContractPromise("a missing image is an image error", needs: [.containers]) { subject in
      try await ContractRun.with(subject) { run in
        for (policy, id) in [(Plan.PullPolicy.never, "never"), (.ifNotExists, "missing"), (.always, "always")] {
          let step = run.step(id, "true") {
            $0.image = "localhost:1/no/such:image"
            $0.pull = policy
          }
          do {
            _ = try await run.start(step)
            Issue.record("\(policy) started")
          } catch BackendError.image(let message) {
            #expect(message.contains("localhost:1/no/such:image"))
          }
        }
      }
    },
    ContractPromise("a cancelled start leaves nothing", needs: [.containers]) { subject in
      try await ContractRun.with(subject) { run in
        let task = Task { try await run.start(run.step("a", "sleep 1000")) }
        task.cancel()
        do {
          let handle = try await task.value
          await run.backend.stop(handle, in: run.run)
        } catch let error as BackendError {
          #expect(error == .cancelled)
        }
      }
    },
  ]
}
