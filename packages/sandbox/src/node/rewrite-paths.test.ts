import { describe, expect, it } from 'vitest';
import { removeRoot, rewritePaths } from './rewrite-paths.ts';

const folders = ['bin', 'dev', 'etc', 'lib', 'lib64', 'proc', 'root', 'run', 'sys', 'tmp', 'usr', 'var'];
const rewrite = (text: string): string => rewritePaths(text, '/R', folders);

describe('rewritePaths', () => {
  it.each([
    ['a word', 'cat /etc/hosts', 'cat /R/etc/hosts'],
    ['a quoted word', `cat "/etc/a b" '/etc/c'`, `cat "/R/etc/a b" '/R/etc/c'`],
    ['a redirection', 'echo 1 >/proc/sys/x', 'echo 1 >/R/proc/sys/x'],
    ['an assignment and each part of PATH', 'PATH=$PATH:/usr/bin:/bin', 'PATH=$PATH:/R/usr/bin:/R/bin'],
    ['an option', 'kubeadm --config=/etc/k.yaml -f/etc/x', 'kubeadm --config=/R/etc/k.yaml -f/R/etc/x'],
    ['both sides of a sed expression', 's#/etc/a#/var/b#', 's#/R/etc/a#/R/var/b#'],
    ['a default in an expansion', '${X:-/etc/x}', '${X:-/R/etc/x}'],
    ['a line of a heredoc', 'cat <<EOF\n/etc/x\nEOF', 'cat <<EOF\n/R/etc/x\nEOF'],
    ['a folder alone', 'ls /etc; ls /lib64', 'ls /R/etc; ls /R/lib64'],
    ['a device that could do harm', 'dd of=/dev/vda', 'dd of=/R/dev/vda'],
    ['a network device of bash', 'exec 3<>/dev/tcp/h/1', 'exec 3<>/R/dev/tcp/h/1'],
    ['a path behind a variable that may be empty', 'rm "${ROOT}/etc/x" $P/var', 'rm "${ROOT:-/R}/etc/x" ${P:-/R}/var'],
    ['a redirection into an unknown folder', 'echo > /other/x', 'echo > /R/other/x'],
    ['a change to the root', 'cd / && ls', 'cd /R/ && ls'],
    ['a glob of the root', 'rm -rf /*', 'rm -rf /R/*'],
  ])('rewrites %s', (_title, text, expected) => {
    expect(rewrite(text)).toBe(expected);
  });

  it.each([
    ['the first line', '#!/bin/bash\n'],
    ['a URL', 'curl https://host/etc/x http://host:80/var'],
    ['a relative path', 'cat ./etc/x a/etc/b'],
    ['harmless devices', 'x >/dev/null 2>&1 </dev/stdin 3>/dev/fd/4 >/dev/tty'],
    ['a longer name', 'cat /etcetera /var.d'],
    ['a division', 'echo $(( a / b ))'],
    ['a pattern of sed', "sed '/swap/ s/^/#/'"],
    ['a CIDR block', '10.0.0.0/10'],
  ])('leaves %s alone', (_title, text) => {
    expect(rewrite(text)).toBe(text);
  });

  it.each(['cat /etc/x > /var/y', 'echo "${A}/etc/x"', 'cat <<EOF > /etc/k\nEnvironmentFile=-/etc/default/x\nEOF'])('is taken back by removeRoot: %s', (text) => {
    expect(removeRoot(rewrite(text), '/R')).toBe(text);
  });
});
