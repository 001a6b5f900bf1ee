import Diagnostics

extension PipeCD {
  /// The options of a stage, by its kind.
  public enum StageOptions: Hashable, Sendable {
    case wait(WaitOptions)
    case waitApproval(WaitApprovalOptions)
    case analysis(AnalysisOptions)
    case scriptRun(ScriptRunOptions)
    case customSync(CustomSyncOptions)
    case kubernetesSync(KubernetesSyncOptions)
    case kubernetesPrimary(KubernetesPrimaryOptions)
    case kubernetesCanary(KubernetesCanaryOptions)
    case kubernetesBaseline(KubernetesBaselineOptions)
    case kubernetesTraffic(KubernetesTrafficOptions)
    case terraformPlan(TerraformPlanOptions)
    case promote(PromoteOptions)
    case ecsSync(ECSSyncOptions)
    case ecsCanary(ECSCanaryOptions)
    case ecsTraffic(ECSTrafficOptions)
    /// A stage without options of its own.
    case none(NoOptions)

    /// The options of a stage that writes none.
    public init(_ kind: StageKind) {
      switch kind {
      case .wait: self = .wait(.zero)
      case .waitApproval: self = .waitApproval(.zero)
      case .analysis: self = .analysis(.zero)
      case .scriptRun: self = .scriptRun(.zero)
      case .customSync: self = .customSync(.zero)
      case .kubernetesSync, .multiSync: self = .kubernetesSync(.zero)
      case .kubernetesPrimaryRollout, .multiPrimaryRollout: self = .kubernetesPrimary(.zero)
      case .kubernetesCanaryRollout, .multiCanaryRollout: self = .kubernetesCanary(.zero)
      case .kubernetesBaselineRollout, .multiBaselineRollout: self = .kubernetesBaseline(.zero)
      case .kubernetesTrafficRouting, .multiTrafficRouting: self = .kubernetesTraffic(.zero)
      case .terraformPlan, .openTofuPlan: self = .terraformPlan(.zero)
      case .cloudRunPromote, .lambdaPromote: self = .promote(.zero)
      case .ecsSync: self = .ecsSync(.zero)
      case .ecsCanaryRollout: self = .ecsCanary(.zero)
      case .ecsTrafficRouting: self = .ecsTraffic(.zero)
      case .kubernetesCanaryClean, .kubernetesBaselineClean, .multiCanaryClean, .multiBaselineClean, .terraformSync,
        .terraformApply, .openTofuApply, .cloudRunSync, .lambdaSync, .lambdaCanaryRollout, .ecsPrimaryRollout,
        .ecsCanaryClean:
        self = .none(.zero)
      }
    }

    /// Applies one function to whichever options these are.
    private mutating func update(_ body: (inout any PipeCDRecord) -> Void) {
      func changed<Record: PipeCDRecord>(_ record: Record) -> Record {
        var box: any PipeCDRecord = record
        body(&box)
        return box as? Record ?? record
      }
      switch self {
      case .wait(let value): self = .wait(changed(value))
      case .waitApproval(let value): self = .waitApproval(changed(value))
      case .analysis(let value): self = .analysis(changed(value))
      case .scriptRun(let value): self = .scriptRun(changed(value))
      case .customSync(let value): self = .customSync(changed(value))
      case .kubernetesSync(let value): self = .kubernetesSync(changed(value))
      case .kubernetesPrimary(let value): self = .kubernetesPrimary(changed(value))
      case .kubernetesCanary(let value): self = .kubernetesCanary(changed(value))
      case .kubernetesBaseline(let value): self = .kubernetesBaseline(changed(value))
      case .kubernetesTraffic(let value): self = .kubernetesTraffic(changed(value))
      case .terraformPlan(let value): self = .terraformPlan(changed(value))
      case .promote(let value): self = .promote(changed(value))
      case .ecsSync(let value): self = .ecsSync(changed(value))
      case .ecsCanary(let value): self = .ecsCanary(changed(value))
      case .ecsTraffic(let value): self = .ecsTraffic(changed(value))
      case .none(let value): self = .none(changed(value))
      }
    }

    /// Takes over what `with` says.
    mutating func decode(_ data: Data, with decoder: inout Decoder) {
      update { $0.decode(data, with: &decoder) }
    }

    /// Fills the defaults.
    mutating func fillDefaults() { update { $0.fillDefaults() } }

    /// Writes the options.
    func write(to printer: inout Printer) {
      var copy = self
      copy.update { $0.write(to: &printer) }
    }

    /// Writes the options after defaults as one value of JSON.
    public func writeJSON(to json: inout JSONWriter) {
      var printer = Printer(plain: json)
      write(to: &printer)
      json = printer.plain
    }

    /// The time that the stage has by its own options; nil where they say nothing of it.
    public var timeout: Option<Duration>? {
      switch self {
      case .waitApproval(let options): options.timeout
      case .scriptRun(let options): options.timeout
      case .customSync(let options): options.timeout
      default: nil
      }
    }

    /// When the stage is passed over (v0); nil where it has no such option.
    public var skipOn: Option<SkipOptions>? {
      switch self {
      case .wait(let options): options.skipOn
      case .waitApproval(let options): options.skipOn
      case .analysis(let options): options.skipOn
      case .scriptRun(let options): options.skipOn
      default: nil
      }
    }
  }
}
