extension Example {
  /// A pipeline with one CI stage of these steps; `steps` begins at the first column.
  static func steps(_ steps: StaticString) -> Example { Example(.steps(steps)) }

  /// A pipeline with these stages, and whatever else stands beside `stages:`.
  static func stages(_ stages: StaticString, _ more: StaticString = "") -> Example { Example(.stages(stages, more)) }

  static func text(steps: String) -> String {
    """
    pipeline:
      identifier: shop
      name: shop
      stages:
        - stage:
            identifier: build
            name: build
            type: CI
            spec:
              cloneCodebase: false
              platform: {os: Linux, arch: Amd64}
              runtime: {type: Cloud, spec: {}}
              execution:
                steps:

    """ + indented(steps, by: 14)
  }

  static func text(stages: String, _ more: String) -> String {
    "pipeline:\n  identifier: shop\n  name: shop\n" + indented(more, by: 2) + "  stages:\n" + indented(stages, by: 4)
  }

  private static func indented(_ text: String, by count: Int) -> String {
    let margin = String(repeating: " ", count: count)
    return text.split(separator: "\n").map { margin + $0 + "\n" }.joined()
  }
}
