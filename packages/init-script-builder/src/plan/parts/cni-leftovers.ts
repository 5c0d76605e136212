/**
 * Bash: configurations of another CNI go aside on a node that hasn't joined. containerd loads the lexically first file, so
 * that `10-calico.conflist` out of an older image would win over Terway's.
 */
export const cniLeftoversPart = `# CNI configurations of an earlier life: containerd would load the first one instead of Terway's.
set_cni_leftovers_aside() {
  local path aside=$root/etc/cni/net.d/ack-hybrid-aside
  if [[ -e $root/etc/kubernetes/kubelet.conf ]]; then return; fi
  for path in "$root"/etc/cni/net.d/*.conf "$root"/etc/cni/net.d/*.conflist "$root"/etc/cni/net.d/*.json; do
    if [[ ! -e $path && ! -L $path ]]; then continue; fi
    case $path in
      */*terway*) continue ;;
    esac
    { mkdir -p -- "$aside" && mv -f -- "$path" "$aside/"; } || stop @cni-leftovers-failed@ "$path" 'it cannot be moved aside'
  done
}
`;
