import type { Check } from '@ack-hybrid/core';
import { beginMarker, endMarker, joinFunction, sectionVersion, tryJoinFunction } from './section/render-section.ts';

/**
 * Looks at a script as it will run on a node: whether it holds the section, in this package's version, whether its join goes
 * through the section, and whether the join checks the cluster's CA. Shows nothing of the script.
 */
export const checkInitScript = (script: string): readonly Check[] => {
  const lines = script.split('\n');
  const begins = lines.map((line) => beginMarker.exec(line)?.[1]).filter((version) => version !== undefined);
  const ends = lines.filter((line) => endMarker.test(line));
  const afterSection = lines.slice(lines.findIndex((line) => endMarker.test(line)) + 1).join('\n');
  return [sectionCheck(begins, ends.length), joinCheck(afterSection), caCheck(afterSection)];
};

const extend = 'Render it with extendInitScript or buildInitScript.';

const sectionCheck = (begins: readonly string[], ends: number): Check => {
  const name = 'script-section';
  if (begins.length !== 1 || ends !== 1) return { name, status: 'fail', message: `the script holds ${begins.length} sections of ack-hybrid, and must hold one`, remediation: extend };
  if (begins[0] !== String(sectionVersion)) return { name, status: 'fail', message: `its section has version ${begins[0] ?? ''}; this package writes version ${sectionVersion}`, remediation: extend };
  return { name, status: 'pass', message: `the script holds the section, version ${sectionVersion}` };
};

const joinCheck = (text: string): Check =>
  new RegExp(`(^|[\\s;&|!({])(${joinFunction}|${tryJoinFunction}) `, 'm').test(text)
    ? { name: 'script-join', status: 'pass', message: 'its join runs behind the section and passes the name of the node' }
    : { name: 'script-join', status: 'fail', message: 'no join runs behind the section', remediation: extend };

const caCheck = (text: string): Check =>
  text.includes('--discovery-token-unsafe-skip-ca-verification')
    ? { name: 'script-ca-pinned', status: 'warn', message: 'its join trusts whatever API server answers (--discovery-token-unsafe-skip-ca-verification)', remediation: 'Pass --discovery-token-ca-cert-hash sha256:… instead.' }
    : { name: 'script-ca-pinned', status: 'pass', message: 'its join does not skip the check of the CA' };
