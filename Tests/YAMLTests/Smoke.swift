import Testing

@Suite struct YAMLSmoke {
}
