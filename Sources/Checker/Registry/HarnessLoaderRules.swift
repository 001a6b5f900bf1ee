/// What the loader of Harness files says itself, and what is said when templates and input sets are put in.
let harnessLoaderRules: [RegisteredRule] = [
  .loader(DuplicateIdentifier.self),
  .loader(DuplicateKey.self),
  .loader(FixedField.self),
  .loader(InputLimit.self),
  .loader(InputMismatch.self),
  .loader(InvalidOverlay.self),
  .loader(RejectedInput.self),
  .loader(SeveralDocuments.self),
  .loader(TemplateCycle.self),
  .loader(TemplateType.self),
  .loader(UnknownDocumentKind.self),
  .loader(UnknownTemplate.self),
  .loader(YamlSyntax.self),
]
