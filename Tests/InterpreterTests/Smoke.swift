import Testing

@Suite struct InterpreterSmoke {
}
