import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findBash, findTool, guardScript } from './real-tools.ts';

/** What the tool behind a guard gets for these words. */
function guarded(patterns: boolean, ...words: string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'guard-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const guard = join(folder, 'guard');
  const show = join(folder, 'show');
  writeFileSync(show, `#!${findBash()}\nprintf '%s\\0' "$@"\n`);
  writeFileSync(guard, guardScript({ bash: findBash(), tool: show, root: '/R', folders: ['etc', 'var'], patterns }));
  for (const path of [show, guard]) chmodSync(path, 0o755);
  return spawnSync(guard, words, { encoding: 'utf8' }).stdout.split('\0').slice(0, -1);
}

describe('guardScript', () => {
  it.each([
    [['-f', '/etc/x', 'y', ''], ['-f', '/R/etc/x', 'y', '']],
    [['/R/etc/x', '/R'], ['/R/etc/x', '/R']],
    [['/', '/data/x'], ['/R/', '/R/data/x']],
    [['of=/etc/x', '--target=/R/y', '--target=/z'], ['of=/R/etc/x', '--target=/R/y', '--target=/R/z']],
    [['/dev/null', '/dev/fd/3', '/dev/sda'], ['/dev/null', '/dev/fd/3', '/R/dev/sda']],
    [['a b', '*', '$x'], ['a b', '*', '$x']],
  ])('sends the paths of a file tool below the root: %j', (words, expected) => {
    expect(guarded(false, ...words)).toEqual(expected);
  });

  it.each([
    [['s/a/b/', '/etc/x'], ['s/a/b/', '/R/etc/x']],
    [['/pattern/d', '/'], ['/pattern/d', '/']],
    [['key=/etc/x'], ['key=/etc/x']],
    [[tmpdir()], [`/R${tmpdir()}`]],
  ])('leaves the patterns of a text tool alone: %j', (words, expected) => {
    expect(guarded(true, ...words)).toEqual(expected);
  });
});

describe('findTool', () => {
  it('finds what this machine has, by its absolute path', () => {
    expect(findTool('cat')).toMatch(/^\/.*cat$/);
    expect(findTool('no-such-tool-anywhere')).toBeUndefined();
  });
});
