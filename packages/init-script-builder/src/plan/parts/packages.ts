import type { InitScriptRecipe } from '../recipe.ts';

const openingPart = `# Packages, with the signatures checked.
system_id='' system_like='' system_version=''
while IFS='=' read -r key value || [[ -n $key ]]; do
  value=\${value//[\\"\\']/}
  case $key in
    ID) system_id=$value ;;
    ID_LIKE) system_like=$value ;;
    VERSION_ID) system_version=$value ;;
  esac
done <"$root/etc/os-release"
case " $system_id $system_like " in
  *' debian '* | *' ubuntu '*) family=deb ;;
  *' rhel '* | *' centos '* | *' fedora '* | *' alinux '* | *' anolis '*) family=rpm ;;
  *) stop @system-unsupported@ "$system_id" 'it is neither an rpm nor a deb system that is known here' ;;
esac
`;

/** The line of an installed package's version, or nothing where it is not installed. */
const checkPart = (version: string): string => `installed() {
  command -v "$1" >/dev/null 2>&1
}
has_version() {
  local found
  found=$("$@" 2>/dev/null) || return 1
  [[ $found == *v${version} || $found == *v${version}[!0-9]* ]]
}
has_kubernetes() {
  installed kubelet && installed kubeadm && has_version kubelet --version && has_version kubeadm version -o short
}
`;

const preBakedPart = `has_kubernetes || stop @packages-failed@ 'kubelet and kubeadm' 'the image must hold them in version @VERSION@'
installed containerd || stop @packages-failed@ containerd 'the image must hold it'
`;

const installPart = `attempt() {
  local try
  for try in 1 2 3; do
    if "$@"; then return 0; fi
    sleep "$((try * @RETRY@))"
  done
  return 1
}
fetch() {
  attempt curl -fsSL --connect-timeout 10 --max-time 60 -o "$2" "$1" || stop @packages-failed@ "$1" 'it cannot be fetched'
}
install_rpm() {
  local tool=yum release=\${system_version%%.*}
  if installed dnf; then tool=dnf; fi
  # Alibaba Cloud Linux 3 and Anolis 8 take the packages of version 8.
  if [[ $system_id == alinux && $release == 3 ]]; then release=8; fi
  mkdir -p -- "$root/etc/yum.repos.d" || stop @packages-failed@ /etc/yum.repos.d 'it cannot be made'
  printf '%s\\n' '[ack-hybrid-kubernetes]' 'name=Kubernetes' 'baseurl=@KUBERNETES@/rpm/' 'enabled=1' 'gpgcheck=1' 'gpgkey=@KUBERNETES@/rpm/repodata/repomd.xml.key' >"$root/etc/yum.repos.d/ack-hybrid-kubernetes.repo" || stop @packages-failed@ /etc/yum.repos.d 'it cannot be written'
  if ! installed containerd; then
    printf '%s\\n' '[ack-hybrid-containerd]' 'name=containerd' "baseurl=@DOCKER@/linux/centos/$release/\\$basearch/stable" 'enabled=1' 'gpgcheck=1' 'gpgkey=@DOCKER@/linux/centos/gpg' >"$root/etc/yum.repos.d/ack-hybrid-containerd.repo" || stop @packages-failed@ /etc/yum.repos.d 'it cannot be written'
    attempt "$tool" install -y containerd.io || stop @packages-failed@ containerd.io 'it cannot be installed'
  fi
  attempt "$tool" install -y 'kubelet-@VERSION@' 'kubeadm-@VERSION@' || stop @packages-failed@ 'kubelet and kubeadm' 'version @VERSION@ cannot be installed'
}
install_deb() {
  export DEBIAN_FRONTEND=noninteractive
  mkdir -p -- "$root/etc/apt/keyrings" "$root/etc/apt/sources.list.d" || stop @packages-failed@ /etc/apt 'its folders cannot be made'
  attempt apt-get update || stop @packages-failed@ apt 'the package lists cannot be read'
  installed curl || attempt apt-get install -y --no-install-recommends ca-certificates curl || stop @packages-failed@ curl 'it cannot be installed'
  # apt reads an armored key from a file that ends in .asc.
  fetch '@KUBERNETES@/deb/Release.key' "$root/etc/apt/keyrings/ack-hybrid-kubernetes.asc"
  printf '%s\\n' 'deb [signed-by=/etc/apt/keyrings/ack-hybrid-kubernetes.asc] @KUBERNETES@/deb/ /' >"$root/etc/apt/sources.list.d/ack-hybrid-kubernetes.list" || stop @packages-failed@ /etc/apt 'it cannot be written'
  attempt apt-get update || stop @packages-failed@ apt 'the package lists cannot be read'
  installed containerd || attempt apt-get install -y --no-install-recommends containerd || stop @packages-failed@ containerd 'it cannot be installed'
  attempt apt-get install -y --allow-downgrades --allow-change-held-packages 'kubelet=@VERSION@-*' 'kubeadm=@VERSION@-*' || stop @packages-failed@ 'kubelet and kubeadm' 'version @VERSION@ cannot be installed'
  apt-mark hold kubelet kubeadm || stop @packages-failed@ 'kubelet and kubeadm' 'they cannot be held at their version'
}
if ! has_kubernetes || ! installed containerd; then "install_$family"; fi
`;

/**
 * Bash: kubelet, kubeadm and containerd. Each minor version of Kubernetes has a repository of its own (since 1.24), on
 * pkgs.k8s.io and on the Aliyun mirror.
 */
export const renderPackages = (recipe: InitScriptRecipe, retrySeconds: number): string => {
  const { version } = recipe.kubernetes;
  const minor = version.split('.').slice(0, 2).join('.');
  const mirrored = recipe.packages.kind === 'aliyun-mirror';
  return [openingPart, checkPart(version), recipe.packages.kind === 'pre-baked' ? preBakedPart : installPart]
    .join('')
    .replaceAll('@VERSION@', version)
    .replaceAll('@RETRY@', String(retrySeconds))
    .replaceAll('@KUBERNETES@', mirrored ? `https://mirrors.aliyun.com/kubernetes-new/core/stable/v${minor}` : `https://pkgs.k8s.io/core:/stable:/v${minor}`)
    .replaceAll('@DOCKER@', mirrored ? 'https://mirrors.aliyun.com/docker-ce' : 'https://download.docker.com');
};
