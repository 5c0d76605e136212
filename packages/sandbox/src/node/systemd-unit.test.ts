import { describe, expect, it } from 'vitest';
import { commandLineOf, type UnitFiles } from './systemd-unit.ts';

function unitFiles(files: Readonly<Record<string, string>>): UnitFiles {
  return {
    read: (path) => files[path],
    list: (folder) => Object.keys(files).filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)).filter((name) => !name.includes('/')),
  };
}

const unit = '/usr/lib/systemd/system/kubelet.service';
const dropIn = '/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf';

describe('commandLineOf', () => {
  it.each<[string, Record<string, string>, string[] | undefined]>([
    ['nothing without a unit', {}, undefined],
    ['the unit alone', { [unit]: '[Service]\nExecStart=/usr/bin/kubelet --a\n' }, ['/usr/bin/kubelet', '--a']],
    ['a drop-in that clears ExecStart first', { [unit]: '[Service]\nExecStart=/usr/bin/kubelet', [dropIn]: '[Service]\nExecStart=\nExecStart=/usr/bin/kubelet --b' }, ['/usr/bin/kubelet', '--b']],
    ['$NAME split into words and an unset one as nothing', { [unit]: '[Service]\nEnvironment="A=--x --y"\nExecStart=/k $A $B' }, ['/k', '--x', '--y']],
    ['${NAME} as one word', { [unit]: '[Service]\nEnvironment="A=--x --y"\nExecStart=/k ${A}' }, ['/k', '--x --y']],
    ['an environment file over Environment=, also one that a later drop-in sets', {
      [unit]: '[Service]\nExecStart=/k $A',
      [dropIn]: '[Service]\nEnvironmentFile=-/etc/sysconfig/kubelet',
      '/etc/systemd/system/kubelet.service.d/20-own.conf': '[Service]\nEnvironment="A=--lost"',
      '/etc/sysconfig/kubelet': 'A=--kept\n',
    }, ['/k', '--kept']],
    ['a drop-in in /etc instead of the one of the same name in /usr/lib', { [unit]: '[Service]\nExecStart=/k', [dropIn]: '[Service]\nExecStart=\nExecStart=/k --lib', '/etc/systemd/system/kubelet.service.d/10-kubeadm.conf': '[Service]\nExecStart=\nExecStart=/k --etc' }, ['/k', '--etc']],
    ['nothing where a required environment file is missing', { [unit]: '[Service]\nEnvironmentFile=/etc/none\nExecStart=/k' }, undefined],
    ['nothing where a required environment file is no UTF-8', { [unit]: '[Service]\nEnvironmentFile=/etc/e\nExecStart=/k $A', '/etc/e': 'A=--x\nB=\ufffd\n' }, undefined],
    ['the command without an optional environment file that is no UTF-8', { [unit]: '[Service]\nEnvironmentFile=-/etc/e\nExecStart=/k $A', '/etc/e': 'A=--x\nB=\ufffd\n' }, ['/k']],
    ['only what stands in [Service]', { [unit]: '[Unit]\nExecStart=/no\n[Service]\n# ExecStart=/comment\nExecStart=/k' }, ['/k']],
  ])('gives %s', (_title, files, expected) => {
    expect(commandLineOf('kubelet.service', unitFiles(files))).toEqual(expected);
  });

  it('drops an Environment= line that sed put below [Service] in a file which is read as an environment file', () => {
    const files = unitFiles({ [unit]: '[Service]\nEnvironmentFile=-/etc/sysconfig/kubelet\nExecStart=/k $KUBELET_EXTRA_ARGS', '/etc/sysconfig/kubelet': '[Service]\nEnvironment="KUBELET_EXTRA_ARGS=--node-labels=a=b"\n' });
    expect(commandLineOf('kubelet.service', files)).toEqual(['/k']);
  });
});
