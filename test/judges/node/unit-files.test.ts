import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLineOf } from '../../../packages/sandbox/src/node/systemd-unit.ts';
import '../../support/property-tests.ts';
import { readUnitsBySection, type SectionUnit } from './section-functions.ts';
import { startedBySystemd } from './started-by-systemd.ts';
import { startSystemdParser, type SystemdParser } from './systemd-parser.ts';
import { loadService, loadServices, type LoadedService } from './systemd-units.ts';

type Files = Readonly<Record<string, string>>;
const name = 'kubelet.service';
const unit = '/usr/lib/systemd/system/kubelet.service';
const dropIn = (file: string, folder = '/usr/lib') => `${folder}/systemd/system/kubelet.service.d/${file}`;
const folders: string[] = [];
interface Case {
  readonly root: string;
  readonly service: LoadedService;
  readonly section: SectionUnit;
}
const cases = new Map<string, Case>();
let systemd: SystemdParser;
beforeAll(async () => {
  systemd = await startSystemdParser();
  const roots = table.map(([, files]) => makeRoot(files));
  const sections = readUnitsBySection(roots);
  for (const [index, [title]] of table.entries()) cases.set(title, { root: roots[index] as string, service: loadService(name, roots[index] as string), section: sections[index] as SectionUnit });
});
afterAll(async () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  await systemd.stop();
});

const makeRoot = (files: Files): string => {
  const root = mkdtempSync(join(tmpdir(), 'unit-files-'));
  folders.push(root);
  chmodSync(root, 0o755);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
};

const startedWith = (service: LoadedService, files: Files): Promise<readonly string[] | undefined> => startedBySystemd(systemd, service, (path) => files[path]);

const bySandbox = (root: string, service = name): readonly string[] | undefined =>
  commandLineOf(service, {
    read: (path) => {
      try {
        return readFileSync(join(root, path), 'utf8');
      } catch {
        return undefined;
      }
    },
    list: (path) => {
      try {
        return readdirSync(join(root, path));
      } catch {
        return [];
      }
    },
  });

/** Of kubeadm's packages (kubernetes/release, cmd/krel/templates/latest/kubelet and kubeadm). */
const kubeadmUnit = '[Unit]\nDescription=kubelet: The Kubernetes Node Agent\nWants=network-online.target\nAfter=network-online.target\n\n[Service]\nExecStart=/usr/bin/kubelet\nRestart=always\nStartLimitInterval=0\nRestartSec=10\n\n[Install]\nWantedBy=multi-user.target\n';
const kubeadmDropIn = (environmentFile: string) =>
  `# Note: This dropin only works with kubeadm and kubelet v1.11+\n[Service]\nEnvironment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"\nEnvironment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"\n# This is a file that "kubeadm init" and "kubeadm join" generate at runtime\nEnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env\nEnvironmentFile=-${environmentFile}\nExecStart=\nExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS\n`;
const extra = 'ExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS\n';

