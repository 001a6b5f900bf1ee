import Testing

@Suite struct DiagnosticsSmoke {
}
