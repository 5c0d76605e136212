import type { InitScriptRecipe } from '../recipe.ts';
import { quoteShellWord } from '../shell/quote.ts';

/** The lines of containerd's configuration: version 2 is for containerd 1.x, 3 for 2.x. They hold what differs from the defaults. */
const configuration = (version: 2 | 3, sandboxImage: string | undefined): readonly string[] => {
  const runtime = version === 2 ? 'io.containerd.grpc.v1.cri' : 'io.containerd.cri.v1.runtime';
  const images = version === 2 ? runtime : 'io.containerd.cri.v1.images';
  const sandbox = version === 2 ? [`[plugins."${images}"]`, `  sandbox_image = "${sandboxImage ?? ''}"`] : [`[plugins."${images}".pinned_images]`, `  sandbox = "${sandboxImage ?? ''}"`];
  return [
    `version = ${version}`,
    ...(sandboxImage === undefined ? [] : sandbox),
    `[plugins."${images}".registry]`,
    '  config_path = "/etc/containerd/certs.d"',
    `[plugins."${runtime}".containerd.runtimes.runc]`,
    '  runtime_type = "io.containerd.runc.v2"',
    `[plugins."${runtime}".containerd.runtimes.runc.options]`,
    '  SystemdCgroup = true',
  ];
};

const renderLines = (lines: readonly string[]): string => lines.map((line) => `      ${quoteShellWord(line)}`).join('\n');

/**
 * Bash: containerd with the cgroups of systemd. The configuration is written as a whole: lines added to the output of
 * `containerd config default` would set SystemdCgroup twice (1.6.20), and containerd wouldn't start. A registry's mirrors
 * are read from `/etc/containerd/certs.d/<host>/hosts.toml`; an older configuration is kept aside.
 */
export const renderContainerd = (recipe: InitScriptRecipe): string => {
  const image = recipe.containerd?.sandboxImage;
  return `# containerd with the cgroups of systemd.
configure_containerd() {
  local version major minor lines wanted file=$root/etc/containerd/config.toml pattern='(^|[ v])([0-9]+)\\.([0-9]+)\\.[0-9]+'
  version=$(containerd --version) || stop @container-runtime-failed@ containerd 'it does not say its version'
  [[ $version =~ $pattern ]] || stop @container-runtime-failed@ containerd "its version is not understood: $version"
  major=\${BASH_REMATCH[2]} minor=\${BASH_REMATCH[3]}
  if ((major * 100 + minor < 106)); then stop @container-runtime-failed@ containerd 'it is older than 1.6, whose CRI the kubelet no longer speaks'; fi
  if ((major == 1)); then
    lines=(
${renderLines(configuration(2, image))}
    )
  else
    lines=(
${renderLines(configuration(3, image))}
    )
  fi
  wanted=$(printf '%s\\n' "\${lines[@]}")
  mkdir -p -- "$root/etc/containerd/certs.d" || stop @container-runtime-failed@ /etc/containerd 'its folders cannot be made'
  if [[ -s $file && ! -e $file.before-ack-hybrid && $(<"$file") != "$wanted" ]]; then
    mv -f -- "$file" "$file.before-ack-hybrid" || stop @container-runtime-failed@ /etc/containerd/config.toml 'it cannot be kept aside'
    printf '%s\\n' 'ack-hybrid: note: the earlier configuration of containerd is kept in /etc/containerd/config.toml.before-ack-hybrid' >&2
  fi
  printf '%s\\n' "$wanted" >"$file" || stop @container-runtime-failed@ /etc/containerd/config.toml 'it cannot be written'
  { systemctl daemon-reload && systemctl enable containerd && systemctl restart containerd; } || stop @container-runtime-failed@ containerd 'systemctl could not enable and restart it'
  if command -v crictl >/dev/null 2>&1; then
    crictl config --set runtime-endpoint=unix:///run/containerd/containerd.sock || stop @container-runtime-failed@ crictl 'it cannot be pointed at containerd'
  fi
}
`;
};