const table: readonly [string, Files][] = [
  ['the rpm packages', { [unit]: kubeadmUnit, [dropIn('10-kubeadm.conf')]: kubeadmDropIn('/etc/sysconfig/kubelet'), '/etc/sysconfig/kubelet': 'KUBELET_EXTRA_ARGS="--node-labels=a=b --provider-id=x.y"\n', '/var/lib/kubelet/kubeadm-flags.env': 'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///run/containerd/containerd.sock"\n' }],
  ['the deb packages without an environment file', { [unit]: kubeadmUnit, [dropIn('10-kubeadm.conf')]: kubeadmDropIn('/etc/default/kubelet') }],
  ['no unit', {}],
  ['a unit of no command', { [unit]: '[Service]\nRestart=always\n' }],
  ['two commands', { [unit]: `[Service]\n${extra}${extra}` }],
  ['a second command after an empty one', { [unit]: `[Service]\n${extra}ExecStart=\n${extra}` }],
  ['an environment file that is required and missing', { [unit]: `[Service]\nEnvironmentFile=/etc/none\n${extra}` }],
  ['blanks around the equals sign', { [unit]: '[Service]\nEnvironmentFile = -/etc/default/kubelet\nEnvironment = KUBELET_EXTRA_ARGS=--v=1\nExecStart = /usr/bin/kubelet $KUBELET_EXTRA_ARGS\n' }],
  ['a continued command with a comment in it', { [unit]: '[Service]\nEnvironment=KUBELET_EXTRA_ARGS=--v=1\nExecStart=/usr/bin/kubelet \\\n  --a \\\n# --not\n; --neither\n  $KUBELET_EXTRA_ARGS \\\n\n  --lost\n' }],
  ['quotes, escapes and specifiers in the command', { [unit]: `[Service]\nExecStart=/usr/bin/kubelet "a b" 'c d' e\\x20f g"h i"j %%n $$A \${B} \${B}x $KUBELET_EXTRA_ARGS\nEnvironment=B="q" KUBELET_EXTRA_ARGS=--lone\n` }],
  ['quotes around assignments', { [unit]: `[Service]\nEnvironment="KUBELET_EXTRA_ARGS=--a --b=\\"c d\\"" 'B=x y' C=\n${extra}` }],
  ['a later Environment= and an empty one', { [unit]: `[Service]\nEnvironment=KUBELET_EXTRA_ARGS=--a\nEnvironment=KUBELET_EXTRA_ARGS=--b\n${extra}`, [dropIn('20.conf')]: '[Service]\nEnvironment=\nEnvironment=A=1\n' }],
  ['an assignment without an equals sign', { [unit]: `[Service]\nEnvironment=KUBELET_EXTRA_ARGS A-B=1 KUBELET_EXTRA_ARGS=--c\n${extra}` }],
  ['a drop-in in /etc that hides one in /usr/lib', { [unit]: kubeadmUnit, [dropIn('10-kubeadm.conf')]: kubeadmDropIn('/etc/sysconfig/kubelet'), [dropIn('10-kubeadm.conf', '/etc')]: `[Service]\nEnvironmentFile=-/etc/default/kubelet\nExecStart=\n${extra}`, '/etc/default/kubelet': 'KUBELET_EXTRA_ARGS=--d\n' }],
  ['drop-ins of several folders in the order of their names', { [unit]: kubeadmUnit, [dropIn('20-b.conf')]: '[Service]\nEnvironment=KUBELET_EXTRA_ARGS=--lib\n', [dropIn('10-a.conf', '/etc')]: `[Service]\nEnvironment=KUBELET_EXTRA_ARGS=--etc\nExecStart=\n${extra}`, [dropIn('30-c.txt')]: '[Service]\nEnvironment=KUBELET_EXTRA_ARGS=--txt\n' }],
  ['a drop-in for every service', { [unit]: `[Service]\nEnvironmentFile=-/etc/default/kubelet\n${extra}`, '/etc/systemd/system/service.d/10-all.conf': '[Service]\nEnvironment=KUBELET_EXTRA_ARGS=--all\n' }],
  ['an empty drop-in', { [unit]: `[Service]\n${extra}`, [dropIn('10-kubeadm.conf')]: '' }],
  ['a unit in /etc before the one in /usr/lib', { [unit]: '[Service]\nExecStart=/usr/bin/kubelet --lib\n', '/etc/systemd/system/kubelet.service': `[Service]\nEnvironmentFile=/etc/kubernetes/kubelet.env\n${extra}`, '/etc/kubernetes/kubelet.env': 'KUBELET_EXTRA_ARGS=--own\n' }],
  ['a command that takes the flags as one argument', { [unit]: '[Service]\nEnvironmentFile=-/etc/default/kubelet\nExecStart=/usr/bin/kubelet ${KUBELET_EXTRA_ARGS}\n' }],
  ['a command that quotes the variable', { [unit]: '[Service]\nEnvironmentFile=-/etc/default/kubelet\nExecStart=/usr/bin/kubelet "$KUBELET_EXTRA_ARGS"\n' }],
  ['a command with the variable behind an equals sign', { [unit]: '[Service]\nEnvironmentFile=-/etc/default/kubelet\nExecStart=/usr/bin/kubelet --x=$KUBELET_EXTRA_ARGS $$KUBELET_EXTRA_ARGS\n' }],
  ['a plain environment file before one with a specifier', { [unit]: `[Service]\nEnvironmentFile=-/etc/a\nEnvironmentFile=-/etc/%p\n${extra}`, '/etc/kubelet': 'KUBELET_EXTRA_ARGS=--later\n' }],
  ['CRLF line ends', { [unit]: '[Service]\r\nEnvironmentFile=-/etc/default/kubelet\r\nExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS\r\n', '/etc/default/kubelet': 'KUBELET_EXTRA_ARGS=--crlf\r\n' }],
  ['an indented unit', { [unit]: '  [Service]\n  EnvironmentFile=-/etc/default/kubelet\n  ExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS\n', '/etc/default/kubelet': 'KUBELET_EXTRA_ARGS=--indented\n' }],
  ['a command with a prefix', { [unit]: '[Service]\nExecStart=-/usr/bin/kubelet --x $KUBELET_EXTRA_ARGS\n' }],
  ['a command with another name for the program', { [unit]: '[Service]\nExecStart=@/usr/bin/kubelet own $KUBELET_EXTRA_ARGS\n' }],
  ['an unclosed quote in the command', { [unit]: '[Service]\nExecStart=/usr/bin/kubelet "$KUBELET_EXTRA_ARGS\n' }],
  ['an unclosed quote in a command that a later one replaces', { [unit]: `[Service]\nExecStart=/usr/bin/kubelet "a\nExecStart=\n${extra}` }],
  ['an unknown escape in the command', { [unit]: '[Service]\nExecStart=/usr/bin/kubelet \\d a\\q "\\w" \\x41 \\101 $KUBELET_EXTRA_ARGS\n' }],
  ['an unknown escape in Environment=', { [unit]: `[Service]\nEnvironment=A=1 KUBELET_EXTRA_ARGS=\\d B=2\n${extra}` }],
  ['an escaped blank in Environment=', { [unit]: `[Service]\nEnvironment=KUBELET_EXTRA_ARGS=--a\\x20--b\n${extra}` }],
  ['specifiers in Environment=', { [unit]: `[Service]\nEnvironment="KUBELET_EXTRA_ARGS=%%p=%p %n %N %i"\n${extra}` }],
  ['an escaped backslash at the end of a line', { [unit]: `[Service]\nEnvironment=A=1\\\\\n${extra}` }],
  ['an empty unit, which is masked', { [unit]: `[Service]\n${extra}`, '/etc/systemd/system/kubelet.service': '' }],
  ['a drop-in for every service and one of the same name for the kubelet', { [unit]: `[Service]\n${extra}`, '/etc/systemd/system/service.d/10-all.conf': '[Service]\nEnvironment=KUBELET_EXTRA_ARGS=--all\n', [dropIn('10-all.conf')]: '[Service]\nEnvironment=KUBELET_EXTRA_ARGS=--own\n' }],
  ['variables in the middle of words', { [unit]: '[Service]\nEnvironment="A=x y"\nExecStart=/usr/bin/kubelet $A-x ${A:-d} ${A ${} $ $1 a$A $$$A $${A} ${A}${B}\n' }],
  ['a setting of another section', { [unit]: `[Unit]\nExecStart=/no\n[Service]\n${extra}[X-Own]\nEnvironmentFile=-/etc/default/kubelet\n` }],
  ['two sections of one name', { [unit]: `[Service]\n${extra}[Install]\nWantedBy=multi-user.target\n[Service]\nEnvironment=KUBELET_EXTRA_ARGS=--two\n` }],
  ['a relative environment file', { [unit]: `[Service]\nEnvironmentFile=etc/default/kubelet\n${extra}` }],
  ['a quoted environment file', { [unit]: `[Service]\nEnvironmentFile="-/etc/default/kubelet"\n${extra}` }],
  ['an environment file with a specifier', { [unit]: `[Service]\nEnvironmentFile=-/etc/default/%p\n${extra}`, '/etc/default/kubelet': 'KUBELET_EXTRA_ARGS=--specifier\n' }],
  ['an empty EnvironmentFile=, which clears the list', { [unit]: `[Service]\nEnvironmentFile=-/etc/a\nEnvironmentFile=\nEnvironmentFile=-/etc/b\n${extra}`, '/etc/a': 'KUBELET_EXTRA_ARGS=--a\n', '/etc/b': 'B=1\n' }],
  ['a comment behind a backslash', { [unit]: `[Service]\n# note \\\n${extra}` }],
  ['a last line that is continued', { [unit]: '[Service]\nExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS \\' }],
];

