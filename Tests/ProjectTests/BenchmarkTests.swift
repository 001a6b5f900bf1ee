import Foundation
import TestSupport
import Testing

/// `make bench` prints the tables of the README, so the rows must be Markdown and say what was measured.
@Suite struct BenchmarkTests {
  @Test(arguments: [
    ("bare", "2.87 13312\n0.70 800\n", "| x | 2.9 ms | 0.7 ms | 4.1× | 13 MB |\n"),
    ("bare", "7084 27648\n7041 1024\n", "| x | 7.1 s | 7.0 s | 1.01× | 27 MB |\n"),
    ("bare", "603.4 79872\n35.2 1024\n", "| x | 603 ms | 35 ms | 17× | 78 MB |\n"),
    ("peers", "112.9 1\n5270 1\n257 1\n", "| x | 113 ms | 5.3 s (47×) | 257 ms (2.28×) |\n"),
    ("peers", "3.1 1\n", ""),
  ]) func rowsAreThoseOfTheTables(_ kind: String, _ measured: String, _ row: String) throws {
    let awk = Process()
    awk.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    awk.arguments = ["awk", "-v", "kind=\(kind)", "-v", "what=x", "-f", Repository.url("Benchmarks/row.awk").path]
    let (input, output) = (Pipe(), Pipe())
    awk.standardInput = input
    awk.standardOutput = output
    try awk.run()
    input.fileHandleForWriting.write(Data(measured.utf8))
    try input.fileHandleForWriting.close()
    let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    awk.waitUntilExit()
    #expect(printed == row)
    #expect(awk.terminationStatus == (row.isEmpty ? 1 : 0))
  }
}
