import type { InitScriptRecipe } from '../recipe.ts';

const configuration = (version: 2 | 3, sandboxImage: string | undefined): string => {
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
  ].join('\n');
};

/**
 * Bash: containerd with the cgroups of systemd. The configuration is written as a whole and holds only what differs from
 * the defaults: lines added to the output of `containerd config default` would set SystemdCgroup twice (1.6.20), and
 * containerd wouldn't start. Configuration version 2 is for containerd 1.x, 3 for 2.x. A registry's mirrors go into
 * `/etc/containerd/certs.d/<host>/hosts.toml` in both.
 */
export const renderContainerd = (recipe: InitScriptRecipe): string => {
  const image = recipe.containerd?.sandboxImage;
  return `# containerd with the cgroups of systemd.
containerd_version=$(containerd --version) || stop @container-runtime-failed@ containerd 'it does not say its version'
version_pattern='(^|[ v])([0-9]+)\\.([0-9]+)\\.[0-9]+'
[[ $containerd_version =~ $version_pattern ]] || stop @container-runtime-failed@ containerd "its version is not understood: $containerd_version"
containerd_major=\${BASH_REMATCH[2]} containerd_minor=\${BASH_REMATCH[3]}
if ((containerd_major * 100 + containerd_minor < 106)); then stop @container-runtime-failed@ containerd 'it is older than 1.6, whose CRI the kubelet no longer speaks'; fi
if ((containerd_major == 1)); then
  read -r -d '' containerd_configuration <<'TOML'
${configuration(2, image)}
TOML
else
  read -r -d '' containerd_configuration <<'TOML'
${configuration(3, image)}
TOML
fi
mkdir -p -- "$root/etc/containerd/certs.d" && printf '%s\\n' "$containerd_configuration" >"$root/etc/containerd/config.toml" || stop @container-runtime-failed@ /etc/containerd/config.toml 'it cannot be written'
{ systemctl daemon-reload && systemctl enable containerd && systemctl restart containerd; } || stop @container-runtime-failed@ containerd 'systemctl could not enable and restart it'
if command -v crictl >/dev/null 2>&1; then
  crictl config --set runtime-endpoint=unix:///run/containerd/containerd.sock || stop @container-runtime-failed@ crictl 'it cannot be pointed at containerd'
fi
`;
};
