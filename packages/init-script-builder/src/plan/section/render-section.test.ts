import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkSyntax, cloudVariables, NodeRoot } from '../../testing/node-root.ts';
import { readKubeletWords, readVariables } from '../../testing/systemd.ts';
import { initScriptExits, type InitScriptExitName } from '../exit-codes.ts';
import { extendInitScript } from '../extend-init-script.ts';
import { renderSection } from './render-section.ts';

const file = 'etc/sysconfig/kubelet';
const external = 'alibabacloud.com/external=true';
let node: NodeRoot;

// Many short processes, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 });

beforeEach(() => {
  node = new NodeRoot();
  mkdirSync(join(node.path, 'etc/sysconfig'), { recursive: true });
});
afterEach(() => node.remove());

const script = (): string => extendInitScript('#!/bin/bash\nkubeadm join 192.168.0.10:6443 --token abcdef.0123456789abcdef\n', { root: node.path });
const run = (variables: Readonly<Record<string, string>> = {}) => node.run(script(), { ...cloudVariables, ...variables });
const ours = [`--node-labels=${cloudVariables.ALIBABA_CLOUD_LABELS}`, `--hostname-override=${cloudVariables.ALIBABA_CLOUD_NODE_NAME}`, `--provider-id=${cloudVariables.ALIBABA_CLOUD_PROVIDER_ID}`];

