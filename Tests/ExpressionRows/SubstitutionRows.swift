/// What the real library makes of single texts, by the function at work.
public enum SubstitutionRows {
  /// The environment of the rows.
  public static let environment = [
    "A": "foo", "B": "Bar_baz", "P": "/path/to/file.tar.gz", "V": "v1.2.3", "T": "release/1.0",
    "SHA": "8f51ad7884c5eb69c11d260a31da7a745e6b78e2", "N": "3", "NEG": "-2", "E": "", "ML": "l1\nl2", "U": "éa",
    "X": "aXbXc",
  ]

  public static let values: [(input: String, output: String)] = [
    ("${A}", "foo"), ("$A", "$A"), ("${a}", ""), ("${MISSING}", ""), ("${1}", ""), ("${_}", ""), ("${0A}", ""),
    // Case.
    ("${A^}", "Foo"), ("${A^^}", "FOO"), ("${B,}", "bar_baz"), ("${B,,}", "bar_baz"), ("${A,^}", "foo"),
    ("${A^,}", "foo"), ("${U^}", "Éa"), ("${U^^}", "ÉA"),
    // Length, in bytes.
    ("${#A}", "3"), ("${#U}", "3"), ("${#MISSING}", "0"),
    // Pieces.
    ("${SHA:0:8}", "8f51ad78"), ("${A:1}", "oo"), ("${A:3}", ""), ("${A:5}", ""), ("${A:1:1}", "o"),
    ("${A:1:99}", "oo"), ("${A:1:0}", ""), ("${A: -1}", "foo"), ("${A:x}", "foo"), ("${A:1:x}", "foo"),
    ("${A:0x1}", "foo"), ("${A:-1}", "foo"), ("${A:-1:1}", "foo"), ("${A:${NEG}}", "oo"), ("${A:1::2}", "oo"),
    ("${SHA:0:${N}}", "8f5"), ("${A:+1}", "foo"), ("${A:99999999999999999999}", "foo"), ("${A:0:+2}", "fo"),
    // Trimming.
    ("${P#*/}", "path/to/file.tar.gz"), ("${P##*/}", "file.tar.gz"), ("${P%.*}", "/path/to/file.tar"),
    ("${P%%.*}", "/path/to/file"), ("${P%/*}", "/path/to"), ("${P%%/*}", ""), ("${A#*}", "oo"), ("${A##*}", ""),
    ("${A%*}", "fo"), ("${A%%*}", ""), ("${P#[/]}", "path/to/file.tar.gz"), ("${P%[z]}", "/path/to/file.tar.gz"),
    ("${P##*[t]}", "ar.gz"), ("${P%?}", "/path/to/file.tar.g"), ("${A#[}", "foo"), ("${A#f[}", "foo"),
    ("${A#\\}", "foo"), ("${A#[^o]}", "oo"), ("${A#[a-g]}", "oo"), ("${A#[]f]}", "foo"), ("${A#\\f}", "oo"),
    ("${V#v}", "1.2.3"), ("${V##v}", "1.2.3"), ("${A#bar}", "foo"), ("${U##*é}", "a"), ("${U%a}", "é"),
    // Replacing.
    ("${V//./-}", "v1-2-3"), ("${T/\\//-}", "release-1.0"), ("${T//\\//-}", "release-1.0"),
    ("${P/*/X}", "/path/to/file.tar.gz"), ("${X/X/}", "abXc"), ("${X//X/}", "abc"), ("${X/#a/A}", "AXbXc"),
    ("${X/%c/C}", "aXbXC"), ("${P/#\\/path/}", "/path/to/file.tar.gz"), ("${P/%.gz/}", "/path/to/file.tar.gz"),
    ("${X/b/${A}}", "aXfooXc"), ("${A/x} foo/bar}", "foo"), ("${A/o/$${B}}", "f${Bo}"), ("${X/a//b}", "bXbXc"),
    ("${A//${E}/-}", "-f-o-o-"), ("${A/${E}/-}", "-foo"), ("${P/%.gz/${E}}", "/path/to/file.tar"),
    // Defaults: all five forms mean the same.
    ("${MISSING:-def}", "def"), ("${MISSING:=def}", "def"), ("${MISSING=def}", "def"), ("${MISSING:?def}", "def"),
    ("${MISSING:+def}", "def"), ("${A:+alt}", "foo"), ("${A:?e}", "foo"), ("${E:-def}", "def"), ("${E=def}", "def"),
    ("${MISSING:-}", ""), ("${MISSING:-x${A}y${B}z}", "xfooyBar_bazz"), ("${MISSING:-${M2:-deep}}", "deep"),
    ("${MISSING:-a}b}", "ab}"), ("${MISSING:-{}}", "{}"), ("${MISSING:-$$}", "$$"), ("${MISSING:-\\/}", "\\/"),
    ("${MISSING:-$(date)}", "$(date)"), ("${MISSING:-'x'}", "'x'"), ("${MISSING=-d}", "-d"),
    // Text.
    ("$$", "$"), ("$$$$", "$$"), ("$$A", "$A"), ("$${A}", "${A}"), ("$$${A}", "$foo"), ("$$$${A}", "$${A}"),
    ("\\${A}", "\\foo"), ("\\\\${A}", "\\foo"), ("a\\\\b", "a\\b"), ("a\\\\\\\\b", "a\\\\b"), ("s/\\//x/", "s///x/"),
    ("a\\nb", "a\\nb"), ("${A}}", "foo}"), ("{${A}}", "{foo}"), ("$(date)", "$(date)"), ("$((1+2))", "$((1+2))"),
    ("$", "$"), ("%s", "%s"), ("# c ${A:-x}", "# c foo"), ("a\0${A", "a"), ("${é}", ""),
    // Values of several lines are quoted before any function.
    ("${ML}", #""l1\nl2""#), ("${ML^^}", #""L1\NL2""#), ("${ML:0:3}", #""l1"#), ("${#ML}", "8"),
  ]

  public static let failures: [(message: String, inputs: [String])] = [
    (
      "unable to parse variable name",
      ["${}", "${ A}", "${-A}", "${!A}", "${@}", "${*}", "${?}", "${{ x }}", "${", "${${A}}", "${:-x}"]
    ),
    (
      "missing closing brace",
      [
        "${A", "${A }", "${A.B}", "${A-d}", "${A?x}", "${A+x}", "${A[0]}", "${A[@]}", "${A@Q}", "${A;x}", "${A\n}",
        "${A\0}",
      ]
    ),
    (
      "unable to parse substitution within function",
      [
        "${A:}", "${A::2}", "${A:1:}", "${A#}", "${A%%}", "${A:=x", "${T///-}", "${A///}", "${A:-", "${A/x/",
        "${A/#/x}",
      ]
    ),
    (
      "bad substitution",
      [
        "${A^^^}", "${A^x}", "${A^", "${#A", "${#}", "${#A[@]}", "${A/t}", "${A/}", "${A//}", "${A:1:2", "${A:1${B}}",
        "${A:", "${A:é}", "${A#x${B}}", "${A/x${B}/y}", "${A/x/y${B}}",
      ]
    ),
    ("runtime error: slice bounds out of range [:-1]", ["${A:0:-1}", "${MISSING:0:-1}", "${A:-${A:0:-1}}"]),
    ("runtime error: slice bounds out of range [1:0]", ["${A:1:-1}"]),
  ]
}
