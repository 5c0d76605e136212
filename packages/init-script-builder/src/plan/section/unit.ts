/**
 * Bash: reads the kubelet's unit and drop-ins as systemd does (src/shared/conf-parser.c, src/core/load-fragment.c). What it
 * doesn't read, an escape or a specifier where it would matter, it says, so that the section can stop.
 */
export const unitPart = `# What the kubelet's unit and its drop-ins say: unit_environment (KUBELET_EXTRA_ARGS set by Environment=; unit_odd where it
# holds an escape or a specifier), unit_files (EnvironmentFile=), unit_command (ExecStart=; empty where there is no unit),
# unit_expands (where a word of it is $KUBELET_EXTRA_ARGS, which systemd splits).
read_unit() {
  local folder drop path name index names=() paths=() seen folders=(/etc /run /usr/local/lib /usr/lib /lib)
  unit_environment='' unit_odd='' unit_files=() unit_command='' unit_expands=''
  for folder in "\${folders[@]}"; do
    path=$root$folder/systemd/system/kubelet.service
    if [[ -f $path ]]; then
      read_unit_file "$path"
      break
    fi
  done
  set +f
  for drop in kubelet.service.d service.d; do
    for folder in "\${folders[@]}"; do
      for path in "$root$folder/systemd/system/$drop"/*.conf; do
        [[ -f $path ]] || continue
        name=\${path##*/}
        seen=''
        for ((index = 0; index < \${#names[@]}; index++)); do
          if [[ \${names[index]} == "$name" ]]; then seen=true; fi
        done
        if [[ -n $seen ]]; then continue; fi
        index=\${#names[@]}
        while ((index > 0)) && [[ \${names[index - 1]} > $name ]]; do
          names[index]=\${names[index - 1]} paths[index]=\${paths[index - 1]}
          index=$((index - 1))
        done
        names[index]=$name paths[index]=$path
      done
    done
  done
  set -f
  for path in "\${paths[@]}"; do read_unit_file "$path"; done
}

# Comments go, also between the parts of a line that is continued by an odd number of backslashes.
read_unit_file() {
  local line part='' unit_section='' continued='(^|[^\\\\])(\\\\\\\\)*\\\\$'
  while IFS= read -r line || [[ -n $line ]]; do
    line=\${line%$'\\r'}
    while [[ $line == [$' \\t']* ]]; do line=\${line#?}; done
    if [[ $line == ['#;']* ]]; then continue; fi
    line=$part$line part=''
    if [[ $line =~ $continued ]]; then part="\${line%?} "; else read_setting "$line"; fi
  done <"$1"
  if [[ -n $part ]]; then read_setting "$part"; fi
}

read_setting() {
  local key=\${1%%=*} text=\${1#*=} word
  if [[ $1 == '['* ]]; then unit_section=$1; fi
  if [[ $unit_section != '[Service]'* || $1 != *=* ]]; then return; fi
  while [[ $key == *[$' \\t'] ]]; do key=\${key%?}; done
  while [[ $text == [$' \\t']* ]]; do text=\${text#?}; done
  while [[ $text == *[$' \\t'] ]]; do text=\${text%?}; done
  case $key in
    EnvironmentFile)
      if [[ -z $text ]]; then unit_files=(); fi
      text=\${text#-}
      if [[ $text == /* ]]; then unit_files+=("$text"); fi
      ;;
    Environment)
      split_words "$text"
      if ((\${#words[@]} == 0)); then unit_environment='' unit_odd=''; fi
      for word in "\${words[@]}"; do
        if [[ $word != KUBELET_EXTRA_ARGS=* ]]; then continue; fi
        unit_environment=\${word#*=} unit_odd=''
        if [[ $text == *%* || $text == *\\\\[!\\"\\'\\\\]* ]]; then unit_odd=true; fi
      done
      ;;
    ExecStart)
      unit_command=$text unit_expands=''
      while [[ $text == [-@+!]* ]]; do text=\${text#?}; done
      # A colon there keeps systemd from replacing any variable.
      if [[ $text == :* ]]; then return; fi
      split_words "$text"
      for word in "\${words[@]}"; do
        if [[ $word == \\$KUBELET_EXTRA_ARGS ]]; then unit_expands=true; fi
      done
      ;;
  esac
}
`;
