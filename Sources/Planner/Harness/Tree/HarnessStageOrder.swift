import Diagnostics
import IR

/// The stages of a pipeline that is a graph, each after those that it depends on.
struct HarnessStageOrder {
  /// Whether any stage has `dependsOn`.
  let isGraph: Bool
  private(set) var ordered: [HarnessStage] = []
  private(set) var problems: [Diagnostic] = []

  init(_ entries: [HarnessStageEntry]) {
    var stages: [HarnessStage] = []
    var parallel: Span?
    for entry in entries { Self.collect(entry, &stages, &parallel) }
    isGraph = stages.contains { !$0.dependsOn.isEmpty }
    guard isGraph else { return }
    if let parallel { report("a pipeline whose stages have dependsOn cannot have parallel blocks", parallel) }
    sort(stages)
  }

  private static func collect(_ entry: HarnessStageEntry, _ stages: inout [HarnessStage], _ parallel: inout Span?) {
    switch entry {
    case .stage(let stage): stages.append(stage)
    case .parallel(let entries, let span):
      parallel = parallel ?? span
      for entry in entries { collect(entry, &stages, &parallel) }
    case .insert(let insert): for entry in insert.stages { collect(entry, &stages, &parallel) }
    case .invalid: break
    }
  }

  private mutating func report(_ message: String, _ span: Span) {
    problems.append(Diagnostic(rule: "harness-plan", severity: .error, message: message, at: span))
  }

  /// What waits for nothing that is missing comes first, in the order of the file.
  private mutating func sort(_ stages: [HarnessStage]) {
    let names = stages.map { $0.identifier?.value ?? "" }
    for stage in stages {
      for name in stage.dependsOn where !names.contains(name.value) {
        let nearest = Suggestion.nearest(to: name.value, among: names)
        let hint = nearest.map { ", did you mean \($0)?" } ?? ""
        report("no stage has the identifier \(name.value)\(hint)", name.span)
      }
    }
    var done: Set<String> = []
    var open = stages
    while !open.isEmpty {
      let ready = open.indices.filter { index in
        open[index].dependsOn.allSatisfy { done.contains($0.value) || !names.contains($0.value) }
      }
      guard !ready.isEmpty else {
        let circle = open.compactMap(\.identifier?.value).joined(separator: ", ")
        report("the stages \(circle) wait for each other through dependsOn", open[0].span)
        ordered += open
        return
      }
      for index in ready {
        ordered.append(open[index])
        done.insert(open[index].identifier?.value ?? "")
      }
      for index in ready.reversed() { open.remove(at: index) }
    }
  }
}
