import Testing

@Suite struct ParserSmoke {
}
