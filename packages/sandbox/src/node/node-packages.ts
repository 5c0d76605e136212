import type { JoinOutcome } from './kubeadm.ts';
import { answer, operands, runtimeRunning, type NodeSystem } from './node-system.ts';
import type { StubCommand } from './scratch-root.ts';
import { packageFiles } from './seed-files.ts';
import type { StubAnswer } from './stub-server.ts';

/** What the package commands need beside the system: where commands come and go, and how a join is run. */
export interface PackageSurroundings {
  readonly system: NodeSystem;
  /** `1.33.2`: what an installation without a version gets. */
  readonly defaultVersion: string;
  addCommand(name: string, command: StubCommand): void;
  removeCommand(name: string): void;
  /** Runs `kubeadm join` with the versions that are installed. */
  join(words: readonly string[], versions: { readonly kubeadm: string; readonly kubelet: string; readonly containerd: string }): JoinOutcome;
}

const defaultContainerd = '1.7.27';
const commandsOf: Readonly<Record<string, readonly string[]>> = {
  'containerd.io': ['containerd', 'ctr', 'runc'],
  containerd: ['containerd', 'ctr', 'runc'],
  kubelet: ['kubelet'],
  kubeadm: ['kubeadm'],
  kubectl: ['kubectl'],
  'cri-tools': ['crictl'],
};
const kubernetesPackages = new Set(['kubelet', 'kubeadm', 'kubectl', 'cri-tools', 'kubernetes-cni']);

/** The package commands of the image: yum, dnf and rpm, or apt and dpkg. */
export function packageCommands(surroundings: PackageSurroundings): Readonly<Record<string, StubCommand>> {
  const { system } = surroundings;
  const install = (words: readonly string[]): StubAnswer => run(surroundings, words);
  const addRepository = (url: string | undefined): StubAnswer => {
    if (url === undefined) return answer(1, '', 'usage: yum-config-manager --add-repo URL\n');
    system.files.write(`/etc/yum.repos.d/${url.split('/').at(-1) ?? 'added.repo'}`, `[${url.split('/').at(-1)?.replace(/\.repo$/, '') ?? 'added'}]\nbaseurl=${url}\nenabled=1\n`);
    return answer(0, `Adding repo from: ${url}\n`);
  };
  if (system.image === 'ubuntu2204') {
    return {
      'apt-get': install,
      apt: install,
      'apt-mark': () => answer(0),
      'apt-key': () => answer(0, 'OK\n'),
      'add-apt-repository': (words) => {
        system.files.write('/etc/apt/sources.list.d/added.list', `${operands(words).join(' ')}\n`);
        return answer(0);
      },
      gpg: (words) => {
        const output = words[words.findIndex((word) => word === '-o' || word === '--output') + 1];
        if (output?.startsWith('/') === true) system.files.write(output, 'keyring\n');
        return answer(0);
      },
      dpkg: (words) => (words.includes('-s') || words.includes('-l') ? query(system, operands(words)) : install(['install', ...operands(words)])),
      'dpkg-query': (words) => query(system, operands(words, ['-f'])),
    };
  }
  const yum: StubCommand = (words) => {
    if (operands(words)[0] === 'config-manager') return words.includes('--add-repo') ? addRepository(words[words.indexOf('--add-repo') + 1]) : answer(0);
    return install(words);
  };
  return {
    yum,
    dnf: yum,
    rpm: (words) => {
      if (words.some((word) => /^-q/.test(word))) return words.includes('-qa') ? answer(0, [...system.packages.keys()].map((name) => `${name}\n`).join('')) : query(system, operands(words));
      if (words.some((word) => /^-[a-zA-Z]*[iU]/.test(word))) return install(['install', ...operands(words).map((path) => (path.split('/').at(-1) ?? path).replace(/\.rpm$/, ''))]);
      return answer(0);
    },
    'yum-config-manager': (words) => (words.includes('--add-repo') ? addRepository(words[words.indexOf('--add-repo') + 1]) : answer(0)),
  };
}

