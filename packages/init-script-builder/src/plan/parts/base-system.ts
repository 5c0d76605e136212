/** Bash: kernel modules, sysctl values and swap, now and after a reboot. */
export const baseSystemPart = `# Base system: kernel modules, sysctl values, no swap.
prepare_base_system() {
  local line fields fstab='' changed=''
  mkdir -p -- "$root/etc/modules-load.d" "$root/etc/sysctl.d" || stop @base-system-failed@ 'base system' 'its folders cannot be made'
  printf '%s\\n' overlay br_netfilter >"$root/etc/modules-load.d/ack-hybrid.conf" || stop @base-system-failed@ 'base system' 'the list of modules cannot be written'
  { modprobe overlay && modprobe br_netfilter; } || stop @base-system-failed@ 'base system' 'the modules overlay and br_netfilter cannot be loaded'
  printf '%s = 1\\n' net.bridge.bridge-nf-call-iptables net.bridge.bridge-nf-call-ip6tables net.ipv4.ip_forward >"$root/etc/sysctl.d/99-ack-hybrid.conf" || stop @base-system-failed@ 'base system' 'the sysctl values cannot be written'
  # By the one file: what else is wrong with the sysctl values of this system is not ours to stop for.
  sysctl -p "$root/etc/sysctl.d/99-ack-hybrid.conf" || stop @base-system-failed@ 'base system' 'the sysctl values cannot be set'
  swapoff -a || stop @base-system-failed@ 'base system' 'swap cannot be switched off'
  if [[ ! -f $root/etc/fstab ]]; then return; fi
  while IFS= read -r line || [[ -n $line ]]; do
    read -r -a fields <<<"$line"
    if [[ \${fields[0]-} != '#'* && \${fields[2]-} == swap ]]; then
      line="# $line"
      changed=true
    fi
    fstab+=$line$'\\n'
  done <"$root/etc/fstab"
  if [[ -n $changed ]]; then write_fstab "$fstab" || stop @base-system-failed@ /etc/fstab 'its swap lines cannot be commented out'; fi
}

write_fstab() {
  local temporary
  temporary=$(mktemp -- "$root/etc/.fstab.ack-hybrid.XXXXXX") &&
    chmod --reference="$root/etc/fstab" -- "$temporary" &&
    printf '%s' "$1" >"$temporary" &&
    mv -f -- "$temporary" "$root/etc/fstab"
}
`;
