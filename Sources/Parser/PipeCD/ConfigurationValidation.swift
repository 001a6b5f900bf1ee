import Diagnostics
import Expressions
import IR

/// What piped checks of a file once it is decoded, in its order; the first is what it prints.
struct ConfigurationValidation {
  let document: PipeCDDocument
  /// The whole file, for what is not written at all.
  private let data: Data
  private(set) var problems: [Problem] = []

  init(_ document: PipeCDDocument, _ data: Data) {
    self.document = document
    self.data = data
  }

  /// Where to point at when something is absent: the key `spec` belongs to nobody, so the kind stands for the file.
  var file: Span { document.kind?.span ?? Span(data.span.source, data.span.start, data.span.start) }

  mutating func run() {
    switch document.specification {
    case .kubernetes(let value): check(value.generic)
    case .terraform(let value): check(value.generic)
    case .cloudRun(let value): check(value.generic)
    case .lambda(let value): check(value.generic)
    case .ecs(let value):
      check(value.generic)
      let access = value.input.accessType
      if !["ELB", "SERVICE_DISCOVERY"].contains(access.value) {
        refuse(
          "access-type", "`accessType` is ELB or SERVICE_DISCOVERY, in capitals", at: access.place ?? file,
          upstream: "invalid accessType: \(access.value)",
          help: access.value.uppercased() == "ELB" ? "write `ELB`" : nil)
      }
    case .application(let value): check(value)
    case .eventWatcher(let value): for event in value.events.value { check(event.value, at: event.place ?? file) }
    case .piped(let value): check(value)
    case .analysisTemplate, .controlPlane, .unknown: break
    }
  }

  // MARK: Applications

  private mutating func check(_ application: PipeCD.GenericApplication) {
    if document.generation == .v0 {
      for stage in application.pipeline.value?.stages.value ?? [] { check(stage.value, at: stage.place ?? file) }
    }
    if let postSync = application.postSync.value, let chain = postSync.chain.value {
      check(chain, at: postSync.chain.place ?? file)
    }
    if let encryption = application.encryption.value { check(encryption, at: application.encryption) }
    if let attachment = application.attachment.value { check(attachment, at: application.attachment) }
    for mention in application.notification.value?.mentions.value ?? [] {
      check(mention.value, at: mention.place ?? file)
    }
    for field in application.driftDetection.value?.ignoreFields.value ?? []
    where field.value.utf8.filter({ $0 == UInt8(ascii: "#") }).count != 1 {
      refuse(
        "drift-field", "an ignored field needs exactly one `#`", at: field.place ?? file,
        upstream: "ignoreFields must be in the form of 'apiVersion:kind:namespace:name#fieldPath'",
        help: "write `apiVersion:kind:namespace:name#fieldPath`")
    }
  }

  private mutating func check(_ stage: PipeCD.Stage, at span: Span) {
    let name = stage.head.name.place ?? span
    switch stage.options {
    case .analysis(let options):
      if options.duration.value == .zero {
        refuse(
          "missing-duration", "ANALYSIS needs a `duration`", at: options.duration.place ?? name,
          upstream: "the ANALYSIS stage requires duration field", help: "write how long to look: `duration: 10m`")
      }
      for metric in options.metrics.value where metric.value.template.value.name.value.isEmpty {
        check(metric.value.check, at: metric.place ?? name)
      }
    case .waitApproval(let options):
      let count = options.minimumCount.value
      if count < 1 {
        refuse(
          "approval-count", "`minApproverNum` must be at least 1", at: options.minimumCount.place ?? name,
          upstream: "minApproverNum \(count) should be greater than 0", help: nil)
      }
    case .customSync(let options):
      if options.run.value.isEmpty {
        refuse(
          "missing-script", "CUSTOM_SYNC needs a script in `run`", at: options.run.place ?? name,
          upstream: "the CUSTOM_SYNC stage requires run field", help: nil)
      }
    default: break
    }
  }

  private mutating func check(_ metric: PipeCD.MetricCheck, at span: Span) {
    let start = "one of metrics configurations of ANALYSIS stage is invalid: "
    let missing: String? =
      metric.provider.value.isEmpty
      ? "provider" : metric.query.value.isEmpty ? "query" : metric.interval.value == .zero ? "interval" : nil
    if let missing {
      refuse(
        "incomplete-check", "this metric has no `\(missing)`", at: span,
        upstream: start + "missing \"\(missing)\" field",
        help: "a metric needs `provider`, `query`, `interval` and `expected`, or the `name` of a template")
    } else if !["EITHER", "HIGH", "LOW"].contains(metric.deviation.value) {
      refuse(
        "incomplete-check", "`deviation` is EITHER, HIGH or LOW", at: metric.deviation.place ?? span,
        upstream: start + "\"deviation\" have to be one of EITHER, HIGH or LOW", help: nil)
    }
  }

  private mutating func check(_ chain: PipeCD.Chain, at span: Span) {
    if chain.applications.value.isEmpty {
      refuse(
        "invalid-chain", "a chain needs `applications`", at: span,
        upstream: "missing specified applications that will be triggered on this chain of deployment",
        help: "list what is deployed next, each with its `name`")
    }
    for block in chain.applications.value
    where block.value.name.value.isEmpty && block.value.kind.value.isEmpty && block.value.labels.value.entries.isEmpty {
      refuse(
        "invalid-chain", "this block names no application", at: block.place ?? span,
        upstream: "at least one of \"name\", \"kind\" or \"labels\" must be set to find applications to deploy",
        help: "write its `name`")
    }
  }

