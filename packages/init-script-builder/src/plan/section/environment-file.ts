/** Bash: reads and renders environment files as systemd does (src/basic/env-file.c, extract-word.c), and merges the kubelet's flags. `@name@` stands for an exit code. */
export const environmentFilePart = `# Reads $text as systemd reads an EnvironmentFile. Afterwards: value (of the last KUBELET_EXTRA_ARGS, if found is 1),
# span_start, span_end (where each assignment of it stands), span_glued (1 after a comment that ends in a backslash, which
# older releases of systemd continue on the next line), end_state (where the text ended), and invalid (1 if an assignment is
# no UTF-8).
parse_environment_file() {
  local index size=\${#text} character key='' start=0 current='' trailing=-1 glued=0
  found=0 value='' state=pre_key invalid=0
  span_start=() span_end=() span_glued=()
  for ((index = 0; index < size; index++)); do
    character=\${text:index:1}
    case $state in
      pre_key)
        case $character in
          '#' | ';') state=comment glued=0 ;;
          ' ' | $'\\t') ;;
          $'\\n' | $'\\r') glued=0 ;;
          *) state=key key=$character start=$index ;;
        esac
        ;;
      key)
        case $character in
          $'\\n' | $'\\r') state=pre_key glued=0 ;;
          '=') state=pre_value current='' trailing=-1 ;;
          *) key+=$character ;;
        esac
        ;;
      pre_value)
        case $character in
          $'\\n' | $'\\r') end_assignment "$index" ;;
          "'") state=single ;;
          '"') state=double ;;
          \\\\) state=value_escape ;;
          ' ' | $'\\t') ;;
          *) state=value current+=$character ;;
        esac
        ;;
      value)
        case $character in
          $'\\n' | $'\\r') end_assignment "$index" ;;
          \\\\) state=value_escape trailing=-1 ;;
          ' ' | $'\\t')
            if ((trailing < 0)); then trailing=\${#current}; fi
            current+=$character
            ;;
          *) current+=$character trailing=-1 ;;
        esac
        ;;
      value_escape)
        state=value
        if [[ $character != $'\\n' && $character != $'\\r' ]]; then current+=$character; fi
        ;;
      single)
        if [[ $character == "'" ]]; then state=pre_value; else current+=$character; fi
        ;;
      double)
        case $character in
          '"') state=pre_value ;;
          \\\\) state=double_escape ;;
          *) current+=$character ;;
        esac
        ;;
      double_escape)
        state=double
        case $character in
          '"' | \\\\ | '\`' | '$') current+=$character ;;
          $'\\n') ;;
          *) current+=\\\\$character ;;
        esac
        ;;
      comment)
        case $character in
          \\\\) state=comment_escape ;;
          $'\\n' | $'\\r') state=pre_key ;;
        esac
        ;;
      comment_escape)
        state=comment
        if [[ $character == $'\\n' || $character == $'\\r' ]]; then state=pre_key glued=1; fi
        ;;
    esac
  done
  end_state=$state end_glued=$glued
  case $state in
    pre_value | value | value_escape) end_assignment "$size" ;;
  esac
}

end_assignment() {
  local name=$key
  if ! valid_utf8 "$key" || ! valid_utf8 "$current"; then invalid=1; fi
  while [[ $name == *[$' \\t'] ]]; do name=\${name%?}; done
  if [[ $name == KUBELET_EXTRA_ARGS ]]; then
    if ((trailing >= 0)); then current=\${current:0:trailing}; fi
    found=1 value=$current
    span_start+=("$start")
    span_end+=("$1")
    span_glued+=("$glued")
  fi
  state=pre_key glued=0
}

# Whether systemd takes $1 for UTF-8: no surrogates and no noncharacters (src/basic/utf8.c). Runs with LC_ALL=C, byte by byte.
valid_utf8() {
  local text=$1 tail=[$'\\x80'-$'\\xbf']
  if [[ $text != *[$'\\x80'-$'\\xff']* ]]; then return 0; fi
  if [[ $text == *$'\\xef\\xb7'[$'\\x90'-$'\\xaf']* || $text == *$'\\xef\\xbf'[$'\\xbe\\xbf']* || $text == *[$'\\x8f\\x9f\\xaf\\xbf']$'\\xbf'[$'\\xbe\\xbf']* ]]; then return 1; fi
  text=\${text//[$'\\xc2'-$'\\xdf']$tail/.}
  text=\${text//$'\\xe0'[$'\\xa0'-$'\\xbf']$tail/.}
  text=\${text//$'\\xed'[$'\\x80'-$'\\x9f']$tail/.}
  text=\${text//[$'\\xe1'-$'\\xec\\xee\\xef']$tail$tail/.}
  text=\${text//$'\\xf0'[$'\\x90'-$'\\xbf']$tail$tail/.}
  text=\${text//$'\\xf4'[$'\\x80'-$'\\x8f']$tail$tail/.}
  text=\${text//[$'\\xf1'-$'\\xf3']$tail$tail$tail/.}
  [[ $text != *[$'\\x80'-$'\\xff']* ]]
}

# Splits $1 into the array words as systemd splits $NAME on an ExecStart line: quotes count anywhere, a backslash takes the next character.
split_words() {
  local index size=\${#1} character word='' quote='' started=0 escaped=0
  words=()
  for ((index = 0; index < size; index++)); do
    character=\${1:index:1}
    if ((escaped)); then
      word+=$character escaped=0
    elif [[ $character == \\\\ ]]; then
      escaped=1 started=1
    elif [[ -n $quote ]]; then
      if [[ $character == "$quote" ]]; then quote=''; else word+=$character; fi
    elif [[ $character == "'" || $character == '"' ]]; then
      quote=$character started=1
    elif [[ $character == [$' \\t\\n\\r'] ]]; then
      if ((started)); then words+=("$word"); fi
      word='' started=0
    else
      word+=$character started=1
    fi
  done
  if ((started)); then words+=("$word"); fi
}

# Sets escaped to $1 with a backslash before each character that is in $2.
escape_characters() {
  local index character
  escaped=''
  for ((index = 0; index < \${#1}; index++)); do
    character=\${1:index:1}
    if [[ $2 == *"$character"* ]]; then escaped+=\\\\; fi
    escaped+=$character
  done
}

# Renders the array words so that split_words gives them again, as the value of one line of an environment file.
render_assignment() {
  local word special=$' \\t\\n\\r"\\'\\\\' line=''
  for word in "\${words[@]}"; do
    if [[ -z $word || $word == *["$special"]* ]]; then
      escape_characters "$word" $'"\\\\'
      word=\\"$escaped\\"
    fi
    line+="\${line:+ }$word"
  done
  escape_characters "$line" '"\\$\`'
  assignment="KUBELET_EXTRA_ARGS=\\"$escaped\\""
}

# Takes the words of the user apart: what stays as it is, and the four flags that are merged.
merge_words() {
  local word name kept=() index=0 user_labels='' user_taints='' entry
  local count=\${#words[@]}
  while ((index < count)); do
    word=\${words[index]}
    name=\${word%%=*}
    case $name in
      --node-labels | --register-with-taints | --hostname-override | --provider-id)
        if [[ $word == *=* ]]; then
          word=\${word#*=}
        else
          index=$((index + 1))
          word=\${words[index]-}
        fi
        case $name in
          --node-labels) user_labels+=,$word ;;
          --register-with-taints) user_taints+=,$word ;;
        esac
        ;;
      *) kept+=("$word") ;;
    esac
    index=$((index + 1))
  done
  words=("\${kept[@]}")

  merged_ids=() merged_entries=()
  split_commas "$user_labels"
  for entry in "\${entries[@]}" "\${labels[@]}"; do
    [[ -n $entry ]] || continue
    if ! valid_label "$entry"; then
      fail @labels-invalid@ KUBELET_EXTRA_ARGS "$file sets the label $(show "$entry"), which is no key=value in the syntax of Kubernetes labels: the kubelet would exit"
    fi
    if kubelet_refuses "\${entry%%=*}"; then
      fail @label-forbidden@ KUBELET_EXTRA_ARGS "$file sets the label $(show "\${entry%%=*}"), which the kubelet may not set: it would exit"
    fi
    put_entry "\${entry%%=*}" "$entry"
  done
  join_entries
  words+=("--node-labels=$joined")

  merged_ids=() merged_entries=()
  split_commas "$user_taints"
  for entry in "\${entries[@]}" "\${taints[@]}"; do
    [[ -n $entry ]] || continue
    if ! valid_taint "$entry"; then
      fail @taints-invalid@ KUBELET_EXTRA_ARGS "$file sets the taint $(show "$entry"), which is no key[=value]:Effect: the kubelet would exit"
    fi
    taint_id "$entry"
    put_entry "$taint_identity" "$entry"
  done
  join_entries
  if [[ -n $joined ]]; then words+=("--register-with-taints=$joined"); fi
  words+=("--hostname-override=$node_name" "--provider-id=$provider_id")
}

join_entries() {
  local IFS=,
  joined="\${merged_entries[*]}"
}
`;