function query(system: NodeSystem, names: readonly string[]): StubAnswer {
  const missing = names.filter((name) => !system.packages.has(name));
  return missing.length === 0 ? answer(0, names.map((name) => `${name}-${system.packages.get(name) ?? ''}\n`).join('')) : answer(1, missing.map((name) => `package ${name} is not installed\n`).join(''));
}

function run(surroundings: PackageSurroundings, words: readonly string[]): StubAnswer {
  const { system } = surroundings;
  const [verb = 'help', ...packages] = operands(words, ['-c', '-o', '-t']);
  if (['remove', 'erase', 'purge', 'autoremove'].includes(verb)) {
    for (const name of packages) {
      system.packages.delete(name);
      for (const command of commandsOf[name] ?? []) surroundings.removeCommand(command);
    }
    return answer(0, 'Complete!\n');
  }
  if (verb === 'list') return query(system, packages.filter((name) => name !== 'installed'));
  if (!['install', 'localinstall', 'reinstall', 'downgrade'].includes(verb)) return answer(0);
  let log = '';
  for (const text of packages) {
    const { name, version } = parsePackage(text);
    if (kubernetesPackages.has(name) && !hasKubernetesRepository(system)) {
      return system.image === 'alinux3' ? answer(1, log, `Error: Unable to find a match: ${text}\n`) : answer(100, log, `E: Unable to locate package ${name}\n`);
    }
    log += `${installPackage(surroundings, name, version)}\n`;
    // The packages of Kubernetes bring crictl along.
    if (name === 'kubeadm' && !system.packages.has('cri-tools')) log += `${installPackage(surroundings, 'cri-tools', undefined)}\n`;
  }
  return answer(0, `${log}Complete!\n`);
}

/** `kubelet-1.24.3`, `kubelet-1.33.2-150500.1.1`, `kubelet=1.33.2-1.1`, `kubelet-1.33.*` or only a name. */
export function parsePackage(text: string): { readonly name: string; readonly version: string | undefined } {
  const match = /^(.+?)[-=](?:\d+:)?(\d[\w.~*]*)(?:-[\w.*~+]+)?$/.exec(text);
  return match?.[1] === undefined ? { name: text, version: undefined } : { name: match[1], version: match[2]?.replace(/\.?\*$/, '') };
}

function hasKubernetesRepository(system: NodeSystem): boolean {
  const folder = system.image === 'alinux3' ? '/etc/yum.repos.d' : '/etc/apt/sources.list.d';
  return system.files.list(folder).some((name) => /kubernetes|k8s/i.test(`${name}\n${system.files.read(`${folder}/${name}`) ?? ''}`));
}

function installPackage(surroundings: PackageSurroundings, name: string, version: string | undefined): string {
  const { system } = surroundings;
  const complete = (text: string): string => (text.split('.').length < 3 ? `${text}.0` : text);
  const chosen = version !== undefined ? complete(version) : kubernetesPackages.has(name) ? surroundings.defaultVersion : commandsOf[name] === undefined ? '' : defaultContainerd;
  system.packages.set(name, chosen);
  for (const [path, text] of Object.entries(packageFiles(system.image)[name] ?? {})) if (system.files.read(path) === undefined) system.files.write(path, text);
  for (const command of commandsOf[name] ?? []) surroundings.addCommand(command, commandOf(command, surroundings));
  return `Installed: ${name}${chosen === '' ? '' : `-${chosen}`}`;
}

