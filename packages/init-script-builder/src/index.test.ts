import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as everything from './index.ts';

describe('the package', () => {
  it('exports what its README lists', () => {
    expect(Object.keys(everything).sort()).toEqual(['buildInitScript', 'checkInitScript', 'createInitScriptStep', 'createOss20190517Store', 'createOssStore', 'extendInitScript', 'initScriptExits']);
  });

  it('loads no SDK when it is imported', () => {
    const program = `import(${JSON.stringify(fileURLToPath(new URL('./index.ts', import.meta.url)))}).then(() => {
      const { createRequire } = require('node:module');
      console.log(Object.keys(createRequire(process.cwd() + '/').cache).filter((path) => /ali-oss|@alicloud|client-node/.test(path)).length);
    })`;
    const count = execFileSync(process.execPath, ['--import', 'tsx', '--conditions=@ack-hybrid/source', '-e', program], { encoding: 'utf8' });
    expect(count.trim()).toBe('0');
  });
});