  private mutating func check(_ encryption: PipeCD.Encryption, at option: PipeCD.Option<PipeCD.Encryption?>) {
    let secrets = encryption.secrets.value.entries
    if encryption.targets.value.isEmpty {
      refuse(
        "undecrypted-secret", "secrets need files that use them", at: option.key?.span ?? file,
        upstream: "derecryptionTargets must not be empty", help: "name the files in `decryptionTargets`")
    }
    for secret in secrets where secret.name.value.isEmpty || secret.option.value.isEmpty {
      let name = secret.name.value
      refuse(
        "empty-source", name.isEmpty ? "a secret needs a name" : "the secret `\(name)` has no value",
        at: secret.option.place ?? secret.name.span,
        upstream: name.isEmpty
          ? "key field in encryptedSecrets must not be empty"
          : "value field of \(name) in encryptedSecrets must not be empty",
        help: name.isEmpty ? nil : "encrypt it in the web console and write what that gives")
    }
  }

  private mutating func check(_ attachment: PipeCD.Attachment, at option: PipeCD.Option<PipeCD.Attachment?>) {
    let sources = attachment.sources.value.entries
    if attachment.targets.value.isEmpty {
      refuse(
        "unused-attachment", "attached files need files that quote them", at: option.key?.span ?? file,
        upstream: "attachment targets must not be empty", help: "name the files in `targets`")
    }
    for source in sources where source.name.value.isEmpty || source.option.value.isEmpty {
      let isNameless = source.name.value.isEmpty
      refuse(
        "empty-source",
        isNameless ? "an attached file needs a name" : "`\(source.name.value)` names no file",
        at: source.option.place ?? source.name.span,
        upstream: "\(isNameless ? "key" : "value") field in sources must not be empty", help: nil)
    }
  }

  private mutating func check(_ mention: PipeCD.Mention, at span: Span) {
    let event = mention.event.value
    guard event != "*", !NotificationEvents.names.contains(event) else { return }
    let plain = event.hasPrefix("EVENT_") ? String(event.dropFirst(6)) : event.uppercased()
    let nearest =
      NotificationEvents.names.contains(plain) ? plain : Suggestion.nearest(to: plain, among: NotificationEvents.names)
    refuse(
      "unknown-notification-event",
      event.isEmpty ? "a mention needs the `event` that it is for" : "there is no event `\(event)`",
      at: mention.event.place ?? span, upstream: "event \(GoQuote.quote(event)) is incorrect as NotificationEventType",
      help: nearest.map { "write `\($0)`" }
        ?? "write `*`, or one of \(NotificationEvents.names.prefix(4).joined(separator: ", ")), …")
  }

  private mutating func check(_ event: PipeCD.WatchedEvent, at span: Span) {
    let name = event.name.value
    if name.isEmpty {
      refuse(
        "event-replacement", "an event needs a `name`", at: span, upstream: "event name must not be empty", help: nil)
    }
    if event.replacements.value.isEmpty {
      refuse(
        "event-replacement", "this event replaces nothing", at: event.name.place ?? span,
        upstream: "there must be at least one replacement to an event", help: "write `replacements`")
    }
    for item in event.replacements.value {
      let replacement = item.value
      let fields = [replacement.yamlField, replacement.jsonField, replacement.hclField, replacement.regex]
      let count = fields.filter { !$0.value.isEmpty }.count
      let place = item.place ?? span
      if replacement.file.value.isEmpty {
        refuse(
          "event-replacement", "this replacement names no `file`", at: place,
          upstream: "event \(GoQuote.quote(name)) has a replacement with no file name", help: nil)
      } else if count == 0 {
        refuse(
          "event-replacement", "this replacement says not what is replaced", at: place,
          upstream: "event \(GoQuote.quote(name)) has a replacement with no field",
          help: "write `yamlField` or `regex`")
      } else if count > 2 {
        refuse(
          "event-replacement", "a replacement takes one of `yamlField` and `regex`", at: place,
          upstream: "event \(GoQuote.quote(name)) has multiple fields", help: nil)
      }
    }
  }

  // MARK: Refusals

  mutating func refuse(_ rule: RuleName, _ message: String, at span: Span, upstream: String, help: String?) {
    problems.append(
      Problem(
        Diagnostic(rule: rule, severity: .error, message: message, at: span, help: help), by: .server,
        upstream: upstream))
  }
}

/// What people can be told of.
enum NotificationEvents {
  /// As files write them.
  static let names = [
    "DEPLOYMENT_TRIGGERED", "DEPLOYMENT_PLANNED", "DEPLOYMENT_APPROVED", "DEPLOYMENT_ROLLING_BACK",
    "DEPLOYMENT_SUCCEEDED", "DEPLOYMENT_FAILED", "DEPLOYMENT_CANCELLED", "DEPLOYMENT_WAIT_APPROVAL",
    "DEPLOYMENT_TRIGGER_FAILED", "DEPLOYMENT_STARTED", "APPLICATION_SYNCED", "APPLICATION_OUT_OF_SYNC",
    "APPLICATION_HEALTHY", "PIPED_STARTED", "PIPED_STOPPED", "STAGE_STARTED", "STAGE_SKIPPED", "STAGE_SUCCEEDED",
    "STAGE_FAILED", "STAGE_CANCELLED",
  ]
}
