/// Texts that stand where a credential belongs and open nothing.
enum PlaceholderText {
  private static let words: Set<String> = [
    "password", "passwd", "pass", "passw0rd", "secret", "token", "changeme", "change-me", "change_me", "test",
    "testing", "guest",
    "admin", "root", "user", "username", "postgres", "mysql", "example", "key", "foobar", "foo", "bar", "none", "null",
    "dummy",
    "fake", "todo", "default", "placeholder", "redacted", "hidden", "removed", "empty", "undefined", "true", "false",
    "yes", "no",
    "on", "off", "x-access-token", "oauth2", "git", "apikey", "api-key", "my-password", "mypassword", "your-password",
    "12345678",
  ]

  /// Whether a text, in lower case, says that it is none.
  static func matches(_ text: String) -> Bool {
    if words.contains(text) || text.utf8.count < 4 { return true }
    if ["xxx", "***", "...", "example", "your_", "your-", "<", "placeholder", "changeme", "replace"].contains(
      where: text.contains)
    {
      return true
    }
    return Set(text.utf8).count < 3
  }
}
