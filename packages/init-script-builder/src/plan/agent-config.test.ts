import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentWait, newAgentConfig, planCreatedBucket, planRestore, planScriptPath, readCreatedBucket, readScriptPath, type AgentConfig, type AgentConfigPatch } from './agent-config.ts';

const url = 'https://b.oss-cn-hangzhou-internal.aliyuncs.com/x.sh';
const merge = <Value>(values: Readonly<Record<string, Value>>, patch: Readonly<Record<string, Value | null>>): Record<string, Value> =>
  Object.fromEntries(Object.entries({ ...values, ...patch }).filter((entry): entry is [string, Value] => entry[1] !== null));
const apply = (config: AgentConfig, patch: AgentConfigPatch | undefined): AgentConfig => (patch === undefined ? config : { data: merge(config.data, patch.data), annotations: merge(config.annotations, patch.annotations) });
const set = (config: AgentConfig, path = url): AgentConfig => apply(config, planScriptPath(config, path, 0));
const restore = (config: AgentConfig): AgentConfig | undefined => {
  const plan = planRestore(config);
  return plan.kind === 'delete' ? undefined : plan.kind === 'patch' ? apply(config, plan.patch) : config;
};

describe('planScriptPath', () => {
  it('sets the path and nothing else of the data', () => {
    expect(planScriptPath({ data: { enableNodepool: 'true' }, annotations: {} }, url, 0)?.data).toEqual({ addNodeScriptPath: url });
  });

  it('changes nothing where it is set', () => {
    expect(planScriptPath(set({ data: {}, annotations: {} }), url, 5)).toBeUndefined();
  });

  it('marks a path that someone else set to the same URL, so that it stays on undo', () => {
    const config = { data: { addNodeScriptPath: url }, annotations: {} };
    expect(planScriptPath(config, url, 0)?.data).toEqual({});
    expect(restore(set(config))).toEqual(config);
  });
});

describe('planRestore', () => {
  const data = fc.dictionary(fc.constantFrom('addNodeScriptPath', 'enableNodepool', 'isInit'), fc.constantFrom('', 'true', 'https://old'));

  it('gives back what was there, over any number of runs', () => {
    fc.assert(
      fc.property(data, fc.array(fc.constantFrom(url, `${url}2`), { minLength: 1, maxLength: 4 }), (before, paths) => {
        const config: AgentConfig = { data: before, annotations: { other: 'kept' } };
        const after = paths.reduce((current, path) => set(current, path), config);
        expect(readScriptPath(after)).toBe(paths.at(-1));
        expect(restore(after)).toEqual(config);
      }),
    );
  });

  it('keeps what others changed since', () => {
    const after = set({ data: { isInit: 'true' }, annotations: {} });
    expect(restore({ ...after, data: { ...after.data, isInit: 'false', more: '1' } })).toEqual({ data: { isInit: 'false', more: '1' }, annotations: {} });
    expect(restore({ ...after, data: { addNodeScriptPath: 'https://theirs' } })).toEqual({ data: { addNodeScriptPath: 'https://theirs' }, annotations: {} });
  });

  it("gives back another's path that came between two runs of ours", () => {
    const between = { ...set({ data: {}, annotations: {} }), data: { addNodeScriptPath: 'https://theirs' } };
    expect(restore(set(between))?.data).toEqual({ addNodeScriptPath: 'https://theirs' });
  });

  it('deletes a ConfigMap that we made, unless others put something into it', () => {
    const made = set(newAgentConfig);
    expect(planRestore(made).kind).toBe('delete');
    expect(restore({ ...made, data: { ...made.data, isInit: 'true' } })).toEqual({ data: { isInit: 'true' }, annotations: {} });
  });

  it('does nothing where nothing is ours', () => {
    expect(planRestore(undefined).kind).toBe('nothing');
    expect(planRestore({ data: { addNodeScriptPath: 'https://theirs' }, annotations: {} }).kind).toBe('nothing');
  });

  it('forgets the bucket that was noted', () => {
    const noted = apply({ data: {}, annotations: {} }, planCreatedBucket(undefined, 'b'));
    expect(readCreatedBucket(noted)).toBe('b');
    expect(planCreatedBucket(noted, 'b')).toBeUndefined();
    expect(restore(noted)).toEqual({ data: {}, annotations: {} });
  });
});

describe('agentWait', () => {
  it.each([
    [0, 60_000], [20_000, 40_000], [60_000, 0], [90_000, 0], [-5_000, 60_000],
  ])('after %i ms waits %i ms more', (passed, left) => {
    expect(agentWait(set({ data: {}, annotations: {} }), 60_000, passed)).toBe(left);
  });

  it('waits for nothing that we did not write', () => expect(agentWait({ data: {}, annotations: {} }, 60_000, 0)).toBe(0));
});
