/** Shells that there are scripts for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Whatever fails, nothing is completed, and nothing is said between what is being typed. */
const ASK = 'countersign __complete --';

export function bashScript(): string {
  return `_countersign() {
  local IFS=$'\\n'
  COMPREPLY=($(${ASK} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _countersign countersign`;
}

export function zshScript(): string {
  return `#compdef countersign
_countersign() {
  local -a candidates
  candidates=("\${(@f)$(${ASK} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  candidates=(\${candidates:#})
  if (( \${#candidates} )); then compadd -a candidates; else _files; fi
}
(( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit; }
compdef _countersign countersign`;
}

export function fishScript(): string {
  return `function __countersign_complete
  set -l words (commandline -opc) (commandline -ct)
  ${ASK} $words[2..-1] 2>/dev/null
end
complete -c countersign -f -a '(__countersign_complete)'`;
}
