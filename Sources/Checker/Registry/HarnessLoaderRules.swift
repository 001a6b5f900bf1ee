/// What the loader of Harness files says itself.
let harnessLoaderRules: [RegisteredRule] = [
  .loader(DuplicateIdentifier.self),
  .loader(DuplicateKey.self),
  .loader(InputLimit.self),
  .loader(SeveralDocuments.self),
  .loader(UnknownDocumentKind.self),
  .loader(YamlSyntax.self),
]
