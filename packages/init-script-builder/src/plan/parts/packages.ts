import type { InitScriptRecipe } from '../recipe.ts';

const knownDeb = "*' debian '* | *' ubuntu '*";
const knownRpm = "*' rhel '* | *' centos '* | *' fedora '* | *' alinux '* | *' anolis '*";

/** Reads /etc/os-release; `install` for what the installation needs to know of it. */
const renderSystem = (install: boolean): string => `read_system() {
  local key value${install ? '' : " system_id=''"} system_like=''
${install ? "  system_id='' system_version='' family=''\n" : ''}  while IFS='=' read -r key value || [[ -n $key ]]; do
    value=\${value//[\\"\\']/}
    case $key in
      ID) system_id=$value ;;
      ID_LIKE) system_like=$value ;;
${install ? '      VERSION_ID) system_version=$value ;;\n' : ''}    esac
  done <"$root/etc/os-release"
  case " $system_id $system_like " in
${install ? `    ${knownDeb}) family=deb ;;\n    ${knownRpm}) family=rpm ;;\n` : `    ${knownDeb}) ;;\n    ${knownRpm}) ;;\n`}    *) stop @system-unsupported@ "$system_id" 'it is neither an rpm nor a deb system that is known here' ;;
  esac
}

`;

/** The line of an installed package's version, or nothing where it is not installed. */
const checkPart = `installed() {
  command -v "$1" >/dev/null 2>&1
}

has_version() {
  local found
  found=$("$@" 2>/dev/null) || return 1
  [[ $found == *v@VERSION@ || $found == *v@VERSION@[!0-9]* ]]
}

has_kubernetes() {
  installed kubelet && installed kubeadm && has_version kubelet --version && has_version kubeadm version -o short
}

`;

const preBakedPart = `install_packages() {
  read_system
  has_kubernetes || stop @packages-failed@ 'kubelet and kubeadm' 'the image must hold them in version @VERSION@'
  installed containerd || stop @packages-failed@ containerd 'the image must hold it'
}
`;

const installPart = `attempt() {
  local try
  for try in 1 2 3; do
    if "$@"; then return 0; fi
    sleep "$((try * @RETRY@))"
  done
  return 1
}

install_rpm() {
  local tool=yum release=\${system_version%%.*}
  if installed dnf; then tool=dnf; fi
  # Alibaba Cloud Linux 3 and Anolis 8 take the packages of version 8.
  if [[ $system_id == alinux && $release == 3 ]]; then release=8; fi
  mkdir -p -- "$root/etc/yum.repos.d" || stop @packages-failed@ /etc/yum.repos.d 'it cannot be made'
  printf '%s\\n' '[ack-hybrid-kubernetes]' 'name=Kubernetes' 'baseurl=@KUBERNETES@/rpm/' 'enabled=1' 'gpgcheck=1' \\
    'gpgkey=@KUBERNETES@/rpm/repodata/repomd.xml.key' >"$root/etc/yum.repos.d/ack-hybrid-kubernetes.repo" || stop @packages-failed@ /etc/yum.repos.d 'it cannot be written'
  if ! installed containerd; then
    printf '%s\\n' '[ack-hybrid-containerd]' 'name=containerd' "baseurl=@DOCKER@/linux/centos/$release/\\$basearch/stable" 'enabled=1' 'gpgcheck=1' \\
      'gpgkey=@DOCKER@/linux/centos/gpg' >"$root/etc/yum.repos.d/ack-hybrid-containerd.repo" || stop @packages-failed@ /etc/yum.repos.d 'it cannot be written'
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
  attempt curl -fsSL --connect-timeout 10 --max-time 60 -o "$root/etc/apt/keyrings/ack-hybrid-kubernetes.asc" '@KUBERNETES@/deb/Release.key' || stop @packages-failed@ '@KUBERNETES@/deb/Release.key' 'it cannot be fetched'
  printf '%s\\n' 'deb [signed-by=/etc/apt/keyrings/ack-hybrid-kubernetes.asc] @KUBERNETES@/deb/ /' >"$root/etc/apt/sources.list.d/ack-hybrid-kubernetes.list" || stop @packages-failed@ /etc/apt 'it cannot be written'
  attempt apt-get update || stop @packages-failed@ apt 'the package lists cannot be read'
  installed containerd || attempt apt-get install -y --no-install-recommends containerd || stop @packages-failed@ containerd 'it cannot be installed'
  attempt apt-get install -y --allow-downgrades --allow-change-held-packages 'kubelet=@VERSION@-*' 'kubeadm=@VERSION@-*' || stop @packages-failed@ 'kubelet and kubeadm' 'version @VERSION@ cannot be installed'
  apt-mark hold kubelet kubeadm || stop @packages-failed@ 'kubelet and kubeadm' 'they cannot be held at their version'
}

install_packages() {
  read_system
  if has_kubernetes && installed containerd; then return; fi
  case $family in
    rpm) install_rpm ;;
    deb) install_deb ;;
  esac
}
`;

/**
 * Bash: kubelet, kubeadm and containerd. Each minor version of Kubernetes has a repository of its own (since 1.24), on
 * pkgs.k8s.io and on the Aliyun mirror.
 */
export const renderPackages = (recipe: InitScriptRecipe, retrySeconds: number): string => {
  const { version } = recipe.kubernetes;
  const minor = version.split('.').slice(0, 2).join('.');
  const mirrored = recipe.packages.kind === 'aliyun-mirror';
  const preBaked = recipe.packages.kind === 'pre-baked';
  return ['# Packages, with the signatures checked.\n', renderSystem(!preBaked), checkPart, preBaked ? preBakedPart : installPart]
    .join('')
    .replaceAll('@VERSION@', version)
    .replaceAll('@RETRY@', String(retrySeconds))
    .replaceAll('@KUBERNETES@', mirrored ? `https://mirrors.aliyun.com/kubernetes-new/core/stable/v${minor}` : `https://pkgs.k8s.io/core:/stable:/v${minor}`)
    .replaceAll('@DOCKER@', mirrored ? 'https://mirrors.aliyun.com/docker-ce' : 'https://download.docker.com');
};
