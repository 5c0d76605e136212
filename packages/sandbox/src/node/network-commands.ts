import type { NodeFiles } from './kubeadm.ts';
import type { NodeHttpAnswer, NodeNetwork } from './node-network.ts';
import { answer, operands } from './node-system.ts';
import type { StubCommand } from './scratch-root.ts';
import type { StubAnswer } from './stub-server.ts';

const absolute = (path: string, cwd: string): string => (path.startsWith('/') ? path : `${cwd === '/' ? '' : cwd}/${path}`);

/**
 * The commands that ask the network: nc, ping, nslookup, getent, curl and wget. They take the options that scripts commonly give
 * them and exit as the real ones do; no packet leaves.
 */
export function networkCommands(network: NodeNetwork, files: NodeFiles): Readonly<Record<string, StubCommand>> {
  const nc: StubCommand = (words) => {
    const [host, portText] = operands(splitShort(words), ['-w', '-i', '-s', '-p', '-q', '-W']);
    if (words.some((word) => /^-[a-z]*l/.test(word))) return answer(0);
    const port = Number(portText);
    if (host === undefined || !(port > 0 && port < 65536)) return answer(1, '', 'nc: a host and a port are needed\n');
    if (network.resolve(host) === undefined) return answer(1, '', `nc: bad address '${host}'\n`);
    const result = network.reach(host, port, words.some((word) => /^-[a-z]*u/.test(word)) ? 'udp' : 'tcp');
    const verbose = words.some((word) => /^-[a-z]*v/.test(word));
    if (!result.reachable) return answer(1, '', `nc: ${host} (${network.resolve(host) ?? ''}:${port}): Operation timed out (${result.reason})\n`);
    return answer(0, '', verbose ? `${host} (${network.resolve(host) ?? ''}:${port}) open\n` : '');
  };
  const ping: StubCommand = (words) => {
    const [host] = operands(words, ['-c', '-W', '-w', '-i', '-s', '-I', '-M', '-t']);
    if (host === undefined) return answer(2, '', 'ping: a host is needed\n');
    const target = network.resolve(host);
    if (target === undefined) return answer(2, '', `ping: ${host}: Name or service not known\n`);
    const result = network.reach(host, 0, 'icmp');
    const count = Number(words[words.indexOf('-c') + 1]) || 1;
    if (!result.reachable) return answer(1, `PING ${host} (${target})\n\n${count} packets transmitted, 0 received, 100% packet loss\n`, `ping: ${result.reason}\n`);
    return answer(0, `PING ${host} (${target})\n64 bytes from ${target}: icmp_seq=1 ttl=62 time=2.00 ms\n\n${count} packets transmitted, ${count} received, 0% packet loss\nrtt min/avg/max/mdev = 2.000/2.000/2.000/0.000 ms\n`);
  };
  const nslookup: StubCommand = (words) => {
    const [host = ''] = operands(words);
    const target = network.resolve(host);
    return target === undefined ? answer(1, '', `** server can't find ${host}: NXDOMAIN\n`) : answer(0, `Name:\t${host}\nAddress: ${target}\n`);
  };
  const getent: StubCommand = (words) => {
    const [database = '', key = ''] = words;
    if (/^a?hosts(v4)?$/.test(database)) {
      const target = network.resolve(key);
      return target === undefined ? answer(2) : answer(0, `${target}\t${key}\n`);
    }
    return key === 'root' ? answer(0, 'root:x:0:0:root:/root:/bin/bash\n') : answer(2);
  };
  const write = (path: string | undefined, cwd: string, text: string): StubAnswer => {
    if (path === undefined || path === '-' || path === '/dev/stdout') return answer(0, text);
    if (path !== '/dev/null') files.write(absolute(path, cwd), text);
    return answer(0);
  };

  return {
    nc,
    ncat: nc,
    ping,
    nslookup,
    getent,
    host: nslookup,
    dig: (words) => answer(0, `${network.resolve(operands(words).find((word) => !word.startsWith('+') && !word.startsWith('@')) ?? '') ?? ''}\n`),
    async curl(words, cwd) {
      const options = curlOptions(words);
      const url = options.urls[0];
      if (url === undefined) return answer(2, '', 'curl: no URL specified\n');
      const result = await network.request(url);
      const problem = curlProblem(url, result, options.fail, network);
      const status = result.outcome === 'answered' ? String(result.status) : '000';
      const trailer = options.writeOut.replaceAll('\\n', '\n').replace(/%\{(http_code|response_code)\}/g, status).replace(/%\{[a-z_]+\}/g, '0');
      if (problem !== undefined) return answer(problem.exitCode, trailer, options.quiet ? '' : problem.stderr ?? '');
      const body = result.outcome === 'answered' ? (options.head ? `HTTP/1.1 ${status}\r\n\r\n` : result.body) : '';
      const written = write(options.remoteName ? (url.split('/').at(-1) ?? 'index.html') : options.output, cwd, body);
      return answer(0, (written.stdout ?? '') + trailer);
    },
    async wget(words, cwd) {
      const [url] = operands(splitShort(words), ['-O', '-o', '-T', '-t', '-P', '-U', '-w', '--header', '--timeout', '--tries', '--output-document']);
      if (url === undefined) return answer(1, '', 'wget: missing URL\n');
      const long = words.find((word) => word.startsWith('--output-document='))?.slice('--output-document='.length);
      const split = splitShort(words);
      const flag = split.findIndex((word) => word === '-O' || word === '--output-document');
      const result = await network.request(url);
      if (result.outcome === 'unknown-host') return answer(1, '', `wget: bad address '${new URL(/:\/\//.test(url) ? url : `http://${url}`).hostname}'\n`);
      if (result.outcome === 'unreachable') return answer(1, '', `wget: download timed out (${result.reason})\n`);
      if (result.status >= 400) return answer(1, '', `wget: server returned error: HTTP/1.1 ${result.status}\n`);
      if (words.includes('--spider')) return answer(0);
      return write(long ?? (flag >= 0 ? split[flag + 1] : (new URL(/:\/\//.test(url) ? url : `http://${url}`).pathname.split('/').at(-1) || 'index.html')), cwd, result.body);
    },
  };
}

/** `-qO-` as `-q -O -`, `-zvw3` as `-z -v -w 3`: letters that take a value end a bundle. */
function splitShort(words: readonly string[]): string[] {
  return words.flatMap((word) => {
    if (!/^-[A-Za-z]{1}.+/.test(word) || word.startsWith('--')) return [word];
    const split: string[] = [];
    for (let index = 1; index < word.length; index += 1) {
      const letter = word.charAt(index);
      split.push(`-${letter}`);
      if ('wWOoTtPUpsiq'.includes(letter) && letter !== 'q' && index + 1 < word.length) {
        split.push(word.slice(index + 1));
        break;
      }
    }
    return split;
  });
}

interface CurlOptions {
  readonly urls: readonly string[];
  readonly output: string | undefined;
  readonly remoteName: boolean;
  readonly fail: boolean;
  readonly head: boolean;
  readonly quiet: boolean;
  readonly writeOut: string;
}

const curlWithValue = new Set('-o --output -m --max-time --connect-timeout -w --write-out -X --request -H --header -d --data --data-raw --retry --retry-delay --retry-max-time -A --user-agent -u --user --cacert -E --cert --key -T --resolve --noproxy -x --proxy -e -b -c --interface --limit-rate'.split(' '));

function curlOptions(words: readonly string[]): CurlOptions {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const urls: string[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-') || word === '-') urls.push(word);
    else if (curlWithValue.has(word)) values.set(word, rest.shift() ?? '');
    else if (word.startsWith('--')) flags.add(word);
    else {
      // A bundle such as -fsSLo FILE: a letter that takes a value ends it.
      for (let index = 1; index < word.length; index += 1) {
        const letter = `-${word.charAt(index)}`;
        if (!curlWithValue.has(letter)) flags.add(letter);
        else {
          values.set(letter, index + 1 < word.length ? word.slice(index + 1) : (rest.shift() ?? ''));
          break;
        }
      }
    }
  }
  const has = (short: string, long: string): boolean => flags.has(short) || flags.has(long);
  return {
    urls: urls.length > 0 ? urls : [...(values.get('--url') === undefined ? [] : [values.get('--url') ?? ''])],
    output: values.get('-o') ?? values.get('--output'),
    remoteName: has('-O', '--remote-name'),
    fail: has('-f', '--fail') || flags.has('--fail-with-body'),
    head: has('-I', '--head'),
    quiet: has('-s', '--silent') && !has('-S', '--show-error'),
    writeOut: values.get('-w') ?? values.get('--write-out') ?? '',
  };
}

function curlProblem(url: string, result: NodeHttpAnswer, fail: boolean, network: NodeNetwork): StubAnswer | undefined {
  const host = /^(?:[a-z]+:\/\/)?([^/:?#]+)/i.exec(url)?.[1] ?? url;
  if (result.outcome === 'unknown-host') return answer(6, '', `curl: (6) Could not resolve host: ${host}\n`);
  // A packet that nobody answers: curl gives up after its time limit.
  if (result.outcome === 'unreachable') return answer(28, '', `curl: (28) Connection to ${network.resolve(host) ?? host} timed out (${result.reason})\n`);
  if (fail && result.status >= 400) return answer(22, '', `curl: (22) The requested URL returned error: ${result.status}\n`);
  return undefined;
}
