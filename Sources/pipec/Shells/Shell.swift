/// A shell that can be told what may be typed.
///
/// The scripts know nothing of pipec's options: they hand the line to `pipec completions SHELL -- WORD…`, whose first line
/// says what the shell shall offer (`words`, `files` or `folders`), and whose further lines are the words.
enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish

  /// What the shell reads once.
  var script: String {
    switch self {
    case .bash: Self.bashScript
    case .zsh: Self.zshScript
    case .fish: Self.fishScript
    }
  }

  /// The words of a line, without the program's name, as a person means them: bash takes `--format=json` apart.
  func words(_ words: [String]) -> [String] {
    guard self == .bash else { return words }
    var result: [String] = []
    for word in words {
      if let last = result.last, last.hasPrefix("--"), word == "=" && !last.contains("=") || last.hasSuffix("=") {
        result[result.count - 1] += word
      } else {
        result.append(word)
      }
    }
    return result
  }

  /// The answer to a line.
  func text(_ candidates: Candidates, typed: String) -> String {
    var text = candidates.kind.rawValue + "\n"
    // bash and zsh complete what stands behind `=` alone.
    let isValue = typed.hasPrefix("--") && typed.contains("=")
    for word in candidates.words {
      let value = isValue ? String(word.text.drop { $0 != "=" }.dropFirst()) : word.text
      switch self {
      case .bash: text += value
      case .zsh:
        text += value.reduce(into: "") { $0 += $1 == ":" || $1 == "\\" ? "\\\($1)" : "\($1)" }
        if !word.meaning.isEmpty { text += ":" + word.meaning }
      case .fish:
        text += word.text
        if !word.meaning.isEmpty { text += "\t" + word.meaning }
      }
      text += "\n"
    }
    return text
  }

  private static let bashScript = #"""
    # Completion of pipec for bash: pipec itself says what may stand here.
    _pipec() {
      local kind line
      COMPREPLY=()
      {
        IFS= read -r kind
        while IFS= read -r line; do
          [[ $line == *[!A-Za-z0-9_./,=:+@%-]* ]] && printf -v line %q "$line"
          COMPREPLY+=("$line")
        done
      } < <("${1/#\~/$HOME}" completions bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
      case $kind in
        files) compopt -o default ;;
        folders) compopt -o dirnames ;;
      esac
    }
    complete -F _pipec pipec

    """#

  private static let zshScript = #"""
    #compdef pipec
    # Completion of pipec for zsh: pipec itself says what may stand here.
    _pipec() {
      local kind
      local -a offered
      offered=("${(@f)$("${${(Q)words[1]}/#\~/$HOME}" completions zsh -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
      kind=$offered[1]
      shift offered
      [[ $PREFIX == --*=* ]] && compset -P '*='
      case $kind in
        files) _files ;;
        folders) _files -/ ;;
        words)
          if [[ $PREFIX == -* ]]; then
            _describe -o -t options option offered
          else
            _describe -t values value offered
          fi
          ;;
      esac
    }
    if [[ $funcstack[1] == _pipec ]]; then
      _pipec "$@"
    else
      compdef _pipec pipec
    fi

    """#

  private static let fishScript = #"""
    # Completion of pipec for fish: pipec itself says what may stand here.
    function __pipec_complete
        set -l words (commandline -opc)
        set -l program $words[1]
        set -e words[1]
        set -l typed (commandline -ct)
        set -l offered (command $program completions fish -- $words "$typed" 2>/dev/null)
        set -l kind $offered[1]
        set -e offered[1]
        set -l option (string match -r -- '^--[^=]+=' $typed)
        set -l value (string replace -r -- '^--[^=]+=' '' $typed)
        switch "$kind"
            case files
                printf "$option%s\n" (__fish_complete_path $value)
            case folders
                printf "$option%s\n" (__fish_complete_directories $value)
            case words
                printf '%s\n' $offered
        end
    end
    complete -c pipec -f -a '(__pipec_complete)'

    """#
}
