import Diagnostics

/// A `Run` step.
public struct HarnessRun: Hashable, Sendable {
  public var container: HarnessContainer
  public var command: Text?
  /// `Sh` (also when missing), `Bash`, `Powershell`, `Pwsh`, `Python`, as written.
  public var shell: Text?
  public var outputs: HarnessOutputs?
  public var alias: HarnessOutputAlias?

  public init(container: HarnessContainer, command: Text?, shell: Text?) {
    self.container = container
    self.command = command
    self.shell = shell
    self.outputs = nil
    self.alias = nil
  }
}

/// A `Plugin` step: a program in a container that is told what to do by `PLUGIN_*`.
public struct HarnessPlugin: Hashable, Sendable {
  public var container: HarnessContainer
  public var settings: HarnessEntries?
  /// A plugin without a container: only machines in the cloud run it.
  public var uses: Text?

  public init(container: HarnessContainer, settings: HarnessEntries?, uses: Text?) {
    self.container = container
    self.settings = settings
    self.uses = uses
  }
}

/// A `Background` step: started, not awaited.
public struct HarnessBackground: Hashable, Sendable {
  public var container: HarnessContainer
  /// Ignored where there is an entrypoint.
  public var command: Text?
  public var shell: Text?
  /// From ports of the host to ports of the container.
  public var ports: HarnessEntries?

  public init(container: HarnessContainer, command: Text?, shell: Text?, ports: HarnessEntries?) {
    self.container = container
    self.command = command
    self.shell = shell
    self.ports = ports
  }
}

/// A `Test` or `RunTests` step.
public struct HarnessTest: Hashable, Sendable {
  public var container: HarnessContainer
  /// The command of a `Test` step.
  public var command: Text?
  public var shell: Text?
  public var outputs: HarnessOutputs?
  /// What only `RunTests` has; nil for `Test`.
  public var tool: Tool?

  /// What a `RunTests` step calls.
  public struct Tool: Hashable, Sendable {
    public var language: Text?
    public var buildTool: Text?
    public var arguments: Text?
    public var preCommand: Text?
    public var postCommand: Text?

    public init(language: Text?, buildTool: Text?, arguments: Text?, preCommand: Text?, postCommand: Text?) {
      self.language = language
      self.buildTool = buildTool
      self.arguments = arguments
      self.preCommand = preCommand
      self.postCommand = postCommand
    }
  }

  public init(container: HarnessContainer, command: Text?, shell: Text?, outputs: HarnessOutputs?, tool: Tool?) {
    self.container = container
    self.command = command
    self.shell = shell
    self.outputs = outputs
    self.tool = tool
  }
}

/// A `GitClone` step.
public struct HarnessGitClone: Hashable, Sendable {
  public var container: HarnessContainer
  public var repoName: Text?
  public var build: HarnessBuild?
  /// nil: named after the repository.
  public var directory: Text?
  public var depth: HarnessField<Int64>?
  public var verifiesTLS: HarnessField<Bool>?

  public init(container: HarnessContainer) {
    self.container = container
    self.repoName = nil
    self.build = nil
    self.directory = nil
    self.depth = nil
    self.verifiesTLS = nil
  }
}

/// An `Action` or `Bitrise` step.
public struct HarnessUses: Hashable, Sendable {
  public var isBitrise: Bool
  public var uses: Text?
  public var with: HarnessEntries?
  public var environment: HarnessEntries?

  public init(isBitrise: Bool, uses: Text?, with: HarnessEntries?, environment: HarnessEntries?) {
    self.isBitrise = isBitrise
    self.uses = uses
    self.with = with
    self.environment = environment
  }
}

/// A `Container` step: a pod of its own.
public struct HarnessContainerStep: Hashable, Sendable {
  public var container: HarnessContainer
  public var command: Text?
  public var shell: Text?
  public var outputs: HarnessOutputs?
  public var settings: HarnessEntries?
  /// `KubernetesDirect`, …, as written.
  public var infrastructure: Text?

  public init(
    container: HarnessContainer, command: Text?, shell: Text?, outputs: HarnessOutputs?, settings: HarnessEntries?,
    infrastructure: Text?
  ) {
    self.container = container
    self.command = command
    self.shell = shell
    self.outputs = outputs
    self.settings = settings
    self.infrastructure = infrastructure
  }
}

/// A `ShellScript` step, which a delegate runs.
public struct HarnessShellScript: Hashable, Sendable {
  /// `Bash` or `PowerShell`, as written.
  public var shell: Text?
  public var script: Text?
  /// A file of the file store in place of the script.
  public var file: Text?
  public var onDelegate: HarnessField<Bool>?
  /// Variables that the script sees.
  public var inputs: [HarnessVariable]
  public var outputs: HarnessOutputs?
  public var alias: HarnessOutputAlias?