function commandOf(command: string, surroundings: PackageSurroundings): StubCommand {
  const { system } = surroundings;
  const containerd = (): string => system.packages.get('containerd.io') ?? system.packages.get('containerd') ?? defaultContainerd;
  const versionOf = (name: string): string => system.packages.get(name) ?? surroundings.defaultVersion;
  switch (command) {
    case 'containerd':
      return (words) => {
        if (words[0] === 'config') return answer(0, containerdConfiguration(containerd()));
        return words.includes('--version') || words.includes('-v') ? answer(0, `containerd containerd.io ${containerd()}\n`) : answer(1, '', 'containerd: start it by its service\n');
      };
    case 'kubelet':
      return (words) => (words.includes('--version') ? answer(0, `Kubernetes v${versionOf('kubelet')}\n`) : answer(1, '', 'kubelet: start it by its service\n'));
    case 'kubectl':
      return (words) => (words.includes('--client') ? answer(0, `Client Version: v${versionOf('kubectl')}\n`) : answer(1, '', 'The connection to the server localhost:8080 was refused - did you specify the right host or port?\n'));
    case 'kubeadm':
      return (words) => {
        if (words[0] === 'version') return answer(0, words.includes('short') ? `v${versionOf('kubeadm')}\n` : `kubeadm version: v${versionOf('kubeadm')}\n`);
        if (words[0] === 'config') return answer(0);
        if (words[0] === 'reset') {
          for (const path of ['/etc/kubernetes/kubelet.conf', '/etc/kubernetes/bootstrap-kubelet.conf', '/etc/kubernetes/pki', '/var/lib/kubelet']) system.files.remove(path);
          system.activeServices.delete('kubelet');
          return answer(0);
        }
        if (words[0] !== 'join') return answer(1, '', `kubeadm: ${words[0] ?? ''} is not what a node does\n`);
        const outcome = surroundings.join(words.slice(1), { kubeadm: versionOf('kubeadm'), kubelet: versionOf('kubelet'), containerd: containerd() });
        if (outcome.kubelet !== undefined) system.activeServices.add('kubelet');
        return answer(outcome.exitCode, outcome.exitCode === 0 ? outcome.output : '', outcome.exitCode === 0 ? '' : outcome.output);
      };
    case 'crictl':
      return (words) => {
        if (words[0] === 'config') {
          system.files.write('/etc/crictl.yaml', `${words.slice(1).join(': ')}\n`);
          return answer(0);
        }
        if (words.includes('--version')) return answer(0, `crictl version v${versionOf('cri-tools')}\n`);
        return runtimeRunning(system) ? answer(0) : answer(1, '', 'validate service connection: dial unix /run/containerd/containerd.sock: connect: no such file or directory\n');
      };
    default:
      return () => (system.activeServices.has('containerd') || command === 'runc' ? answer(0) : answer(1, '', `${command}: failed to dial "/run/containerd/containerd.sock"\n`));
  }
}

/** `containerd config default`: the parts that node scripts edit. `SystemdCgroup` is listed from 1.5 on, version 3 from 2.0 on. */
export function containerdConfiguration(version: string): string {
  const [major = 1, minor = 7] = version.split('.').map(Number);
  const systemdCgroup = major > 1 || minor >= 5 ? ['            SystemdCgroup = false'] : [];
  if (major >= 2) {
    return ['version = 3', 'root = "/var/lib/containerd"', 'state = "/run/containerd"', 'disabled_plugins = []', '', '[grpc]', '  address = "/run/containerd/containerd.sock"', '', '[plugins]', "  [plugins.'io.containerd.cri.v1.images']", "    [plugins.'io.containerd.cri.v1.images'.pinned_images]", "      sandbox = 'registry.k8s.io/pause:3.10'", "    [plugins.'io.containerd.cri.v1.images'.registry]", "      config_path = ''", "  [plugins.'io.containerd.cri.v1.runtime']", "    [plugins.'io.containerd.cri.v1.runtime'.containerd]", "      [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]", "        runtime_type = 'io.containerd.runc.v2'", "          [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]", ...systemdCgroup, ''].join('\n');
  }
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  return ['version = 2', 'root = "/var/lib/containerd"', 'state = "/run/containerd"', 'disabled_plugins = []', '', '[grpc]', '  address = "/run/containerd/containerd.sock"', '', '[plugins]', `  [${cri}]`, `    sandbox_image = "${minor < 6 ? 'k8s.gcr.io/pause:3.2' : 'registry.k8s.io/pause:3.8'}"`, `    [${cri}.containerd]`, '      default_runtime_name = "runc"', `        [${cri}.containerd.runtimes.runc]`, '          runtime_type = "io.containerd.runc.v2"', `          [${cri}.containerd.runtimes.runc.options]`, ...systemdCgroup, `    [${cri}.registry]`, '      config_path = ""', `      [${cri}.registry.mirrors]`, `        [${cri}.registry.mirrors."docker.io"]`, '          endpoint = ["https://registry-1.docker.io"]', ''].join('\n');
}
