import { describe, expect, it } from 'vitest';
import { cloudNode } from '../testing/fake-terway.ts';
import { checkKernels, parseMajorMinor, tagOf } from './check-placement-kernel.ts';

describe('parseMajorMinor', () => {
  it.each([
    ['5.10.134-16.al8.x86_64', [5, 10]],
    ['4.19.91', [4, 19]],
    ['3.10.0-1160.el7.x86_64', [3, 10]],
    ['6.6', [6, 6]],
    ['5.15.0-1034-aws+', [5, 15]],
    ['5.4-rc1', [5, 4]],
    ['v1.14.1', [1, 14]],
    [' 5.10.1 ', [5, 10]],
    ['', undefined],
    ['5', undefined],
    ['linux-5.10', undefined],
    ['5.', undefined],
    ['-5.10', undefined],
    ['5.1234567', undefined],
  ])('reads %j as %j', (text, expected) => {
    expect(parseMajorMinor(text)).toEqual(expected);
  });
});

describe('checkKernels', () => {
  const image = (tag: string) => `registry-vpc.cn-hangzhou.aliyuncs.com:443/acs/terway${tag}`;

  it.each([
    [image(':v1.14.1'), '5.10.134-16.al8.x86_64', 'pass'],
    [image(':v1.14.0'), '5.9.16', 'fail'],
    [image(':v1.14.0'), '4.19.91', 'fail'],
    [image(':v1.14.0'), '10.0.1', 'pass'],
    [image(':v2.0.0'), '4.19.91', 'fail'],
    [image(':v1.13.9'), '3.10.0-1160.el7.x86_64', 'pass'],
    [image(':latest'), '4.19.91', 'warn'],
    [image(`@sha256:${'a'.repeat(64)}`), '5.10.1', 'pass'],
    [image(':v1.14.1'), 'odd', 'warn'],
    [image(':v1.14.1'), '', 'warn'],
  ])('judges %s on %s: %s', (given, kernelVersion, status) => {
    expect(checkKernels(given, [cloudNode('good'), cloudNode('n1', { kernelVersion })])).toMatchObject({ status, ...(status === 'pass' ? {} : { message: expect.stringContaining('n1') as string }) });
  });

  it('reads the tag beside a digest, and takes no port for one', () => {
    expect([tagOf(`a/b:v1.2.3@sha256:${'a'.repeat(64)}`), tagOf('host:443/acs/terway'), tagOf(image(''))]).toEqual(['v1.2.3', '', '']);
  });
});