  public init(shell: Text?, script: Text?, file: Text?, onDelegate: HarnessField<Bool>?) {
    self.shell = shell
    self.script = script
    self.file = file
    self.onDelegate = onDelegate
    self.inputs = []
    self.outputs = nil
    self.alias = nil
  }
}

/// An `Http` step.
public struct HarnessHttp: Hashable, Sendable {
  public var url: Text?
  public var method: Text?
  public var headers: [HarnessEntry]
  public var body: Text?
  /// One JEXL expression.
  public var assertion: Text?
  public var inputs: [HarnessVariable]
  public var outputs: HarnessOutputs?

  public init(url: Text?, method: Text?, headers: [HarnessEntry], body: Text?, assertion: Text?) {
    self.url = url
    self.method = method
    self.headers = headers
    self.body = body
    self.assertion = assertion
    self.inputs = []
    self.outputs = nil
  }
}

/// `HarnessApproval`, `CustomApproval`, `JiraApproval` or `ServiceNowApproval`.
public struct HarnessApproval: Hashable, Sendable {
  public var kind: Kind
  /// What the people who are asked are told.
  public var message: Text?
  public var minimumCount: HarnessField<Int64>?
  public var userGroups: HarnessTexts?
  /// What they are asked to fill in.
  public var inputs: [Input]
  /// The script of a `CustomApproval`.
  public var script: HarnessShellScript?
  /// Time between two runs of the script; a time string.
  public var retryInterval: Text?
  public var approvalCriteria: HarnessCriteria?
  public var rejectionCriteria: HarnessCriteria?

  /// Who decides.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case harness = "HarnessApproval"
    case custom = "CustomApproval"
    case jira = "JiraApproval"
    case serviceNow = "ServiceNowApproval"
  }

  /// A question to those who approve.
  public struct Input: Hashable, Sendable {
    public var name: Text?
    public var defaultValue: Text?
    public var allowedValues: HarnessTexts?
    public var isRequired: HarnessField<Bool>?
    public var pattern: Text?

    public init(
      name: Text?, defaultValue: Text?, allowedValues: HarnessTexts?, isRequired: HarnessField<Bool>?, pattern: Text?
    ) {
      self.name = name
      self.defaultValue = defaultValue
      self.allowedValues = allowedValues
      self.isRequired = isRequired
      self.pattern = pattern
    }
  }

  public init(kind: Kind) {
    self.kind = kind
    self.message = nil
    self.minimumCount = nil
    self.userGroups = nil
    self.inputs = []
    self.script = nil
    self.retryInterval = nil
    self.approvalCriteria = nil
    self.rejectionCriteria = nil
  }
}

/// When an approval counts as given or refused.
public struct HarnessCriteria: Hashable, Sendable {
  /// One JEXL expression (`type: Jexl`).
  public var expression: Text?
  /// Keys, operators and values (`type: KeyValues`).
  public var conditions: [HarnessTriggerCondition]
  /// Whether one of the conditions is enough.
  public var matchesAny: HarnessField<Bool>?
  public var span: Span

  public init(
    expression: Text?, conditions: [HarnessTriggerCondition], matchesAny: HarnessField<Bool>?, span: Span
  ) {
    self.expression = expression
    self.conditions = conditions
    self.matchesAny = matchesAny
    self.span = span
  }
}

/// A `Policy` step.
public struct HarnessPolicyStep: Hashable, Sendable {
  public var type: Text?
  public var payload: Text?
  public var policySets: HarnessTexts?

  public init(type: Text?, payload: Text?, policySets: HarnessTexts?) {
    self.type = type
    self.payload = payload
    self.policySets = policySets
  }
}

/// A step of any other type: its keys and values in source order, typed by the tables.
public struct HarnessOtherStep: Hashable, Sendable {
  /// What `spec:` leads to, in source order.
  public var fields: [HarnessEntry]
  /// The container keys among them, for the plugins of Harness's own.
  public var container: HarnessContainer
  public var outputs: HarnessOutputs?

  public init(fields: [HarnessEntry], container: HarnessContainer = HarnessContainer(), outputs: HarnessOutputs? = nil)
  {
    self.fields = fields
    self.container = container
    self.outputs = outputs
  }

  /// The value of a key.
  public subscript(key: String) -> Data? {
    fields.last { $0.name.value == key }?.value
  }
}