describe("systemd's loading of kubelet.service", () => {
  it.each(table)("is the sandbox's and the section's for %s, and what the section would write reaches the kubelet", async (title, files) => {
    const { root, service, section } = cases.get(title) as Case;
    expect(bySandbox(root), service.complaints).toEqual(await startedWith(service, files));

    // A service that systemd doesn't start at all makes the restart fail, which is another exit code of the section.
    if (service.state !== 'loaded') return;
    const found = service.environment.find((assignment) => assignment.startsWith('KUBELET_EXTRA_ARGS='));
    if (!section.odd) expect(section.environment).toBe(found?.slice('KUBELET_EXTRA_ARGS='.length) ?? '');
    const uncertain = section.odd || section.files.some((path) => path.includes('%'));
    if (!uncertain) expect(section.files).toEqual(service.environmentFiles.map((path) => path.replace(/^-/, '')));
    const probed = await systemd.expandWords(service.command, ['KUBELET_EXTRA_ARGS=--probe --split']);
    const reaches = probed.ok && probed.texts.includes('--probe') && probed.texts.includes('--split');
    if (typeof section.chosen === 'number') {
      expect(section.chosen).toBe(82);
      expect({ uncertain, reaches: reaches && service.environmentFiles.length > 0 }).not.toEqual({ uncertain: false, reaches: true });
      return;
    }
    const written = { ...files, [section.chosen]: 'KUBELET_EXTRA_ARGS="--probe --split"\n' };
    expect(await startedWith(service, written)).toEqual(expect.arrayContaining(['--probe', '--split']));
  });

  it("is the sandbox's for units of any lines", async () => {
    const fragment = fc.constantFrom('$KUBELET_EXTRA_ARGS', '$A', '${A}', '${B}x', '--flag', '"a b"', "'c d'", '"', "'", '\\', '\\\\', '\\x41', '\\q', '%p', '%%', '%n', '$$', '$', 'A=1', 'A="x y"', 'KUBELET_EXTRA_ARGS=--v=4', '"KUBELET_EXTRA_ARGS=--a --b"', 'ü', '{}', '=');
    const value = fc.array(fragment, { maxLength: 4 }).chain((words) => fc.constantFrom(' ', '', '\t').map((separator) => words.join(separator)));
    const line = fc.oneof(
      value.map((text) => `Environment=${text}`),
      value.map((text) => `Environment = ${text}`),
      value.map((text) => `ExecStart=/usr/bin/kubelet ${text}`),
      value.map((text) => `# ${text}`),
      value.map((text) => `  ${text}`),
      fc.constantFrom('Environment=', 'ExecStart=', '[Service]', '[Unit]', 'ExecStart=\nExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS', 'EnvironmentFile=-/etc/default/kubelet', 'EnvironmentFile=', ''),
    );
    const texts = fc.sample(fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => `[Service]\nExecStart=/usr/bin/kubelet --first $KUBELET_EXTRA_ARGS\nExecStart=\n${lines.join('\n')}\n`), { numRuns: 300, seed: 20_261_125 });
    const names = texts.map((_text, index) => `kubelet${index}.service`);
    const files = { '/etc/default/kubelet': 'A="p q"\n', ...Object.fromEntries(texts.map((text, index) => [`/usr/lib/systemd/system/${names[index]}`, text])) };
    const root = makeRoot(files);
    const services = loadServices(names, root);
    let started = 0;
    for (const [index, text] of texts.entries()) {
      const service = services.get(names[index] ?? '');
      if (service === undefined) throw new Error('systemd loaded no such service');
      const expected = await startedWith(service, files);
      if (expected !== undefined) started += 1;
      expect(bySandbox(root, names[index]), text).toEqual(expected);
    }
    expect(started).toBeGreaterThan(50);
  });
});
