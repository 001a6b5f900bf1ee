import Diagnostics
import IR

/// The schedule of a trigger is no cron expression.
enum InvalidSchedule: HarnessRule {
  static let info = RuleInfo(
    "invalid-schedule", .error, "The schedule of a trigger is no cron expression.",
    why: """
      A trigger of type `Cron` has five fields: minute, hour, day, month and day of the week; with `type: QUARTZ` six or \
      seven, seconds first. The server does not save a trigger with any other schedule.
      """,
    flagged: [
      Example(
        """
        trigger:
          identifier: nightly
          name: nightly
          orgIdentifier: default
          projectIdentifier: web
          enabled: true
          pipelineIdentifier: shop
          source:
            type: Scheduled
            spec:
              type: Cron
              spec:
                expression: 0 25 * * *
        #                   ^^^^^^^^^^ invalid-schedule: the hour `25` is not between 0 and 23
        """)
    ],
    accepted: [
      Example(
        """
        trigger:
          identifier: nightly
          name: nightly
          orgIdentifier: default
          projectIdentifier: web
          enabled: true
          pipelineIdentifier: shop
          source:
            type: Scheduled
            spec:
              type: Cron
              spec:
                expression: 30 2 * * MON-FRI
        """)
    ])

  static func check(_ document: HarnessDocument, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard case .trigger(let trigger) = document, trigger.sourceType?.value == "Scheduled",
      let spec = trigger.data["source"]?["spec"]?["spec"], let expression = spec["expression"]?.text,
      !expression.value.contains("<+")
    else { return }
    let isQuartz = spec["type"]?.text?.value.uppercased() == "QUARTZ"
    guard let message = HarnessSchedule.fault(of: expression.value, isQuartz: isQuartz) else { return }
    context.report(
      message, at: expression.span,
      help: isQuartz
        ? "write second, minute, hour, day, month, day of the week and perhaps the year"
        : "write minute, hour, day, month and day of the week, as in `30 2 * * *`")
  }
}

/// Schedules of Harness's triggers: cron as Unix has it, or as Quartz has it.
enum HarnessSchedule {
  private struct Field {
    var name: String
    var range: ClosedRange<Int>
    var words: [String] = []
  }

  private static let minute = Field(name: "minute", range: 0...59)
  private static let hour = Field(name: "hour", range: 0...23)
  private static let day = Field(name: "day", range: 1...31)
  private static let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
  private static let days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

  private static let unix = [
    minute, hour, day, Field(name: "month", range: 1...12, words: months),
    Field(name: "day of the week", range: 0...7, words: days),
  ]
  private static let quartz =
    [Field(name: "second", range: 0...59)] + unix.dropLast() + [
      Field(name: "day of the week", range: 1...7, words: days), Field(name: "year", range: 1970...2099),
    ]

  /// What is wrong with an expression; nil where nothing is, or where it cannot be told.
  static func fault(of text: String, isQuartz: Bool) -> String? {
    let parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
    let fields = isQuartz ? quartz : unix
    let counts = isQuartz ? 6...7 : 5...5
    guard counts.contains(parts.count) else {
      return "a schedule has \(isQuartz ? "six or seven" : "five") fields, not \(parts.count)"
    }
    for (part, field) in zip(parts, fields) {
      for item in part.split(separator: ",", omittingEmptySubsequences: false) {
        if let fault = fault(ofItem: String(item), field) { return fault }
      }
    }
    return nil
  }

  private static func fault(ofItem item: String, _ field: Field) -> String? {
    // Signs of Quartz's own, for the last day and the nearest weekday.
    if item == "*" || item == "?" || item.contains(where: { "LW#".contains($0) && item.first?.isLetter != true }) {
      return nil
    }
    if ["L", "W", "LW"].contains(item) { return nil }
    let halves = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    if halves.count == 2, Int(halves[1]).map({ $0 > 0 }) != true {
      return "`\(item)` is no \(field.name): behind the `/` stands a number"
    }
    if halves[0] == "*" { return nil }
    for end in halves[0].split(separator: "-", omittingEmptySubsequences: false) {
      if let number = Int(end) {
        guard field.range.contains(number) else {
          return "the \(field.name) `\(end)` is not between \(field.range.lowerBound) and \(field.range.upperBound)"
        }
      } else if !field.words.contains(end.uppercased()) {
        return "`\(end)` is no \(field.name)"
      }
    }
    return nil
  }
}
