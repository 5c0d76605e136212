import { describe, expect, it } from 'vitest';
import { createClientTokens } from './client-tokens.ts';
import { RpcParameters } from './rpc-parameters.ts';

function harness() {
  const tokens = createClientTokens();
  let made = 0;
  const create = (values: Record<string, string>, operation = 'CreateVSwitch', caller = 'a') =>
    tokens.once(operation, caller, new RpcParameters(Object.entries(values)), () => ({ id: (made += 1) }));
  return { create, made: () => made };
}

describe('a ClientToken', () => {
  it('that is absent makes something each time', () => {
    const { create, made } = harness();
    create({ A: '1' });
    create({ A: '1' });
    expect(made()).toBe(2);
  });

  it('makes something once, and gives the same answer again', () => {
    const { create, made } = harness();
    expect(create({ A: '1', ClientToken: 't' })).toEqual(create({ A: '1', ClientToken: 't' }));
    expect(made()).toBe(1);
  });

  it('belongs to its operation and its caller', () => {
    const { create, made } = harness();
    create({ ClientToken: 't' });
    create({ ClientToken: 't' }, 'CreateVpc');
    create({ ClientToken: 't' }, 'CreateVSwitch', 'b');
    expect(made()).toBe(3);
  });

  it('is refused with other parameters, and when it is too long', () => {
    const { create } = harness();
    create({ A: '1', ClientToken: 't' });
    expect(() => create({ A: '2', ClientToken: 't' })).toThrow('was used before with other parameters');
    expect(() => create({ ClientToken: 't'.repeat(65) })).toThrow('longer than 64 characters');
  });

  it('is not spent by a create that fails', () => {
    const tokens = createClientTokens();
    const parameters = new RpcParameters([['ClientToken', 't']]);
    expect(() =>
      tokens.once('CreateVSwitch', 'a', parameters, () => {
        throw new RangeError('busy');
      }),
    ).toThrow('busy');
    expect(tokens.once('CreateVSwitch', 'a', parameters, () => ({ id: 1 }))).toEqual({ id: 1 });
  });
});
