/** Bash: finds the kubelet's environment file, writes it atomically, restarts the kubelet; and the order of it all. `@name@` stands for an exit code. */
export const kubeletPart = `# What the kubelet's unit and its drop-ins say, as systemd reads them: unit_environment (KUBELET_EXTRA_ARGS set by
# Environment=), unit_files (EnvironmentFile=), unit_command (ExecStart=; empty where there is no unit).
read_unit() {
  local folder name path index names=() paths=() seen folders=(/etc /run /usr/local/lib /usr/lib /lib)
  unit_environment='' unit_files=() unit_command=''
  for folder in "\${folders[@]}"; do
    path=$root$folder/systemd/system/kubelet.service
    if [[ -f $path ]]; then
      read_unit_file "$path"
      break
    fi
  done
  set +f
  for folder in "\${folders[@]}"; do
    for path in "$root$folder"/systemd/system/kubelet.service.d/*.conf; do
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
  set -f
  for path in "\${paths[@]}"; do read_unit_file "$path"; done
}

read_unit_file() {
  local line part='' unit_section='' word
  while IFS= read -r line || [[ -n $line ]]; do
    line=\${line%$'\\r'}
    if [[ $line == *\\\\ ]]; then
      part+="\${line%\\\\} "
      continue
    fi
    line=$part$line part=''
    while [[ $line == [$' \\t']* ]]; do line=\${line#?}; done
    case $line in
      '#'* | ';'*) ;;
      '['*) unit_section=$line ;;
      EnvironmentFile=*)
        line=\${line#*=}
        [[ $unit_section == '[Service]'* ]] || continue
        if [[ -z $line ]]; then unit_files=(); else unit_files+=("\${line#-}"); fi
        ;;
      Environment=*)
        [[ $unit_section == '[Service]'* ]] || continue
        split_words "\${line#*=}"
        if ((\${#words[@]} == 0)); then unit_environment=''; fi
        for word in "\${words[@]}"; do
          if [[ $word == KUBELET_EXTRA_ARGS=* ]]; then unit_environment=\${word#*=}; fi
        done
        ;;
      ExecStart=*)
        [[ $unit_section == '[Service]'* ]] || continue
        unit_command=\${line#*=}
        ;;
    esac
  done <"$1"
}

# The environment file that the unit reads; where there is no unit yet, the one of the packages of this system.
choose_file() {
  local candidate line family=''
  file=''
  read_unit
  if [[ -n $unit_command ]]; then
    if [[ $unit_command != *KUBELET_EXTRA_ARGS* ]]; then
      fail @kubelet-unit-ignores-arguments@ kubelet.service 'its ExecStart does not use $KUBELET_EXTRA_ARGS: labels, taints, name and provider id would be lost'
    fi
    for candidate in "\${unit_files[@]}"; do
      if [[ \${candidate:0:1} != / || $candidate == */kubeadm-flags.env || $candidate == *['*?[%']* ]]; then continue; fi
      file=$candidate
    done
    [[ -n $file ]] || fail @kubelet-unit-ignores-arguments@ kubelet.service 'it has no EnvironmentFile= for KUBELET_EXTRA_ARGS, such as EnvironmentFile=-/etc/default/kubelet'
  else
    if [[ -r $root/etc/os-release ]]; then
      while IFS= read -r line || [[ -n $line ]]; do
        case $line in
          ID=* | ID_LIKE=*)
            line=\${line#*=}
            line=\${line//[\\"\\']/}
            case " $line " in
              *' debian '* | *' ubuntu '*) family=deb ;;
              *' rhel '* | *' centos '* | *' fedora '* | *' alinux '* | *' anolis '* | *' rocky '* | *' almalinux '*) family=\${family:-rpm} ;;
            esac
            ;;
        esac
      done <"$root/etc/os-release"
    fi
    if [[ $family == deb ]] || [[ -z $family && ! -d $root/etc/sysconfig ]]; then file=/etc/default/kubelet; else file=/etc/sysconfig/kubelet; fi
  fi
  file=$root$file
}

# Sets updated to the text of the environment file with our flags merged into it.
update_environment_file() {
  local last index from=0
  if ((\${#text} > 65536)); then fail @environment-file-unreadable@ "$file" 'is longer than 64 KiB'; fi
  parse_environment_file
  case $end_state in
    single | double | double-escape) fail @environment-file-unreadable@ "$file" 'ends inside quotes: close them' ;;
  esac
  if ((invalid)); then fail @environment-file-unreadable@ "$file" 'holds an assignment that is no UTF-8: systemd would ignore the whole file'; fi
  # EnvironmentFile= beats Environment=: what a drop-in sets would be lost, so it is taken over.
  if ((!found)); then value=$unit_environment; fi
  split_words "$value"
  merge_words
  render_assignment
  updated=''
  if ((found)); then
    last=$((\${#span_start[@]} - 1))
    for ((index = 0; index < last; index++)); do
      updated+=\${text:from:span_start[index] - from}
      from=$((span_end[index] + 1))
    done
    updated+=\${text:from:span_start[last] - from}
    if ((span_glued[last])); then updated+=$'\\n'; fi
    updated+=$assignment
    if ((span_end[last] < \${#text})); then updated+=\${text:span_end[last]}; else updated+=$'\\n'; fi
  else
    updated=$text
    case $end_state in
      pre-key) if ((end_glued)); then updated+=$'\\n'; fi ;;
      value-escape | comment-escape) updated+=$'\\n\\n' ;;
      *) updated+=$'\\n' ;;
    esac
    updated+=$assignment$'\\n'
  fi
}

write_environment_file() {
  local folder target temporary name
  mkdir -p -- "\${file%/*}" || fail @environment-file-not-written@ "$file" 'its folder cannot be made'
  # Through a symbolic link the file that it names is replaced, not the link.
  target=$(readlink -f -- "$file") || fail @environment-file-unreadable@ "$file" 'is a symbolic link to nowhere'
  folder=\${target%/*} name=\${target##*/}
  text=''
  if [[ -e $target ]]; then
    [[ -f $target && -r $target ]] || fail @environment-file-unreadable@ "$file" 'is no readable file'
    # read succeeds only where it meets a NUL byte, which no environment file has.
    if IFS= read -r -d '' text <"$target"; then fail @environment-file-unreadable@ "$file" 'holds a NUL byte'; fi
  fi
  update_environment_file
  if [[ $updated == "$text" ]]; then return 0; fi
  set +f
  rm -f -- "$folder/.$name.ack-hybrid."*
  set -f
  temporary=$(mktemp -- "$folder/.$name.ack-hybrid.XXXXXX") || fail @environment-file-not-written@ "$file" 'no temporary file can be made beside it'
  if [[ -e $target ]]; then
    chmod --reference="$target" -- "$temporary" && chown --reference="$target" -- "$temporary"
  else
    chmod 0644 -- "$temporary"
  fi && printf '%s' "$updated" >"$temporary" && mv -f -- "$temporary" "$target" || {
    rm -f -- "$temporary"
    fail @environment-file-not-written@ "$file" 'cannot be written'
  }
}

# Certificates of an earlier life make the kubelet come up as the old node.
clear_kubelet_pki() {
  local path leftover=''
  if [[ -e $root/etc/kubernetes/kubelet.conf ]]; then return 0; fi
  set +f
  for path in "$root"/var/lib/kubelet/pki/*; do
    if [[ -e $path ]]; then leftover=$path; fi
  done
  set -f
  if [[ -z $leftover ]]; then return 0; fi
  if [[ @KUBELET_PKI@ == note ]]; then
    note "note: $root/var/lib/kubelet/pki holds files of an earlier life; remove them from the node image if the node comes up under an old name"
    return 0
  fi
  set +f
  rm -rf -- "$root"/var/lib/kubelet/pki/*
  set -f
  note "removed the kubelet certificates of an earlier life from $root/var/lib/kubelet/pki"
}

restart_kubelet() {
  { systemctl daemon-reload && systemctl enable kubelet && systemctl restart kubelet; } || fail @kubelet-not-restarted@ kubelet.service 'systemctl could not reload, enable and restart it'
}

main() {
  if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 402)); then fail @shell-too-old@ bash "is $BASH_VERSION; 4.2 or later is needed"; fi
  check_provider_id
  check_node_name
  check_labels
  check_taints
  choose_file
  write_environment_file
  clear_kubelet_pki
  restart_kubelet
}

main </dev/null
`;
