import Diagnostics
import IR

/// A plan as one page for browsers that needs nothing beside it: the pictures, and the details of what is chosen in them.
///
/// All links work without JavaScript. Whatever the file says stands in the page as text only, and a policy in the page
/// itself keeps everything else from running or being loaded.
public struct PlanPage {
  var html = ""
  let source: Source
  let drawing: PlanDrawing
  /// How many steps the plan has: of very many, the variables of the system are left out.
  let stepCount: Int

  /// The page.
  ///
  /// - Parameter source: the file that was planned.
  public static func text(_ plan: Plan, source: Source) -> String {
    var page = PlanPage(plan, source)
    page.write(plan)
    return page.html
  }

  private init(_ plan: Plan, _ source: Source) {
    self.source = source
    drawing = PlanDrawing(source: source)
    stepCount = plan.pipelines.reduce(0) { $0 + $1.steps.count }
  }

  private mutating func write(_ plan: Plan) {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-\(PageText.scriptHash)'"
    html += "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    html += "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n"
    html += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    html += "<title>\(Markup.escaped(source.name)): what would run</title>\n"
    html += "<style>\n\(PageText.colours)\(PageText.drawing)\(PageText.page)</style>\n</head>\n<body>\n"
    html += "<header><h1>\(Markup.escaped(source.name))</h1>\n"
    var summary = drawing.text
    summary.summarise(plan, isNumbered: false)
    html += summary.lines.map { "<p>\(Markup.escaped($0))</p>" }.joined() + "</header>\n<main>\n"
    for refusal in plan.refusals {
      html += "<p class=\"why\">\(Markup.escaped(place(refusal.primary.span) + refusal.message))</p>\n"
    }
    if let order = drawing.order(of: plan.pipelines) {
      html += "<section aria-label=\"order of the pipelines\">"
      write(order, title: "order of the pipelines")
      html += "</section>\n"
    }
    for number in plan.pipelines.indices { write(plan.pipelines[number], number) }
    html += "</main>\n<aside aria-label=\"details\" aria-live=\"polite\">\n"
    html += "<div class=\"hint\"><p>Choose a step to see what it runs, with what, and why.</p>"
    html +=
      "<p><span>●</span> runs<br><span>○</span> does not run<br><span>◐</span> known only during the run</p></div>\n"
    for number in plan.pipelines.indices { writeDetails(plan.pipelines[number], number) }
    html += "</aside>\n<script>\(PageText.script)</script>\n</body>\n</html>\n"
  }

  private func place(_ span: Span) -> String {
    span.source == source.id ? source.place(of: span) + ": " : ""
  }

  // MARK: Pipelines

  private mutating func write(_ part: DrawingPart, title: String) {
    let box = DrawingLayout.box(part)
    guard !box.cards.isEmpty || !box.frames.isEmpty else { return }
    html += "<figure><div class=\"view\" tabindex=\"0\" role=\"group\" aria-label=\"\(Markup.escaped(title))\">\n"
    html += DrawingSVG.text(box, title: title, isAlone: false)
    html += "</div><div class=\"zoom\" hidden><button type=\"button\" aria-label=\"smaller\">−</button>"
    html += "<button type=\"button\" aria-label=\"fit\">⤢</button>"
    html += "<button type=\"button\" aria-label=\"larger\">+</button></div></figure>\n"
  }

  private mutating func write(_ pipeline: Plan.Pipeline, _ number: Int) {
    let isClosed = pipeline.decision == .skip
    var head = "<h2>\(Markup.escaped(pipeline.name))</h2>\(badge(pipeline.decision))"
    var why = drawing.summary(of: pipeline)
    if pipeline.decision == .run, pipeline.reason.text != "no conditions" {
      why += "; " + drawing.text.reason(pipeline.reason)
    } else if let span = pipeline.reason.span, span.source == source.id {
      why += " (\(source.place(of: span)))"
    }
    if !pipeline.needs.isEmpty { why += "; after " + pipeline.needs.joined(separator: ", ") }
    head += "<p class=\"why\">\(Markup.escaped(why))</p>"
    html += "<section id=\"p\(number)\">"
    html += isClosed ? "<details><summary>\(head)</summary>\n" : head + "\n"
    if let deployment = pipeline.pipecd, pipeline.refusals.isEmpty { write(deployment) }
    write(drawing.part(of: pipeline, number), title: pipeline.name)
    html += isClosed ? "</details></section>\n" : "</section>\n"
  }

  private mutating func write(_ deployment: DeploymentPlan) {
    if !deployment.summary.isEmpty { html += "<p>\(Markup.escaped(deployment.summary))</p>\n" }
    if !deployment.answers.isEmpty {
      html += "<details><summary>what decides about the strategy</summary>"
      for answer in deployment.answers {
        let strategy = answer.strategy == .quickSync ? "quick sync" : "pipeline"
        html += "<p class=\"why\">\(strategy): \(Markup.escaped(answer.condition))</p>\n"
      }
      html += "</details>\n"
    }
    for remark in deployment.remarks {
      html += "<p class=\"why\">\(Markup.escaped(drawing.text.reason(remark)))</p>\n"
    }
    for block in deployment.chain { html += "<p class=\"why\">then \(Markup.escaped(block.text))</p>\n" }
  }

  func badge(_ decision: Plan.Decision) -> String {
    let word =
      switch decision {
      case .run: "runs"
      case .skip: "does not run"
      case .deferred: "may run"
      }
    return "<span class=\"badge \(decision.rawValue)\">\(word)</span>"
  }
}
