/**
 * Bash: configurations of another CNI go aside on a node that hasn't joined. containerd loads the lexically first file, so
 * that `10-calico.conflist` out of an older image would win over Terway's.
 */
export const cniLeftoversPart = `# CNI configurations of an earlier life: containerd would load the first one instead of Terway's.
if [[ ! -e $root/etc/kubernetes/kubelet.conf ]]; then
  for path in "$root"/etc/cni/net.d/*.conf "$root"/etc/cni/net.d/*.conflist "$root"/etc/cni/net.d/*.json; do
    [[ -e $path || -L $path ]] || continue
    case $path in
      */*terway*) continue ;;
    esac
    mkdir -p -- "$root/etc/cni/net.d/ack-hybrid-aside" && mv -f -- "$path" "$root/etc/cni/net.d/ack-hybrid-aside/" || stop @cni-leftovers-failed@ "$path" 'it cannot be moved aside'
  done
fi
`;
