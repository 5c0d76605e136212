import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

const defaults = { spec: 'examples/specs/datacenter.yaml', mode: 'plan', help: false };

describe('readArguments', () => {
  it.each([
    [[], defaults],
    [['--apply'], { ...defaults, mode: 'apply' }],
    [['--undo', '--spec', 'my.yaml'], { ...defaults, mode: 'undo', spec: 'my.yaml' }],
    [['--sandbox'], { ...defaults, sandbox: 'start' }],
    [['--sandbox', '--apply'], { ...defaults, sandbox: 'start', mode: 'apply' }],
    [['--sandbox', 'http://127.0.0.1:7000', '--apply'], { ...defaults, sandbox: new URL('http://127.0.0.1:7000'), mode: 'apply' }],
    [['--sandbox=http://127.0.0.1:7000'], { ...defaults, sandbox: new URL('http://127.0.0.1:7000') }],
    [['--json', 'out.json', '--help'], { ...defaults, json: 'out.json', help: true }],
  ])('reads %j', (words, expected) => {
    expect(readArguments(words)).toEqual(expected);
  });

  it.each([
    [['--aply'], "Unknown option '--aply'"],
    [['apply'], "Unexpected argument 'apply'"],
    [['--apply', '--undo'], '--apply and --undo exclude one another'],
    [['--sandbox', 'localhost:7000'], '--sandbox takes the control URL of a running sandbox, not "localhost:7000"'],
    [['--spec'], "Option '--spec <value>' argument missing"],
  ])('refuses %j', (words, message) => {
    expect(() => readArguments(words)).toThrow(message);
  });
});
