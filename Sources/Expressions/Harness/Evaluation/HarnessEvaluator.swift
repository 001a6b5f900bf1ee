/// Evaluates the expressions of one place in a pipeline as Harness does.
///
/// *Rendering* replaces each `<+…>` of a text; *evaluating* takes the whole text as one expression, as conditions are.
public struct HarnessEvaluator {
  /// What the expressions can refer to.
  public let scope: any HarnessScope
  /// What becomes of an expression without a value.
  public let mode: HarnessMode
  public let options: HarnessOptions

  public init(scope: any HarnessScope, mode: HarnessMode = .null, options: HarnessOptions = HarnessOptions()) {
    self.scope = scope
    self.mode = mode
    self.options = options
  }

  /// Replaces each top-level span of a text by the text of its value. Ranges of failures count in the text's UTF-8.
  public func render(_ text: String) -> HarnessRendering {
    let scanned = HarnessText.scan(text)
    guard !scanned.spans.isEmpty else {
      return HarnessRendering(pieces: SecretToken.pieces(of: text))
    }
    return HarnessEngine(scope, mode, options).render(scanned)
  }

  /// Takes the whole text as one expression. An empty text is null.
  public func evaluate(_ text: String) -> HarnessOutcome {
    guard text.utf8.contains(where: { $0 > 0x20 }) else { return .value(.null) }
    let engine = HarnessEngine(scope, mode, options)
    do throws(JexlError) {
      let value = try engine.evaluate(SourceText(Array(text.utf8)), depth: HarnessEngine.maximumDepth)
      return value.deferral.map { .deferred($0) } ?? .value(value)
    } catch {
      return .failure(error)
    }
  }

  /// Renders all texts inside a value, however deep, and leaves everything else as it is.
  public func render(_ value: JexlValue) -> Result<JexlValue, JexlError> {
    let engine = HarnessEngine(scope, mode, options)
    do throws(JexlError) {
      return .success(try engine.resolved(value, depth: HarnessEngine.maximumDepth, level: 0))
    } catch {
      return .failure(error)
    }
  }
}
