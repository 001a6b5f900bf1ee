import Diagnostics

/// Describes what the loader says as `input-limit`.
enum InputLimit: Rule {
  static let info = RuleInfo(
    "input-limit", .error, "The file is nested too deeply, or grows too large through its aliases.",
    why: """
      A few lines of aliases of aliases can stand for billions of values, and some thousand opening brackets \
      exhaust a reader. No real pipeline comes near the limits.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      x-a: &a [x, x, x, x, x, x, x, x, x]
      x-b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
      x-c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
      x-d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
      x-e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]
      x-f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]
      x-g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f]
      #                            ^^ input-limit: document contains excessive aliasing
      x-h: &h [*g, *g, *g, *g, *g, *g, *g, *g, *g]
      x-i: &i [*h, *h, *h, *h, *h, *h, *h, *h, *h]
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])
}
