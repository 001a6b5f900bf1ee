import Expressions
import Testing

@Suite struct CleanPathTests {
  @Test(arguments: [
    ("", "."), (".", "."), ("/", "/"), ("//", "/"), ("a//b/", "a/b"), ("./a/./b", "a/b"), ("a/../b", "b"),
    ("../a", "../a"), ("a/../../b", "../b"), ("/../a", "/a"), ("/a/..", "/"), ("a/..", "."),
    ("/run/./drone/", "/run/drone"),
    // A combining accent is no part of the slash before it.
    ("/run/\u{301}x/../drone", "/run/drone"), ("\u{301}/a/", "\u{301}/a"),
  ])
  func cleaned(_ path: String, _ expected: String) {
    #expect(CleanPath.of(path) == expected)
  }
}
