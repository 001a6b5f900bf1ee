import Testing

@testable import Interpreter

@Suite struct TestReportTests {
  /// Harness collects JUnit files by patterns with `**` (reference, reports).
  @Test(
    arguments: [
      ("**/*.xml", "/harness", ["a.xml", "x/y/z.xml"], ["a.txt", "x/y/z.xmlx", ""]),
      (
        "target/*/TEST-*.xml", "/harness/target", ["surefire/TEST-a.xml"],
        ["surefire/a.xml", "TEST-a.xml", "a/b/TEST-c.xml"]
      ),
      ("/tmp/reports/junit.xml", "/tmp/reports/junit.xml", [""], ["junit.xml"]),
      ("./out/**/r?.xml", "/harness/out", ["r1.xml", "a/b/r2.xml"], ["a/r10.xml"]),
      ("a/**/b/**/c.xml", "/harness/a", ["b/c.xml", "x/b/y/z/c.xml"], ["c.xml", "b/x/d.xml"]),
    ] as [(String, String, [String], [String])])
  func patterns(_ pattern: String, _ folder: String, _ matching: [String], _ others: [String]) {
    let glob = ReportGlob(pattern, workspace: "/harness")
    #expect(glob.folder == folder)
    for path in matching { #expect(glob.matches(path), "\(path)") }
    for path in others { #expect(!glob.matches(path), "\(path)") }
  }

  /// What the Ant task, Maven, pytest and Go's converters write.
  @Test(
    arguments: [
      (
        "<testsuite><testcase name='a'/><testcase name='b'><failure>x</failure></testcase></testsuite>",
        "2 tests, 1 failed"
      ),
      (
        "<?xml version='1.0'?><!-- <testcase/> --><testsuites><testsuite><testcase name=\"a>b\"><error/><system-out><![CDATA[<testcase>]]></system-out></testcase>"
          + "<testcase name='c'><skipped/></testcase><testcase name='d'></testcase></testsuite></testsuites>",
        "3 tests, 1 had errors, 1 skipped"
      ),
      ("<testcase name='a'><rerunFailure/><failure/><failure/></testcase>", "1 test, 1 failed"),
      ("<failure/>", nil), ("", nil), ("<testcase", nil), ("<!-- never ends", nil),
    ] as [(String, String?)])
  func counts(_ xml: String, _ expected: String?) {
    var reports = TestReports()
    reports.add(junit: Array(xml.utf8))
    #expect(reports.summary == expected)
  }

  /// Many `**` and `*` take no longer than few.
  @Test func patternsAreLinear() {
    let glob = ReportGlob(String(repeating: "**/*a*/", count: 200) + "x", workspace: "/harness")
    #expect(!glob.matches(Array(repeating: "aaaaaaaaaaaaaaaaaaaa", count: 200).joined(separator: "/")))
  }
}
