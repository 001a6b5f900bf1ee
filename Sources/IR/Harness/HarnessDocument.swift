import Diagnostics

/// One Harness file: its root key, or the keys of the newer forms, say what it is.
public indirect enum HarnessDocument: Hashable, Sendable {
  case pipeline(HarnessPipeline)
  case inputSet(HarnessInputSet)
  case overlayInputSet(HarnessOverlayInputSet)
  case template(HarnessTemplate)
  case trigger(HarnessTrigger)
  /// A service, environment, infrastructure definition, connector or secret: looked at for its identifier and variables.
  case entity(HarnessEntity)

  /// The whole document as it is written.
  public var data: Data {
    switch self {
    case .pipeline(let pipeline): pipeline.data
    case .inputSet(let set): set.data
    case .overlayInputSet(let set): set.data
    case .template(let template): template.data
    case .trigger(let trigger): trigger.data
    case .entity(let entity): entity.data
    }
  }
}

/// Which of the forms of Harness YAML a document is in.
public enum HarnessForm: String, Hashable, Sendable, CaseIterable {
  /// `pipeline:` with `stage:` and `step:` wrappers; what most files are.
  case v0
  /// `version: 1` with stages and steps without wrappers.
  case unified
  /// `kind:` and `spec:` at the root.
  case spec
}

/// A value that the file gives as such or as text that is worked out later.
public enum HarnessField<Value: Hashable & Sendable>: Hashable, Sendable {
  case literal(Located<Value>)
  /// A text with `<+…>`, a runtime input among them.
  case expression(Text)
  /// A value of another type than the key takes.
  case invalid(Data)

  /// The value where the file gives it as such.
  public var literal: Value? {
    if case .literal(let located) = self { located.value } else { nil }
  }

  /// Where it is written.
  public var span: Span {
    switch self {
    case .literal(let located): located.span
    case .expression(let text): text.span
    case .invalid(let data): data.span
    }
  }
}

/// A name and a free value, in source order, such as a plugin setting or an environment variable.
public struct HarnessEntry: Hashable, Sendable {
  /// The key as written.
  public var name: Text
  /// Its value.
  public var value: Data

  public init(name: Text, value: Data) {
    self.name = name
    self.value = value
  }
}

/// A mapping from names to free values, or one expression that gives it.
public enum HarnessEntries: Hashable, Sendable {
  case entries([HarnessEntry], at: Span)
  case expression(Text)

  /// The entries; none where an expression gives them.
  public var entries: [HarnessEntry] {
    if case .entries(let list, _) = self { list } else { [] }
  }
}

/// A list of texts, or one expression that gives it.
public enum HarnessTexts: Hashable, Sendable {
  case list([Text], at: Span)
  case expression(Text)

  /// The texts; none where an expression gives them.
  public var texts: [Text] {
    if case .list(let list, _) = self { list } else { [] }
  }
}
