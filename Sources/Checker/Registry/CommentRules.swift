/// What is said about comments to pipec, in files of every dialect.
let commentRules: [RegisteredRule] = [
  .loader(MalformedIgnore.self),
  .loader(UnusedIgnore.self),
]
