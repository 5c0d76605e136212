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
    ['nothing for two commands', { [unit]: '[Service]\nExecStart=/k --a\nExecStart=/k --b' }, undefined],
    ['nothing for an unclosed quote', { [unit]: '[Service]\nExecStart=/k "a' }, undefined],
    ['nothing for an empty unit, which is masked', { [unit]: '[Service]\nExecStart=/k', '/etc/systemd/system/kubelet.service': '' }, undefined],
    ['a continued command without the comments in it', { [unit]: '[Service]\nExecStart=/k \\\n--a \\\n# --no\n--b' }, ['/k', '--a', '--b']],
    ['a comment that ends in a backslash as one line', { [unit]: '[Service]\n# a \\\nExecStart=/k' }, ['/k']],
    ['escapes and specifiers as what they stand for', { [unit]: '[Service]\nEnvironment=A=%p\\x20%%\nExecStart=/k \\x41\\q %n ${A}' }, ['/k', 'A\\q', 'kubelet.service', 'kubelet %']],
    ['an environment file whose path holds a specifier, but no relative one', { [unit]: '[Service]\nEnvironmentFile=etc/b\nEnvironmentFile=-/etc/%p\nExecStart=/k $A', '/etc/kubelet': 'A=--x\n' }, ['/k', '--x']],
    ['a drop-in for every service', { [unit]: '[Service]\nExecStart=/k $A', '/etc/systemd/system/service.d/10-all.conf': '[Service]\nEnvironment=A=--all' }, ['/k', '--all']],
    ['variables as they are behind a colon', { [unit]: '[Service]\nEnvironment=A=1\nExecStart=-:/k $A ${A}' }, ['/k', '$A', '${A}']],
    ['another name for the program behind an at sign', { [unit]: '[Service]\nExecStart=@/k own --a' }, ['own', '--a']],
    ['words that begin with a dollar sign as variables, and others as they are', { [unit]: '[Service]\nEnvironment=A=x\nExecStart=/k $A-x a$A $$A ${A:-d} ${A' }, ['/k', 'a$A', '$A', '${A:-d}', '${A']],
    ['only what stands in [Service]', { [unit]: '[Unit]\nExecStart=/no\n[Service]\n# ExecStart=/comment\nExecStart=/k' }, ['/k']],
  ])('gives %s', (_title, files, expected) => {
    expect(commandLineOf('kubelet.service', unitFiles(files))).toEqual(expected);
  });

  it('drops an Environment= line that sed put below [Service] in a file which is read as an environment file', () => {
    const files = unitFiles({ [unit]: '[Service]\nEnvironmentFile=-/etc/sysconfig/kubelet\nExecStart=/k $KUBELET_EXTRA_ARGS', '/etc/sysconfig/kubelet': '[Service]\nEnvironment="KUBELET_EXTRA_ARGS=--node-labels=a=b"\n' });
    expect(commandLineOf('kubelet.service', files)).toEqual(['/k']);
  });
});
