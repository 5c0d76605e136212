import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@ack-hybrid/core';
import { buildInitScript, extendInitScript, type InitScriptRecipe } from '@ack-hybrid/init-script-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderSection, renderSectionBody } from '../../../packages/init-script-builder/src/plan/section/render-section.ts';
import { runTool } from './run-tool.ts';

interface Finding {
  readonly file: string;
  readonly line: number;
  readonly level: string;
  readonly code: number;
  readonly message: string;
}

const folder = mkdtempSync(join(tmpdir(), 'judged-scripts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const save = (name: string, text: string): string => {
  const path = join(folder, `${name.replace(/[^A-Za-z0-9.]+/g, '-')}.sh`);
  writeFileSync(path, text);
  return path;
};

/** Every finding, down to style. Nothing is switched off. */
const shellcheck = (paths: readonly string[], ...words: string[]): readonly Finding[] => {
  const { stdout, stderr } = runTool('shellcheck', ['--format=json1', '--severity=style', '--norc', ...words, ...paths]);
  if (stdout === '') throw new Error(`shellcheck says nothing: ${stderr}`);
  return (JSON.parse(stdout) as { readonly comments: readonly Finding[] }).comments;
};
/** The change that shfmt would make: two blanks, indented `case` patterns. */
const shfmt = (path: string, ...words: string[]): string => {
  const { status, stdout, stderr } = runTool('shfmt', ['-i', '2', '-ci', '-d', ...words, path]);
  return status === 0 ? '' : stdout + stderr;
};
const syntax = (shell: 'bash' | 'dash', path: string): string => runTool(shell, ['-n', path]).stderr;

const recipe = (change: Partial<InitScriptRecipe> = {}): InitScriptRecipe => ({
  kubernetes: { version: '1.33.2' },
  packages: { kind: 'aliyun-mirror' },
  join: { apiServer: '192.168.0.10:6443', token: new Secret('abcdef.0123456789abcdef'), caCertificateHashes: [`sha256:${'0a'.repeat(32)}`] },
  ...change,
});
const built: readonly [string, InitScriptRecipe][] = (['aliyun-mirror', 'pkgs-k8s-io', 'pre-baked'] as const).flatMap((kind) =>
  ['1.26.15', '1.30.14', '1.36.3'].flatMap((version): [string, InitScriptRecipe][] => [
    [`${kind} ${version}`, recipe({ packages: { kind }, kubernetes: { version } })],
    [
      `${kind} ${version} with everything`,
      recipe({
        packages: { kind },
        kubernetes: { version },
        containerd: { sandboxImage: 'registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/pause:3.9' },
        join: { ...recipe().join, apiServer: '[fd00::10]:6443', caCertificateHashes: [`sha256:${'0a'.repeat(32)}`, `sha256:${'f'.repeat(64)}`], kubeletArguments: { 'max-pods': '60', 'eviction-hard': 'memory.available<5%,nodefs.available<10%' } },
      }),
    ],
  ]),
);

describe('the judges', () => {
  it('find what is wrong with a script', () => {
    const bad = save('bad', '#!/bin/bash\nif true; then\necho $1\nfi\n');
    expect(shellcheck([bad]).map(({ code }) => code)).toEqual([2086]);
    expect(shfmt(bad)).toContain('+  echo $1');
    expect(syntax('bash', save('worse', 'if true\n'))).toContain('syntax error');
  });
});

describe('a script of buildInitScript', () => {
  const paths = new Map<string, string>();
  beforeAll(() => {
    for (const [title, of] of built) paths.set(title, save(`built ${title}`, buildInitScript(of)));
  });

  it('gives shellcheck nothing to say, whatever the recipe', () => {
    expect(shellcheck([...paths.values()])).toEqual([]);
  });

  it.each(built.map(([title]) => title))('is well formed for bash and formatted as shfmt would, for %s', (title) => {
    const path = paths.get(title) ?? '';
    expect(syntax('bash', path)).toBe('');
    expect(shfmt(path)).toBe('');
  });
});

describe('the section', () => {
  it.each(['note', 'remove'] as const)('gives shellcheck and shfmt nothing to say, for %s', (kubeletPki) => {
    const section = save(`section ${kubeletPki}`, renderSection({ kubeletPki, root: '' }));
    expect(shellcheck([section], '--shell=sh')).toEqual([]);
    expect(shfmt(section, '-ln', 'posix')).toBe('');
    expect(syntax('bash', section) + syntax('dash', section)).toBe('');
    // What stands in its here-document is a script of its own, which neither of them looks into.
    const body = save(`section body ${kubeletPki}`, `#!/bin/bash\n${renderSectionBody({ kubeletPki, root: '' })}`);
    expect(shellcheck([body])).toEqual([]);
    expect(shfmt(body)).toBe('');
    expect(syntax('bash', body)).toBe('');
  });
});

const users: readonly [string, string][] = [
  ["the data centre's own", readFileSync(new URL('../../../examples/specs/init-node.sh', import.meta.url), 'utf8')],
  ['one line', '#!/bin/bash\nkubeadm join 192.168.0.10:6443\n'],
  ['one line for sh', '#!/bin/sh\nkubeadm join 192.168.0.10:6443\n'],
  ['strict', '#!/bin/bash\nset -euo pipefail\nTOKEN=${TOKEN:?}\nkubeadm join "${ENDPOINT:?}" --token "$TOKEN" \\\n  --discovery-token-ca-cert-hash "${HASH:?}"\n'],
  ['a condition', '#!/bin/bash\nif [[ ! -e /etc/kubernetes/kubelet.conf ]]; then\n  kubeadm join 192.168.0.10:6443\nfi\n'],
  ['a condition in a loop, for sh', '#!/bin/sh\nset -eu\nfor attempt in 1 2 3; do\n  if [ "$attempt" -gt 0 ]; then\n    kubeadm join 192.168.0.10:6443 && break\n  fi\ndone\n'],
  ['a case', '#!/bin/bash\ncase ${1:-} in\n  worker | node)\n    sudo -E kubeadm join 192.168.0.10:6443\n    ;;\n  *) exit 1 ;;\nesac\n'],
  ['a list', '#!/bin/bash\nmkdir -p /etc/kubernetes &&\n  kubeadm join 192.168.0.10:6443 || exit 1\n'],
  ['a pipe', '#!/bin/bash\nset -o pipefail\nkubeadm join 192.168.0.10:6443 2>&1 | tee /var/log/join.log\n'],
  ['a status of its own', '#!/bin/sh\nif ! kubeadm join 192.168.0.10:6443; then\n  echo failed >&2\n  exit 1\nfi\n'],
  ['functions before, and a JoinConfiguration', "#!/bin/bash\nlog() {\n  printf '%s\\n' \"$1\"\n}\nlog start\ncat >/etc/kubernetes/join.yaml <<'EOF'\napiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\nEOF\nkubeadm join --config /etc/kubernetes/join.yaml\nlog done\n"],
  ['tabs', '#!/bin/bash\nif true; then\n\tkubeadm join 192.168.0.10:6443\nfi\n'],
];

describe("a user's script that was extended", () => {
  const seen = (findings: readonly Finding[], path: string): readonly string[] => findings.filter(({ file }) => file === path).map(({ level, code, message }) => `${level} SC${code}: ${message}`);

  it('gives shellcheck nothing to say that the script itself did not', () => {
    const pairs = users.map(([title, text]) => [title, save(`own ${title}`, text), save(`extended ${title}`, extendInitScript(text, {}))] as const);
    const findings = shellcheck(pairs.flatMap(([, own, extended]) => [own, extended]));
    for (const [title, own, extended] of pairs) expect(seen(findings, extended), title).toEqual(seen(findings, own));
  });

  it.each(users)('stays well formed, and formatted as shfmt would where it was: %s', (title, text) => {
    const own = save(`own ${title}`, text);
    const extended = save(`extended ${title}`, extendInitScript(text, { kubeletPki: 'remove' }));
    expect(syntax('bash', extended)).toBe('');
    if (text.startsWith('#!/bin/sh')) expect(syntax('dash', extended)).toBe('');
    if (shfmt(own) === '') expect(shfmt(extended)).toBe('');
    else expect(title).toBe('tabs');
  });
});
