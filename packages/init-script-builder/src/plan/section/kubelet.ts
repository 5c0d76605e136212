/** Bash: chooses the kubelet's environment file, writes it atomically, restarts the kubelet; and the order of it all. `@name@` stands for an exit code. */
export const kubeletPart = `# The environment file that the unit reads; where there is no unit yet, the one of the packages of this system.
choose_file() {
  local candidate line family=''
  file=''
  read_unit
  if [[ -n $unit_command ]]; then
    if [[ -z $unit_expands ]]; then
      fail @kubelet-unit-ignores-arguments@ kubelet.service 'no word of its ExecStart is the variable KUBELET_EXTRA_ARGS, which systemd would split: labels, taints, name and provider id would be lost, or one argument'
    fi
    for candidate in "\${unit_files[@]}"; do
      if [[ $candidate == */kubeadm-flags.env ]]; then continue; fi
      if [[ $candidate == *['*?[%']* ]]; then
        fail @kubelet-unit-ignores-arguments@ kubelet.service "its EnvironmentFile= $candidate holds a pattern or a specifier: name one file for KUBELET_EXTRA_ARGS in a drop-in"
      fi
      file=$candidate
    done
    if [[ -n $unit_odd ]]; then
      fail @kubelet-unit-ignores-arguments@ kubelet.service "its Environment= sets KUBELET_EXTRA_ARGS with an escape or a specifier: move the flags to $file"
    fi
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
    single | double | double_escape) fail @environment-file-unreadable@ "$file" 'ends inside quotes: close them' ;;
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
      updated+=\${text:from:span_start[index]-from}
      from=$((span_end[index] + 1))
    done
    updated+=\${text:from:span_start[last]-from}
    if ((span_glued[last])); then updated+=$'\\n'; fi
    updated+=$assignment
    if ((span_end[last] < \${#text})); then updated+=\${text:span_end[last]}; else updated+=$'\\n'; fi
  else
    updated=$text
    case $end_state in
      pre_key) if ((end_glued)); then updated+=$'\\n'; fi ;;
      value_escape | comment_escape) updated+=$'\\n\\n' ;;
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
  if ! replace_file "$temporary" "$target"; then
    rm -f -- "$temporary"
    fail @environment-file-not-written@ "$file" 'cannot be written'
  fi
}

# Puts updated into the temporary file $1, with the mode and owner of $2 where that is there, and in the place of $2.
replace_file() {
  if [[ -e $2 ]]; then
    chmod --reference="$2" -- "$1" && chown --reference="$2" -- "$1" || return 1
  else
    chmod 0644 -- "$1" || return 1
  fi
  printf '%s' "$updated" >"$1" && mv -f -- "$1" "$2"
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
  if [[ $kubelet_pki == note ]]; then
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
