import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseImageReference, registryOf, type ImageReference } from './image-reference.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

it.each<[string, ImageReference]>([
  ['busybox', { host: 'docker.io', repository: 'library/busybox' }],
  ['busybox:1.36', { host: 'docker.io', repository: 'library/busybox', tag: '1.36' }],
  ['calico/node:v3.30.0', { host: 'docker.io', repository: 'calico/node', tag: 'v3.30.0' }],
  ['docker.io/busybox', { host: 'docker.io', repository: 'library/busybox' }],
  ['index.docker.io/busybox', { host: 'docker.io', repository: 'library/busybox' }],
  ['docker.io/calico/node', { host: 'docker.io', repository: 'calico/node' }],
  ['quay.io/cilium/cilium:v1.17.2@' + digest, { host: 'quay.io', repository: 'cilium/cilium', tag: 'v1.17.2', digest }],
  ['ghcr.io/flannel-io/flannel@' + digest, { host: 'ghcr.io', repository: 'flannel-io/flannel', digest }],
  ['localhost/app', { host: 'localhost', repository: 'app' }],
  ['localhost:5000/app', { host: 'localhost', port: 5000, repository: 'app' }],
  ['registry:5000/app', { host: 'registry', port: 5000, repository: 'app' }],
  ['registry/app', { host: 'docker.io', repository: 'registry/app' }],
  ['Registry/app', { host: 'registry', repository: 'app' }],
  ['10.1.2.3/app', { host: '10.1.2.3', repository: 'app' }],
  ['10.1.2.3:5000/team/app:1', { host: '10.1.2.3', port: 5000, repository: 'team/app', tag: '1' }],
  ['[fd00::5]:5000/app', { host: 'fd00::5', port: 5000, repository: 'app' }],
  ['[FD00::5]/app', { host: 'fd00::5', repository: 'app' }],
  ['harbor.corp.example.com/a/b-c__d.e/f:X_1', { host: 'harbor.corp.example.com', repository: 'a/b-c__d.e/f', tag: 'X_1' }],
  ['a.b/c@md5x:' + 'a'.repeat(32), { host: 'a.b', repository: 'c', digest: 'md5x:' + 'a'.repeat(32) }],
])('reads %s', (text, expected) => {
  expect(parseImageReference(text)).toEqual(expected);
});

it.each([
  '',
  ' busybox',
  ':5000/app',
  'registry.example.com:/app',
  'registry.example.com:70000/app',
  'http://registry.example.com/app',
  'App',
  'docker.io/Calico/node',
  'a//b',
  'a/b/',
  'a/b:',
  'a/b@',
  'a/b@sha256:abc',
  'a/b@sha256:' + 'A'.repeat(64),
  'a/b@sha256:' + 'a'.repeat(63),
  '-a.b/c',
  'a.b-/c',
  'a..b/c',
  'a.b/c_-d',
  '[fd00::5%eth0]/app',
  'fd00::5/app',
  'a.b/c:' + 't'.repeat(129),
  'a.b/' + 'c'.repeat(252),
  'a'.repeat(64),
])('reads no reference in %j', (text) => {
  expect(parseImageReference(text)).toBeUndefined();
});

describe('a reference', () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/);
  const host = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.')).filter((text) => text !== 'docker.io' && text !== 'index.docker.io');
  const repository = fc.array(fc.stringMatching(/^[a-z0-9]{1,6}([._-][a-z0-9]{1,4})?$/), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));

  it('is read back in all its parts', () => {
    fc.assert(
      fc.property(host, fc.option(fc.integer({ min: 1, max: 65535 }), { nil: undefined }), repository, fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,8}$/), { nil: undefined }), fc.boolean(), (name, port, path, tag, pinned) => {
        const expected = { host: name, ...(port === undefined ? {} : { port }), repository: path, ...(tag === undefined ? {} : { tag }), ...(pinned ? { digest } : {}) };
        const text = `${registryOf(expected)}/${path}${tag === undefined ? '' : `:${tag}`}${pinned ? `@${digest}` : ''}`;
        expect(parseImageReference(text)).toEqual(expected);
      }),
    );
  });

  it('never throws and never takes long on any text', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z0-9._/:@[\]-]{0,200}$/), (text) => { parseImageReference(text); }));
    expect(parseImageReference('a.b/' + 'a-'.repeat(20_000) + '!')).toBeUndefined();
  });
});
