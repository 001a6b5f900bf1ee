/// Rules about security and secrets, for files of Drone.
let droneSecurityRules: [RegisteredRule] = [
  .step(Injection.self),
  .script(InsecureDownload.self),
  .program(LeakedCredential.self),
  .loader(Shell.self),
  .script(SecretLeak.self),
  .step(SecretShape.self),
  .program(ShadowedSecret.self),
  .step(ShadowedSecret.self),
  .pipeline(UnknownSecret.self),
  .step(UnknownSecret.self),
]

/// Those that speak only to those who ask for them.
let droneSecurityAdvice: [RegisteredRule] = [
  .program(ExposedSecret.self),
  .pipeline(HostMount.self),
  .pipeline(LiteralPassword.self),
  .step(LiteralPassword.self),
  .step(MutableTag.self),
  .step(NameInjection.self),
  .script(PipedDownload.self),
  .script(PrintedSecret.self),
  .step(PrivilegedStep.self),
  .step(PullRequestSecret.self),
  .program(RandomText.self),
  .pipeline(SensitiveMount.self),
  .step(UnpinnedImage.self),
  .program(UnusedSecret.self),
]

/// Rules about security and secrets, for files of Harness.
let harnessSecurityRules: [RegisteredRule] = [
  .harnessText(Injection.self),
  .script(InsecureDownload.self),
  .harness(LeakedCredential.self),
  .loader(Shell.self),
  .harnessText(MisplacedSecret.self),
  .harnessText(SecretInDoubleQuotes.self),
  .harnessText(SecretLeak.self),
  .script(SecretLeak.self),
  .harnessNode(SecretVariableValue.self),
  .harnessExpression(UnknownSecret.self),
  .harnessNode(UnknownSecret.self),
]

/// Those that speak only to those who ask for them.
let harnessSecurityAdvice: [RegisteredRule] = [
  .harnessNode(HostMount.self),
  .harnessNode(LiteralPassword.self),
  .harnessNode(MutableTag.self),
  .harnessText(NameInjection.self),
  .script(PipedDownload.self),
  .script(PrintedSecret.self),
  .harnessNode(PrivilegedStep.self),
  .harness(RandomText.self),
  .harnessNode(SensitiveMount.self),
  .harnessNode(UnpinnedImage.self),
]

/// Rules about security, for files of PipeCD.
let pipecdSecurityRules: [RegisteredRule] = [
  .script(InsecureDownload.self),
  .pipecd(LeakedCredential.self),
  .loader(Shell.self),
]

/// Those that speak only to those who ask for them.
let pipecdSecurityAdvice: [RegisteredRule] = [
  .script(PipedDownload.self)
]
