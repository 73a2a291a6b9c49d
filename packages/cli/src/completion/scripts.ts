/** The functions that make shells ask the command what the word before the cursor may become. */
export const scripts = {
  bash: `_refresh_once() {
  COMPREPLY=()
  local word
  while IFS= read -r word; do
    COMPREPLY+=("$word")
  done < <("$1" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _refresh_once refresh-once`,

  zsh: `#compdef refresh-once
_refresh_once() {
  local -a found
  found=(\${(f)"$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#found} )); then compadd -a found; else _files; fi
}
compdef _refresh_once refresh-once`,

  fish: `function __refresh_once
  set -l found (refresh-once complete -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)
  if test -n "$found"
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c refresh-once -f -a '(__refresh_once)'`,
} as const;
