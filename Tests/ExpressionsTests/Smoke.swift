import Testing

@Suite struct ExpressionsSmoke {
}
