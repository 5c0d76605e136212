import type { NodeFiles } from './kubeadm.ts';
import { noSwap, type NodeImage } from './seed-files.ts';
import type { StubCommand } from './scratch-root.ts';
import type { StubAnswer } from './stub-server.ts';

/** What the stub commands of one node share and change. */
export interface NodeSystem {
  readonly image: NodeImage;
  readonly files: NodeFiles;
  readonly address: string;
  readonly cpu: number;
  /** Version of each installed package that a command needs; others have an empty text. */
  readonly packages: Map<string, string>;
  readonly activeServices: Set<string>;
  readonly enabledServices: Set<string>;
  readonly modules: Set<string>;
  hostname: string;
}

/** An answer in one line. */
export const answer = (exitCode: number, stdout = '', stderr = ''): StubAnswer => ({ exitCode, stdout, stderr });
const done: StubCommand = () => answer(0);

/** Without options and, for those in `withValue`, without their values. */
export function operands(words: readonly string[], withValue: readonly string[] = []): string[] {
  const found: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (withValue.includes(word)) index += 1;
    else if (!word.startsWith('-') || word === '-') found.push(word);
  }
  return found;
}

/** Whether containerd runs with the plugin that the kubelet talks to. */
export function runtimeRunning(system: NodeSystem): boolean {
  const configuration = system.files.read('/etc/containerd/config.toml') ?? '';
  return system.activeServices.has('containerd') && !/^\s*disabled_plugins\s*=.*"(io\.containerd\.grpc\.v1\.)?cri"/m.test(configuration);
}

