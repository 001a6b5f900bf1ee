import Testing

@Suite struct CheckerSmoke {
}
