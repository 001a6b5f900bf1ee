import Testing

@Suite struct CommandSmoke {
}