describe('the section', () => {
  it.each(['bash', 'dash'])('is well formed for %s, so that a script under sh can hold it', (shell) => {
    expect(checkSyntax(renderSection({ kubeletPki: 'note', root: '' }), shell)).toBe('');
  });

  it('holds no placeholder and no shell that evaluates text', () => {
    const section = renderSection({ kubeletPki: 'remove', root: '' });
    expect(section).not.toMatch(/@[a-z][a-z-]+@|@[A-Z_]+@/);
    expect(section).not.toMatch(/\b(sed|eval|awk|source)\b/);
  });

  it('writes the flags, restarts the kubelet, then joins under the name of the cloud, and says so', () => {
    const { status, stdout, stderr } = run({ ALIBABA_CLOUD_TAINTS: 'workload=ack:NoSchedule,drained:NoExecute' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('ack-hybrid: joined name=cn-hangzhou.10.10.24.5 provider-id=cn-hangzhou.i-bp1abc');
    expect(node.callLines()).toEqual([
      'systemctl <daemon-reload>',
      'systemctl <enable> <kubelet>',
      'systemctl <restart> <kubelet>',
      'kubeadm <join> <--node-name> <cn-hangzhou.10.10.24.5> <192.168.0.10:6443> <--token> <abcdef.0123456789abcdef>',
    ]);
    expect(readKubeletWords(node.read(file))).toEqual([ours[0], '--register-with-taints=workload=ack:NoSchedule,drained:NoExecute', ours[1], ours[2]]);
  });

  it('accepts the older spelling of the provider id', () => {
    expect(run({ ALIBABA_CLOUD_PROVIDER_ID: '', ALIBABA_CLOUD_PROVIDE_ID: 'cn-shenzhen.i-old1' }).status).toBe(0);
    expect(readKubeletWords(node.read(file))).toContain('--provider-id=cn-shenzhen.i-old1');
  });

  it('skips the empty entry that a trailing comma leaves in the labels, as the kubelet does', () => {
    expect(run({ ALIBABA_CLOUD_LABELS: `a=b,,${external},` }).status).toBe(0);
    expect(readKubeletWords(node.read(file))).toContain(`--node-labels=a=b,${external}`);
  });

  it.each(['node.kubernetes.io/x=y', 'a.node.kubernetes.io/x=y', 'kubelet.kubernetes.io/x=', 'kubernetes.io/arch=amd64', 'topology.kubernetes.io/zone=z', 'beta.kubernetes.io/os=linux', 'notkubernetes.io/x=y', 'example.com/k8s.io=y'])(
    'lets the kubelet set %s',
    (label) => expect(run({ ALIBABA_CLOUD_LABELS: `${external},${label}` }).status).toBe(0),
  );

  it.each<[InitScriptExitName, string, Record<string, string>]>([
    ['provider-id-missing', 'no provider id', { ALIBABA_CLOUD_PROVIDER_ID: '' }],
    ['provider-id-invalid', 'a provider id without a region', { ALIBABA_CLOUD_PROVIDER_ID: 'i-bp1abc' }],
    ['provider-id-invalid', 'a provider id with a newline', { ALIBABA_CLOUD_PROVIDER_ID: 'cn-hangzhou.i-a\ntouch F' }],
    ['provider-id-invalid', 'two spellings that differ', { ALIBABA_CLOUD_PROVIDE_ID: 'cn-hangzhou.i-other' }],
    ['node-name-missing', 'no node name', { ALIBABA_CLOUD_NODE_NAME: '' }],
    ['node-name-invalid', 'a node name in capitals', { ALIBABA_CLOUD_NODE_NAME: 'Node' }],
    ['node-name-invalid', 'a node name with a space', { ALIBABA_CLOUD_NODE_NAME: 'a --config=x' }],
    ['node-name-invalid', 'a node name that no label can hold', { ALIBABA_CLOUD_NODE_NAME: 'a'.repeat(64) }],
    ['labels-missing', 'no labels', { ALIBABA_CLOUD_LABELS: '' }],
    ['labels-invalid', 'a label without a value', { ALIBABA_CLOUD_LABELS: `${external},a` }],
    ['labels-invalid', 'a label with two values', { ALIBABA_CLOUD_LABELS: `${external},a=1,a=2` }],
    ['labels-invalid', 'a label value of 64 characters', { ALIBABA_CLOUD_LABELS: `${external},a=${'x'.repeat(64)}` }],
    ['label-forbidden', 'a role label', { ALIBABA_CLOUD_LABELS: `${external},node-role.kubernetes.io/worker=` }],
    ['label-forbidden', 'a label of k8s.io', { ALIBABA_CLOUD_LABELS: `${external},x.k8s.io/a=b` }],
    ['label-forbidden', 'a label of node-restriction', { ALIBABA_CLOUD_LABELS: `${external},node-restriction.kubernetes.io/a=b` }],
    ['label-external-missing', 'no external label', { ALIBABA_CLOUD_LABELS: 'a=b' }],
    ['label-external-missing', 'an external label that says false', { ALIBABA_CLOUD_LABELS: 'alibabacloud.com/external=false' }],
    ['taints-invalid', 'a taint without an effect', { ALIBABA_CLOUD_TAINTS: 'a=b' }],
    ['taints-invalid', 'a taint with an unknown effect', { ALIBABA_CLOUD_TAINTS: 'a=b:Never' }],
    ['taints-invalid', 'a stray comma in the taints', { ALIBABA_CLOUD_TAINTS: 'a=b:NoSchedule,' }],
    ['taints-invalid', 'a taint with two values', { ALIBABA_CLOUD_TAINTS: 'a=b:NoSchedule,a=c:NoSchedule' }],
  ])('stops as %s for %s, before anything is changed', (name, _title, variables) => {
    const { status, stdout, stderr } = run(variables);
    const { code, subject } = initScriptExits[name];
    expect({ status, stdout }).toEqual({ status: code, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^ack-hybrid: stopped code=${code} subject=${subject}: [^\\n]+\\n$`));
    expect(node.callLines()).toEqual([]);
    expect(node.exists(file)).toBe(false);
  });

  it.each<[string, (value: string) => Record<string, string>]>([
    ['a label', (value) => ({ ALIBABA_CLOUD_LABELS: `${external},x=${value}` })],
    ['a label key', (value) => ({ ALIBABA_CLOUD_LABELS: `${value}=x,${external}` })],
    ['a taint', (value) => ({ ALIBABA_CLOUD_TAINTS: `k=${value}:NoSchedule` })],
    ['the node name', (value) => ({ ALIBABA_CLOUD_NODE_NAME: value })],
    ['the provider id', (value) => ({ ALIBABA_CLOUD_PROVIDER_ID: `cn-hangzhou.i-${value}` })],
  ])('runs no command that stands in %s', (_title, variables) => {
    const attempts = ['@;touch F;#', '@;e touch F;#', '$(touch F)', '`touch F`', 'a\ntouch F', 'a b', '"', "'", '*', '&', '\\1', '\\', 'ü', '$IFS', '<(touch F)', '!!', '~', '\r', '-n', '[a]', '${x[$(touch F)]}'];
    for (const attempt of attempts) {
      const { status, stderr } = run(variables(attempt));
      expect([72, 74, 76, 79], attempt).toContain(status);
      expect(stderr.split('\n'), attempt).toHaveLength(2);
    }
    expect(readdirSync(node.path)).toEqual(['etc']);
    expect(node.callLines()).toEqual([]);
  });

  it.each<[string, string | undefined, readonly string[]]>([
    ['a missing file', undefined, []],
    ['an empty file', '', []],
    ['an unquoted value', 'KUBELET_EXTRA_ARGS=--v=4 --max-pods=64\n', ['--v=4', '--max-pods=64']],
    ['a quoted value, which is not fused into one argument', 'KUBELET_EXTRA_ARGS="--a --b"\n', ['--a', '--b']],
    ['a value in single quotes', "KUBELET_EXTRA_ARGS='--a --b=\"c d\"'\n", ['--a', '--b=c d']],
    ['a comment', '# KUBELET_EXTRA_ARGS=--no\n', []],
    ['another variable', 'MY_KUBELET_EXTRA_ARGS=1\n', []],
    ['CRLF line ends', 'A=1\r\nKUBELET_EXTRA_ARGS=--a\r\nB=2\r\n', ['--a']],
    ['two assignments', 'KUBELET_EXTRA_ARGS=--lost\nA=1\nKUBELET_EXTRA_ARGS=--kept\n', ['--kept']],
    ['a continued line', 'KUBELET_EXTRA_ARGS=--a \\\n--b\nB=2\n', ['--a', '--b']],
    ['a file without a last newline', 'A=1\nKUBELET_EXTRA_ARGS=--a', ['--a']],
    ['another file without a last newline', 'A=1', []],
    ['a last line that is continued', 'A=1 \\\n', []],
    ['a comment that ends in a backslash', '# note \\\nKUBELET_EXTRA_ARGS=--a\n', ['--a']],
    ['flags of an earlier run', 'KUBELET_EXTRA_ARGS="--node-labels=a=1 --hostname-override=old --provider-id cn-x.i-old --v=2"\n', ['--v=2']],
  ])('keeps what stands in %s, and writes the same bytes when run again', (_title, text, kept) => {
    if (text !== undefined) node.write(file, text);
    expect(run()).toMatchObject({ status: 0, stderr: '' });
    const first = node.read(file);
    const words = readKubeletWords(first);
    expect(words.filter((word) => !/^--(node-labels|hostname-override|provider-id)=/.test(word))).toEqual(kept);
    expect(words.slice(-2)).toEqual(ours.slice(1));
    const others = (content: string) => [...readVariables(content)].filter(([name]) => name !== 'KUBELET_EXTRA_ARGS');
    expect(others(first)).toEqual(others(text ?? ''));
    const { ino, mtimeMs } = statSync(join(node.path, file));
    expect(run().status).toBe(0);
    expect(node.read(file)).toBe(first);
    expect(statSync(join(node.path, file))).toMatchObject({ ino, mtimeMs });
  });

  it('merges lists as sets and replaces single values when the values have changed', () => {
    node.write(file, 'KUBELET_EXTRA_ARGS=--node-labels=own=1,shared=old --register-with-taints=own:NoSchedule,shared=old:NoSchedule\n');
    run({ ALIBABA_CLOUD_LABELS: `shared=new,${external}`, ALIBABA_CLOUD_TAINTS: 'shared=new:NoSchedule' });
    run({ ALIBABA_CLOUD_LABELS: `shared=newer,${external}`, ALIBABA_CLOUD_TAINTS: 'shared=newer:NoSchedule', ALIBABA_CLOUD_NODE_NAME: 'renamed' });
    expect(readKubeletWords(node.read(file))).toEqual([`--node-labels=own=1,shared=newer,${external}`, '--register-with-taints=own:NoSchedule,shared=newer:NoSchedule', '--hostname-override=renamed', ours[2]]);
  });

  it.each([
    ['a label that the kubelet may not set', '--node-labels=node-role.kubernetes.io/x=', 77],
    ['a label without a value', '--node-labels=a', 76],
    ['a label value with a blank', '"--node-labels=a=b c"', 76],
    ['a taint with an unknown effect', '--register-with-taints=a=b:Never', 79],
    ['a taint without an effect, with which no Node is made', '--register-with-taints=a=b', 79],
  ])('stops where the environment file itself makes the kubelet exit: %s', (_title, flags, code) => {
    node.write(file, `A=1\nKUBELET_EXTRA_ARGS=--v=2 ${flags}\n`);
    const { status, stderr } = run();
    expect(status).toBe(code);
    expect(stderr).toContain('subject=KUBELET_EXTRA_ARGS');
    expect(node.read(file)).toBe(`A=1\nKUBELET_EXTRA_ARGS=--v=2 ${flags}\n`);
  });

  it.each<[string, string | Buffer]>([
    ['a NUL byte', Buffer.from('A=1\0\n')],
    ['quotes that are never closed', 'A="1\n'],
    ['an assignment that is no UTF-8, for which systemd ignores the whole file', Buffer.from('A=caf\xe9\nB=1\n', 'latin1')],
    ['a variable whose name is no UTF-8', Buffer.from('caf\xe9=1\n', 'latin1')],
    ['a Unicode noncharacter, which systemd refuses like bad UTF-8', 'A="\u{1fffe}"\n'],
  ])('stops as environment-file-unreadable for %s and leaves the file alone', (_title, text) => {
    node.write(file, text);
    expect(run().status).toBe(80);
    expect(node.read(file)).toBe(text.toString());
    expect(node.callLines()).toEqual([]);
  });

  it.each<[string, string | Buffer]>([
    ['a comment that is no UTF-8', Buffer.from('# caf\xe9\nA=1\n', 'latin1')],
    ['every length of UTF-8', 'A="é\u07ff\u0800漢\ud7ff\ue000\ufffd🙂\u{10fffd}"\n'],
  ])('reads %s', (_title, text) => {
    node.write(file, text);
    expect(run()).toMatchObject({ status: 0, stderr: '' });
    expect(readKubeletWords(node.read(file))).toEqual(ours);
  });

  it('writes through a symbolic link and keeps the mode', () => {
    node.write('opt/kubelet.env', 'KUBELET_EXTRA_ARGS=--a\n');
    chmodSync(join(node.path, 'opt/kubelet.env'), 0o600);
    symlinkSync('../../opt/kubelet.env', join(node.path, file));
    expect(run().status).toBe(0);
    expect(lstatSync(join(node.path, file)).isSymbolicLink()).toBe(true);
    expect(statSync(join(node.path, 'opt/kubelet.env')).mode & 0o777).toBe(0o600);
    expect(readKubeletWords(node.read('opt/kubelet.env'))).toEqual(['--a', ...ours]);
    expect(readdirSync(join(node.path, 'opt'))).toEqual(['kubelet.env']);
  });

  it('stops before the join where the kubelet does not restart', () => {
    node.stub('systemctl', 'test "$1" != restart');
    expect(run().status).toBe(83);
    expect(node.callLines().at(-1)).toBe('systemctl <restart> <kubelet>');
  });

  it('says that the join failed, with its own exit code', () => {
    node.stub('kubeadm', 'exit 3');
    const { status, stdout, stderr } = run();
    expect({ status, stdout }).toEqual({ status: 85, stdout: '' });
    expect(stderr).toContain('kubeadm join failed with status 3');
  });

  it('leaves the certificates of a node that has joined, and removes those of an earlier life where told to', () => {
    node.write('var/lib/kubelet/pki/kubelet.crt', 'old');
    expect(run().stderr).toContain('earlier life');
    expect(node.exists('var/lib/kubelet/pki/kubelet.crt')).toBe(true);
    const removing = extendInitScript('kubeadm join x\n', { root: node.path, kubeletPki: 'remove' });
    node.write('etc/kubernetes/kubelet.conf', '');
    expect(node.run(removing).stderr).toBe('');
    expect(node.exists('var/lib/kubelet/pki/kubelet.crt')).toBe(true);
    node.write('gone', '');
    const fresh = new NodeRoot();
    fresh.write('var/lib/kubelet/pki/kubelet.crt', 'old');
    expect(fresh.run(extendInitScript('kubeadm join x\n', { root: fresh.path, kubeletPki: 'remove' })).status).toBe(0);
    expect(fresh.exists('var/lib/kubelet/pki/kubelet.crt')).toBe(false);
    fresh.remove();
  });

  it("is not disturbed by what the user's script has set", () => {
    const disturbing = '#!/bin/bash\nset -euo pipefail\nIFS=,\nshopt -s nullglob extglob\nmv() { echo no; return 1; }\nexport -f mv\nalias printf=false\nPATTERN=*\nkubeadm join x\n';
    expect(node.run(extendInitScript(disturbing, { root: node.path }))).toMatchObject({ status: 0, stderr: '' });
    expect(readKubeletWords(node.read(file))).toEqual(ours);
  });

  it('runs in a script for sh, too', () => {
    expect(node.run(extendInitScript('#!/bin/sh\nkubeadm join x\n', { root: node.path }), cloudVariables, 'dash')).toMatchObject({ status: 0, stderr: '' });
    expect(readKubeletWords(node.read(file))).toEqual(ours);
  });

  it('keeps every flag that a user can have written, whatever is in it, with the same bytes on a second run', () => {
    const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'ab=-,"\'\\$`* \t&@#;{}~ü') }).map((text) => `--x${text}`);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), (words) => {
        const value = words.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(' ');
        node.write(file, `KUBELET_EXTRA_ARGS="${value.replace(/["\\$`]/g, '\\$&')}"\n`);
        expect(run()).toMatchObject({ status: 0, stderr: '' });
        const first = node.read(file);
        expect(readKubeletWords(first)).toEqual([...words, ...ours]);
        run();
        expect(node.read(file)).toBe(first);
      }),
      { numRuns: 25 },
    );
  });

  it('passes a value on unchanged or stops, for values of any shape', () => {
    const value = fc.oneof(fc.stringMatching(/^[a-zA-Z0-9]([-a-zA-Z0-9_.]{0,20}[a-zA-Z0-9])?$/), fc.string({ maxLength: 20 }).filter((text) => !text.includes('\0')), fc.string({ unit: fc.constantFrom(...'a.,=-:/@;"\'\\$`* \n&'), maxLength: 10 }));
    fc.assert(
      fc.property(value, value, (label, taint) => {
        node.write(file, '');
        const { status } = run({ ALIBABA_CLOUD_LABELS: `x=${label},${external}`, ALIBABA_CLOUD_TAINTS: `k=${taint}:NoSchedule` });
        if (status === 0) expect(readKubeletWords(node.read(file))).toEqual([`--node-labels=x=${label},${external}`.replace(/,+/g, ','), `--register-with-taints=k=${taint}:NoSchedule`, ...ours.slice(1)]);
        else expect([76, 77, 79]).toContain(status);
      }),
      { numRuns: 40 },
    );
    expect(readdirSync(node.path)).toEqual(['etc']);
  });
});