/** The first key that a TOML text sets twice in one table: containerd does not start with such a configuration. */
export function findDuplicateKey(toml: string): string | undefined {
  let seen = new Set<string>();
  for (const line of toml.split('\n')) {
    if (/^\s*\[/.test(line)) seen = new Set();
    const key = /^\s*([\w."-]+)\s*=/.exec(line)?.[1];
    if (key === undefined) continue;
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return undefined;
}

const unitFolders = ['/etc/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'];
const imageServices = new Set('auditd chronyd crond cron dbus firewalld ufw NetworkManager rsyslog sshd ssh systemd-modules-load systemd-resolved systemd-sysctl systemd-networkd systemd-timesyncd tuned iscsid'.split(' '));

function systemctl(system: NodeSystem, words: readonly string[]): StubAnswer {
  const [verb = 'status', ...names] = operands(words, ['-t', '--type', '-p', '--property']);
  const now = words.includes('--now');
  const services = names.map((name) => name.replace(/\.service$/, ''));
  const missing = services.find((name) => !imageServices.has(name) && !/\.(target|socket|timer|mount|swap)$/.test(name) && !unitFolders.some((folder) => system.files.read(`${folder}/${name}.service`) !== undefined));
  if (['daemon-reload', 'daemon-reexec', 'reset-failed', 'list-units', 'list-unit-files', 'preset', 'mask', 'unmask'].includes(verb)) return answer(0);
  if (verb === 'is-active' || verb === 'status') {
    const active = services.length > 0 && services.every((name) => system.activeServices.has(name));
    return answer(active ? 0 : 3, words.includes('-q') || words.includes('--quiet') ? '' : active ? 'active\n' : 'inactive\n');
  }
  if (verb === 'is-enabled') return services.every((name) => system.enabledServices.has(name)) ? answer(0, 'enabled\n') : answer(1, 'disabled\n');
  if (verb === 'show' || verb === 'cat') return answer(0, services.map((name) => unitFolders.map((folder) => system.files.read(`${folder}/${name}.service`)).find((text) => text !== undefined) ?? '').join(''));
  if (missing !== undefined) return verb === 'enable' || verb === 'disable' ? answer(1, '', `Failed to ${verb} unit: Unit file ${missing}.service does not exist.\n`) : answer(5, '', `Failed to ${verb} ${missing}.service: Unit ${missing}.service not found.\n`);
  for (const name of services) {
    if (verb === 'enable') system.enabledServices.add(name);
    if (verb === 'disable') system.enabledServices.delete(name);
    if (['stop', 'kill'].includes(verb) || (verb === 'disable' && now)) system.activeServices.delete(name);
    if (['start', 'restart', 'reload', 'try-restart', 'reload-or-restart'].includes(verb) || (verb === 'enable' && now)) {
      // Starting what runs already changes nothing, also where the configuration is new.
      if ((verb === 'start' || verb === 'enable') && system.activeServices.has(name)) continue;
      const duplicate = name === 'containerd' ? findDuplicateKey(system.files.read('/etc/containerd/config.toml') ?? '') : undefined;
      if (duplicate !== undefined) {
        system.activeServices.delete(name);
        return answer(1, '', `containerd: failed to load TOML: /etc/containerd/config.toml: the key ${duplicate} is defined twice\nJob for containerd.service failed because the control process exited with error code.\n`);
      }
      system.activeServices.add(name);
    }
  }
  return answer(0);
}

function sysctl(system: NodeSystem, words: readonly string[]): StubAnswer {
  const files: string[] = [];
  if (words.includes('--system')) {
    for (const folder of ['/usr/lib/sysctl.d', '/run/sysctl.d', '/etc/sysctl.d']) files.push(...system.files.list(folder).filter((name) => name.endsWith('.conf')).map((name) => `${folder}/${name}`));
    files.push('/etc/sysctl.conf');
  }
  words.forEach((word, index) => {
    if (word === '-p' || word === '--load') files.push(words[index + 1]?.startsWith('/') === true ? (words[index + 1] ?? '') : '/etc/sysctl.conf');
    else if (/^(-p|--load=)\//.test(word)) files.push(word.replace(/^(-p|--load=)/, ''));
  });
  const settings = [
    ...operands(words, ['-p', '--load']),
    ...files.flatMap((path) => (system.files.read(path) ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== '' && !/^[#;]/.test(line))),
  ];
  let stdout = '';
  let stderr = '';
  for (const setting of settings) {
    const split = setting.indexOf('=');
    const key = (split < 0 ? setting : setting.slice(0, split)).trim().replace(/^-/, '').replaceAll('/', '.');
    const path = `/proc/sys/${key.replaceAll('.', '/')}`;
    if (split >= 0) {
      if (key.startsWith('net.bridge.') && !system.modules.has('br_netfilter')) {
        stderr += `sysctl: cannot stat ${path}: No such file or directory\n`;
        continue;
      }
      system.files.write(path, `${setting.slice(split + 1).trim()}\n`);
    }
    const value = system.files.read(path)?.trim();
    if (value === undefined) stderr += `sysctl: cannot stat ${path}: No such file or directory\n`;
    else if (!words.includes('-q')) stdout += words.includes('-n') ? `${value}\n` : `${key} = ${value}\n`;
  }
  return answer(stderr === '' || words.includes('--system') ? 0 : 1, stdout, stderr);
}

function modprobe(system: NodeSystem, words: readonly string[]): StubAnswer {
  if (words.includes('-r')) return answer(0);
  for (const name of words.includes('-a') ? operands(words) : operands(words).slice(0, 1)) {
    system.modules.add(name.replaceAll('-', '_'));
    system.files.write(`/sys/module/${name.replaceAll('-', '_')}/initstate`, 'live\n');
    if (name === 'br_netfilter') for (const key of ['bridge-nf-call-iptables', 'bridge-nf-call-ip6tables']) system.files.write(`/proc/sys/net/bridge/${key}`, '1\n');
  }
  return answer(0);
}

function setHostname(system: NodeSystem, name: string | undefined): StubAnswer {
  if (name === undefined) return answer(0, `${system.hostname}\n`);
  system.hostname = name;
  system.files.write('/etc/hostname', `${name}\n`);
  return answer(0);
}

/** Commands that succeed without a trace on the node that anything here reads. */
const silent =
  'chown chgrp chcon chattr setfacl restorecon semanage setsebool depmod mount umount mknod udevadm iptables ip6tables iptables-save iptables-restore nft ipvsadm ipset conntrack tc ethtool ufw firewall-cmd timedatectl chronyc ntpdate hwclock update-alternatives update-ca-trust update-ca-certificates systemd-tmpfiles systemd-sysusers journalctl logger dmesg useradd usermod groupadd passwd reboot shutdown poweroff halt sync stty mkfs.ext4 mkfs.xfs mkswap swapon blkid lsblk locale-gen localectl loginctl service grubby update-grub partprobe ldconfig'.split(
    ' ',
  );

/** The commands of an image that have nothing to do with packages or the network. */
export function systemCommands(system: NodeSystem): Readonly<Record<string, StubCommand>> {
  return {
    ...Object.fromEntries(silent.map((name) => [name, done])),
    systemctl: (words) => systemctl(system, words),
    sysctl: (words) => sysctl(system, words),
    modprobe: (words) => modprobe(system, words),
    lsmod: () => answer(0, `Module                  Size  Used by\n${[...system.modules].map((name) => `${name.padEnd(24)}16384  0\n`).join('')}`),
    swapoff: () => {
      system.files.write('/proc/swaps', noSwap);
      return answer(0);
    },
    hostname: (words) => {
      if (words.includes('-I') || words.includes('-i')) return answer(0, `${system.address}\n`);
      return setHostname(system, operands(words)[0]);
    },
    hostnamectl: (words) => (words.includes('set-hostname') || words.includes('hostname') ? setHostname(system, operands(words)[1]) : answer(0, ` Static hostname: ${system.hostname}\n`)),
    getenforce: () => answer(0, 'Disabled\n'),
    setenforce: () => answer(1, '', 'setenforce: SELinux is disabled\n'),
    nproc: () => answer(0, `${system.cpu}\n`),
    date: (words) => (words.some((word) => word === '-s' || word.startsWith('--set')) ? answer(0) : answer(0, `${formatDate(words)}\n`)),
    ip: (words) => {
      if (operands(words)[0]?.startsWith('r') === true) return answer(0, `default via ${system.address.replace(/\d+$/, '253')} dev eth0 src ${system.address}\n`);
      return answer(0, `1: lo    inet 127.0.0.1/8 scope host lo\n2: eth0    inet ${system.address}/24 brd ${system.address.replace(/\d+$/, '255')} scope global dynamic eth0\n`);
    },
    'systemd-detect-virt': () => answer(0, 'kvm\n'),
  };
}

function formatDate(words: readonly string[]): string {
  const now = new Date();
  const format = words.find((word) => word.startsWith('+'))?.slice(1);
  if (format === undefined) return now.toUTCString();
  const two = (value: number): string => String(value).padStart(2, '0');
  const parts: Readonly<Record<string, string>> = {
    Y: String(now.getUTCFullYear()),
    m: two(now.getUTCMonth() + 1),
    d: two(now.getUTCDate()),
    H: two(now.getUTCHours()),
    M: two(now.getUTCMinutes()),
    S: two(now.getUTCSeconds()),
    s: String(Math.floor(now.getTime() / 1000)),
    N: `${String(now.getUTCMilliseconds()).padStart(3, '0')}000000`,
    z: '+0000',
    Z: 'UTC',
    F: now.toISOString().slice(0, 10),
    T: now.toISOString().slice(11, 19),
    '%': '%',
  };
  return format.replace(/%([%A-Za-z])/g, (match, letter: string) => parts[letter] ?? match);
}
