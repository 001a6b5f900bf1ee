import Diagnostics
import IR
import Parser
import TestSupport
import Testing

/// What `pipec ir` prints of a file of PipeCD: every option with its default, those that are written with their places.
@Suite struct PipeCDPrintTests {
  @Test func application() {
    let text = """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        labels: {team: web}
        pipeline:
          stages:
          - name: K8S_CANARY_ROLLOUT
            with:
              replicas: 10%
          - name: WAIT_APPROVAL
            with:
              approvers: [ann]
              timeout: 1h
          - name: K8S_PRIMARY_ROLLOUT
          - name: K8S_CANARY_CLEAN
      """
    let source = Source(name: "app.pipecd.yaml", text: text)
    let json = String(decoding: PipeCDLoader.load(source).json(SourceSet([source])), as: UTF8.self)
    if let difference = Golden.difference(json, from: "pipecd/application.json") { Issue.record("\(difference)") }
  }

  /// Keys and tokens are never shown.
  @Test func secrets() {
    let text = """
      apiVersion: pipecd.dev/v1beta1
      kind: Piped
      spec:
        projectID: shop
        pipedID: id
        pipedKeyData: c2VjcmV0LWtleQ==
        apiAddress: pipecd.example.com:443
        git: {username: ann, password: cGFzc3dvcmQ=}
        notifications:
          receivers:
          - name: team
            slack: {oauthToken: xoxb-1, channelID: C1}
      """
    let source = Source(name: "piped.yaml", text: text)
    let json = String(decoding: PipeCDLoader.load(source).json(SourceSet([source])), as: UTF8.self)
    for secret in ["c2VjcmV0LWtleQ==", "cGFzc3dvcmQ=", "xoxb-1"] { #expect(!json.contains(secret)) }
    #expect(json.contains("******"))
  }
}
