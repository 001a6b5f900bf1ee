import Interpreter
import Testing

@Suite struct DotenvTests {
  @Test(arguments: [
    ("A=1", "A=1"), ("A = 1 ", "A=1"), ("export A=1", "A=1"), ("exported=1", "exported=1"), ("A: 1", "A=1"),
    ("# comment\n\nA=1", "A=1"), ("A=1 # comment", "A=1"), ("A='1 # no comment'", "A=1 # no comment"),
    ("A=\"1 # no comment\" # comment", "A=1 # no comment"), ("A=\"one\\ntwo\"", "A=one\ntwo"),
    ("A='one\\ntwo'", "A=one\\ntwo"), ("A=one\\ntwo", "A=one\\ntwo"), ("A=\"say \\\"hi\\\"\"", "A=say \"hi\""),
    ("A=", "A="), ("A=\"\"", "A="), ("A=b=c", "A=b=c"), ("A=x\nB=$A/y", "A=x\nB=x/y"), ("A=x\nB=${A}y", "A=x\nB=xy"),
    ("A=x\nB='$A'", "A=x\nB=$A"), ("B=\\$A", "B=$A"), ("B=\"\\$A\"", "B=$A"), ("A=1\nA=2", "A=2"),
    ("A=1\r\nB=2\r\n", "A=1\nB=2"),
    ("\u{FEFF}A=1", "A=1"), ("A=pa$", "A=pa$"), ("A=$lower", "A=$lower"), ("A=\"", "A=\""),
    ("tok=hunter2pass\n", "tok=hunter2pass"),
  ])
  func parses(_ text: String, _ expected: String) throws {
    let entries = try Dotenv.parse(text)
    #expect(entries.map { "\($0.name)=\($0.value)" }.joined(separator: "\n") == expected)
  }

  @Test func tellsTheLineThatIsWrong() {
    let failure = #expect(throws: Dotenv.Failure.self) { try Dotenv.parse("A=1\nnonsense\n") }
    #expect(failure?.line == 2)
  }

  @Test func secretsAreFoundWhateverTheirCase() {
    let secrets = SecretProvider([
      .table([("Token", "one"), ("empty", "")]), .exact([("token", "two"), ("Empty", "three")]),
    ])
    #expect(secrets.value(of: "TOKEN") == "one")
    #expect(secrets.value(of: "Empty") == "three")
    #expect(secrets.value(of: "empty") == nil)
    #expect(secrets.value(of: "nothing") == nil)
  }
}
