import { InvalidInputError } from '@ack-hybrid/core/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CidrPoolExhaustedError } from '../../errors/cidr-pool-exhausted-error.ts';
import { CidrBlock } from '../block/cidr-block.ts';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import { CidrSet } from '../set/cidr-set.ts';
import { CidrPool } from './cidr-pool.ts';

const errorOf = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

const texts = (blocks: Iterable<CidrBlock>): string[] => [...blocks].map(String);

describe('a pool', () => {
  it('gives the lowest, the highest and the tightest block', () => {
    const make = (): CidrPool => new CidrPool('10.10.0.0/16', { taken: ['10.10.0.0/24', '10.10.128.0/17', '10.10.4.0/23', '10.10.7.0/24'] });
    expect(String(make().allocate({ prefix: 25 }))).toBe('10.10.1.0/25');
    expect(String(make().allocate({ prefix: 25, fit: 'last' }))).toBe('10.10.127.128/25');
    expect(String(make().allocate({ prefix: 23, fit: 'best' }))).toBe('10.10.2.0/23');
    expect(String(make().allocate({ prefix: 22, fit: 'best' }))).toBe('10.10.8.0/22');
  });

  it('gives a name the same block again, also made anew from its own allocations', () => {
    const pool = new CidrPool('10.10.0.0/16');
    const given = ['a', 'b', 'c'].map((name) => String(pool.allocate({ prefix: 24, name })));
    expect(given).toEqual(['10.10.0.0/24', '10.10.1.0/24', '10.10.2.0/24']);
    expect(String(pool.allocate({ prefix: 24, name: 'b' }))).toBe('10.10.1.0/24');
    const again = new CidrPool('10.10.0.0/16', { allocations: { a: '10.10.0.0/24', c: '10.10.2.0/24' } });
    expect([...again.allocateAll([{ name: 'c', prefix: 24 }, { name: 'd', prefix: 24 }, { name: 'a', prefix: 24 }])].map(([name, block]) => `${name} ${String(block)}`)).toEqual(['c 10.10.2.0/24', 'd 10.10.1.0/24', 'a 10.10.0.0/24']);
  });

  it('is one pool of all its blocks, and never runs past the end of one', () => {
    const pool = new CidrPool(['10.0.0.0/25', '192.168.0.0/24', '10.0.0.128/25', '255.255.255.254/31']);
    expect(String(pool.allocate({ prefix: 24 }))).toBe('10.0.0.0/24');
    expect(String(pool.allocate({ prefix: 24 }))).toBe('192.168.0.0/24');
    expect(pool.free(24)).toBe(0);
    expect(String(pool.allocate({ prefix: 32, fit: 'last' }))).toBe('255.255.255.255/32');
    expect(String(pool.allocate({ prefix: 32 }))).toBe('255.255.255.254/32');
    expect(CidrPoolExhaustedError.isInstance(errorOf(() => pool.allocate({ prefix: 32 })))).toBe(true);
  });

  it.each([
    ['0.0.0.0/0', 0, '0.0.0.0/0', 1],
    ['0.0.0.0/0', 32, '0.0.0.0/32', 2 ** 32],
    ['10.0.0.0/31', 32, '10.0.0.0/32', 2],
    ['10.0.0.7/32', 32, '10.0.0.7/32', 1],
    ['::/0', 0, '::/0', 1],
    ['::/0', 128, '::/128', 2 ** 128],
    ['2001:db8::/32', 64, '2001:db8::/64', 2 ** 32],
    ['2001:db8::ffff:ffff/128', 128, '2001:db8::ffff:ffff/128', 1],
  ])('of %s has free /%i from %s on', (within, prefix, first, count) => {
    const pool = new CidrPool(within);
    expect(pool.free(prefix)).toBe(count);
    expect(String(pool.allocate({ prefix }))).toBe(first);
    expect(pool.free(prefix)).toBe(count - 1);
  });

  it('of both families asks which one is meant', () => {
    const pool = new CidrPool(['10.0.0.0/24', '2001:db8::/48']);
    expect(errorOf(() => pool.allocate({ prefix: 28 }))).toMatchObject({ issues: [{ path: 'family' }], remediation: 'Say which one: 4 or 6.' });
    expect([String(pool.allocate({ prefix: 28, family: 4 })), String(pool.allocate({ prefix: 64, family: 6 }))]).toEqual(['10.0.0.0/28', '2001:db8::/64']);
    expect([pool.free(28, 4), pool.free(64, 6)]).toEqual([15, 65_535]);
  });

  it('packs the largest first, whether or not a request names its family', () => {
    const given = new CidrPool(['10.0.0.0/25', '10.0.0.128/26']).allocateAll([{ name: 'a', prefix: 26 }, { name: 'b', prefix: 25, family: 4 }]);
    expect([...given].map(([name, block]) => `${name} ${String(block)}`)).toEqual(['a 10.0.0.128/26', 'b 10.0.0.0/25']);
  });

  it('takes back what it gave, with or without a name, and nothing else', () => {
    const pool = new CidrPool('10.0.0.0/24', { taken: ['10.0.0.128/25'] });
    const unnamed = pool.allocate({ prefix: 26 });
    pool.allocate({ prefix: 26, name: 'a' });
    expect(CidrPool.from(JSON.parse(JSON.stringify(pool)) as ReturnType<CidrPool['toJSON']>).release(unnamed)?.toString()).toBe('10.0.0.0/26');
    expect([String(pool.release(unnamed)), String(pool.release('a'))]).toEqual(['10.0.0.0/26', '10.0.0.64/26']);
    expect([pool.release(unnamed), pool.release('a'), pool.release(parseCidrBlock('10.0.0.128/25'))]).toEqual([undefined, undefined, undefined]);
    expect(pool.freeBlocks().toStrings()).toEqual(['10.0.0.0/25']);
  });

  it('keeps names that objects have already', () => {
    const pool = new CidrPool('10.0.0.0/24');
    for (const name of ['__proto__', 'constructor', 'toString', '']) pool.allocate({ prefix: 26, name });
    const again = CidrPool.from(JSON.parse(JSON.stringify(pool)) as ReturnType<CidrPool['toJSON']>);
    expect([...again.allocations()].map(([name, block]) => [name, String(block)])).toEqual([...pool.allocations()].map(([name, block]) => [name, String(block)]));
    expect(again.free(32)).toBe(0);
  });

  it('says how scattered its free addresses are', () => {
    expect(new CidrPool('10.0.0.0/24').fragmentation()).toBe(0);
    expect(new CidrPool('10.0.0.0/24', { taken: '10.0.0.0/24' }).fragmentation()).toBe(0);
    // Free are a /25 and a /26: 64 of 192 addresses lie outside of the largest.
    expect(new CidrPool('10.0.0.0/24', { taken: ['10.0.0.64/26'] }).fragmentation()).toBeCloseTo(1 / 3, 5);
    expect(new CidrPool('10.0.0.0/24', { taken: ['10.0.0.64/26'] }).freeByPrefix()).toEqual([{ family: 4, prefix: 25, blocks: 1 }, { family: 4, prefix: 26, blocks: 1 }]);
  });
});

describe('an exhausted pool', () => {
  const full = (): CidrPool =>
    new CidrPool('10.0.0.0/24', { taken: ['10.0.0.0/26'], allocations: { 'pods-i': '10.0.0.64/27', 'pods-h': '10.0.0.128/28', 'nodes-h': '10.0.0.144/29', gate: '10.0.0.192/26' } });

  it('says what is free and what would make room with the fewest addresses disturbed', () => {
    const error = errorOf(() => full().allocate({ prefix: 26 })) as CidrPoolExhaustedError;
    expect(error).toMatchObject({
      code: 'CidrPoolExhausted',
      prefix: 26,
      free: [{ family: 4, prefix: 27, blocks: 2 }, { family: 4, prefix: 29, blocks: 1 }],
      room: { block: '10.0.0.128/26', release: ['pods-h', 'nodes-h'] },
    });
    expect(error.message).toBe('the pool 10.0.0.0/24 has no free /26: what is free is 2 × /27, 1 × /29');
    expect(error.remediation).toBe('Move "pods-h" to 10.0.0.96/28 and "nodes-h" to 10.0.0.112/29, which makes 10.0.0.128/26 free, or ask for a smaller block, or add a /26 or a larger block to the pool.');
  });

  it('has room once the named allocations are released', () => {
    const pool = full();
    const { room } = errorOf(() => pool.allocate({ prefix: 26 })) as CidrPoolExhaustedError;
    room?.release.forEach((name) => pool.release(name));
    expect(String(pool.allocate({ prefix: 26 }))).toBe(room?.block);
  });

  it('names no release where what is taken can not be released', () => {
    const error = errorOf(() => new CidrPool('10.0.0.0/24', { taken: ['10.0.0.1/32', '10.0.0.129/32'] }).allocate({ prefix: 25 })) as CidrPoolExhaustedError;
    expect(error.room).toBeUndefined();
    expect(error.remediation).toBe('Ask for a smaller block, or add a /25 or a larger block to the pool.');
  });

  it('names the release alone where those in the way find no other place, and no smaller block where nothing is free', () => {
    const error = errorOf(() => new CidrPool('10.0.0.0/25', { allocations: { a: '10.0.0.0/26', b: '10.0.0.64/26' } }).allocate({ prefix: 26 })) as CidrPoolExhaustedError;
    expect(error.message).toBe('the pool 10.0.0.0/25 has no free /26: nothing is free');
    expect(error.remediation).toBe('Release "a", which makes 10.0.0.0/26 free, or add a /26 or a larger block to the pool.');
  });

  it('keeps nothing of a batch that doesn\'t fit', () => {
    const pool = new CidrPool('10.0.0.0/24', { allocations: { a: '10.0.0.0/26' } });
    expect(CidrPoolExhaustedError.isInstance(errorOf(() => pool.allocateAll([{ name: 'a', prefix: 26 }, { name: 'b', prefix: 25 }, { name: 'c', prefix: 25 }])))).toBe(true);
    expect([...pool.allocations().keys()]).toEqual(['a']);
    expect(pool.freeBlocks().toStrings()).toEqual(['10.0.0.64/26', '10.0.0.128/25']);
  });
});

describe('what a pool refuses', () => {
  const pool = (): CidrPool => new CidrPool('10.0.0.0/24', { taken: ['10.0.0.0/28'], allocations: { a: '10.0.0.32/28' } });
  it.each<readonly [string, () => unknown, path: string, message: RegExp]>([
    ['no block', () => new CidrPool([]), 'within', /no block/],
    ['an allocation outside', () => new CidrPool('10.0.0.0/24', { allocations: { b: '10.0.1.0/28' } }), 'allocations["b"]', /10\.0\.1\.0\/28 lies outside of the pool 10\.0\.0\.0\/24/],
    ['an allocation that reaches beyond', () => new CidrPool('10.0.0.0/24', { allocations: { b: '10.0.0.0/23' } }), 'allocations["b"]', /outside/],
    ['two allocations that meet', () => new CidrPool('10.0.0.0/24', { allocations: { a: '10.0.0.0/25', b: '10.0.0.64/28' } }), 'allocations["b"]', /shares addresses with "a", 10\.0\.0\.0\/25/],
    ['an allocation that is taken', () => new CidrPool('10.0.0.0/24', { taken: ['10.0.0.0/28'], allocations: { b: '10.0.0.0/27' } }), 'allocations["b"]', /is taken: 10\.0\.0\.0\/28/],
    ['an allocation of the other family', () => new CidrPool('10.0.0.0/24', { allocations: { b: '::/128' } }), 'allocations["b"]', /outside/],
    ['a prefix of another size for a name', () => pool().allocate({ prefix: 27, name: 'a' }), 'name', /"a" has 10\.0\.0\.32\/28 already, and a \/27/],
    ['a prefix beyond the family', () => pool().allocate({ prefix: 33 }), 'prefix', /33 is no prefix length of IPv4/],
    ['a negative prefix', () => pool().allocate({ prefix: -1 }), 'prefix', /-1/],
    ['half a prefix', () => pool().allocate({ prefix: 24.5 }), 'prefix', /24\.5/],
    ['no prefix', () => pool().allocate({ prefix: Number.NaN }), 'prefix', /NaN/],
    ['a fit that is none', () => pool().allocate({ prefix: 28, fit: 'worst' as 'best' }), 'fit', /"worst" is no fit/],
    ['a family that it lacks', () => pool().allocate({ prefix: 64, family: 6 }), 'family', /no block of IPv6/],
    ['to take what is taken', () => pool().take('10.0.0.0/29'), 'block', /is taken: 10\.0\.0\.0\/29/],
    ['to take what is allocated', () => pool().take('10.0.0.40/32'), 'block', /shares addresses with "a"/],
    ['to take what lies outside', () => pool().take('10.0.1.0/32', 'b'), 'block', /outside/],
    ['to take under a name with another block', () => pool().take('10.0.0.64/28', 'a'), 'name', /"a" has 10\.0\.0\.32\/28 already/],
    ['a name twice in a batch', () => pool().allocateAll([{ name: 'x', prefix: 28 }, { name: 'x', prefix: 28 }]), 'requests[1].name', /"x" stands twice/],
  ])('%s', (_title, run, path, message) => {
    const error = errorOf(run) as InvalidInputError;
    expect(InvalidInputError.isInstance(error)).toBe(true);
    expect(error.issues).toEqual([{ path, message: expect.stringMatching(message) as string }]);
    expect(error.remediation).toMatch(/\.$/u);
  });

  it.each<readonly [() => unknown, path: string]>([
    [() => new CidrPool('10.0.0.1/24'), 'within[0]'],
    [() => new CidrPool(['10.0.0.0/24', '10.0.0.0/08']), 'within[1]'],
    [() => new CidrPool('10.0.0.0/24', { taken: ['10.0.0.0/28', '10.0.0.0'] }), 'taken[1]'],
    [() => new CidrPool('10.0.0.0/24', { allocations: { b: '10.0.0.0/033' } }), 'allocations["b"]'],
    [() => new CidrPool('10.0.0.0/24', { unnamed: ['x'] }), 'unnamed[0]'],
    [() => pool().take('10.0.0.0/08'), ''],
  ])('a text that is no block, with its place: %#', (run, path) => {
    expect(errorOf(run)).toMatchObject({ code: 'CidrParse', issues: [{ path }] });
  });

  it.each([null, 'text', [], {}, { within: '10.0.0.0/24' }, { within: ['10.0.0.0/24'], taken: [], unnamed: [] }, { within: ['10.0.0.0/24'], taken: null, allocations: {}, unnamed: [] }])('JSON that is no pool: %j', (json) => {
    expect(InvalidInputError.isInstance(errorOf(() => CidrPool.from(json as never)))).toBe(true);
  });

  it('what is no list of blocks', () => {
    expect(errorOf(() => new CidrPool(null as never))).toMatchObject({ issues: [{ path: 'within' }] });
    expect(errorOf(() => new CidrPool('10.0.0.0/24', { taken: null as never }))).toMatchObject({ issues: [{ path: 'taken' }] });
    expect(errorOf(() => pool().allocateAll([{ prefix: 28 } as never]))).toMatchObject({ issues: [{ path: 'requests[0].name' }] });
  });
});

const universes = [
  { family: 4 as const, first: parseCidrBlock('10.0.0.0/27').first, prefix: 27, bits: 32 },
  { family: 6 as const, first: parseCidrBlock('2001:db8::ffff:ffe0/123').first, prefix: 123, bits: 128 },
];

describe.each(universes)('in a universe of 32 addresses of IPv$family', ({ family, first, prefix, bits }) => {
  const block = fc.tuple(fc.nat({ max: 31 }), fc.integer({ min: prefix, max: bits })).map(([offset, length]) => CidrBlock.around(family, first + BigInt(offset), length));
  const act = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('allocate' as const), prefix: fc.integer({ min: prefix, max: bits }), fit: fc.constantFrom('first' as const, 'best' as const, 'last' as const), name: fc.constantFrom('a', 'b', 'c', 'd') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), name: fc.constantFrom('a', 'b', 'c', 'd') }) },
  );

  it('every run of allocations and releases does what a list of free addresses says', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), fc.array(block, { maxLength: 4 }), fc.array(act, { maxLength: 25 }), (within, taken, acts) => {
        const pool = new CidrPool(within, { taken });
        const addresses = (blocks: readonly CidrBlock[]): Set<bigint> => new Set(blocks.flatMap((one) => Array.from({ length: Number(one.size) }, (_, index) => one.first + BigInt(index))));
        const freeAddresses = addresses(within);
        for (const gone of addresses(taken)) freeAddresses.delete(gone);
        const held = new Map<string, CidrBlock>();
        const candidates = (length: number): CidrBlock[] =>
          [...CidrBlock.around(family, first, prefix).split(length)].filter((one) => [...addresses([one])].every((address) => freeAddresses.has(address)));
        for (const one of acts) {
          if (one.kind === 'release') {
            expect(pool.release(one.name)?.toString()).toBe(held.get(one.name)?.toString());
            for (const back of addresses([held.get(one.name)].filter((gone) => gone !== undefined))) freeAddresses.add(back);
            held.delete(one.name);
          } else if (!held.has(one.name)) {
            const fitting = candidates(one.prefix);
            expect(pool.free(one.prefix)).toBe(fitting.length);
            if (fitting.length === 0) {
              expect(CidrPoolExhaustedError.isInstance(errorOf(() => pool.allocate(one)))).toBe(true);
              continue;
            }
            const given = pool.allocate(one);
            const whole = new CidrSet(Array.from(freeAddresses, (address) => CidrBlock.around(family, address, bits))).blocks().filter((gap) => gap.prefix <= one.prefix);
            const tightest = Math.max(...whole.map((gap) => gap.prefix));
            const expected = one.fit === 'first' ? fitting[0] : one.fit === 'last' ? fitting.at(-1) : [...(whole.find((gap) => gap.prefix === tightest)?.split(one.prefix) ?? [])][0];
            expect(String(given)).toBe(String(expected));
            held.set(one.name, given);
            for (const gone of addresses([given])) freeAddresses.delete(gone);
          }
          expect(addresses(pool.freeBlocks().blocks())).toEqual(freeAddresses);
        }
        const again = CidrPool.from(JSON.parse(JSON.stringify(pool)) as ReturnType<CidrPool['toJSON']>);
        expect(JSON.stringify(again)).toBe(JSON.stringify(pool));
        expect(texts(again.freeBlocks())).toEqual(texts(pool.freeBlocks()));
      }),
      { numRuns: 150 },
    );
  });

  it('a batch gets the same blocks in every order, and fits wherever its addresses do', () => {
    const requests = fc.uniqueArray(fc.record({ name: fc.string({ maxLength: 3 }), prefix: fc.integer({ min: prefix + 1, max: bits }) }), { selector: ({ name }) => name, maxLength: 12 });
    fc.assert(
      fc.property(requests.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), ([list, shuffled]) => {
        const run = (order: typeof list): unknown => {
          const result = errorOf(() => new CidrPool(CidrBlock.around(family, first, prefix)).allocateAll(order));
          return result instanceof Map ? Object.fromEntries([...(result as Map<string, CidrBlock>)].map(([name, one]) => [name, String(one)])) : 'exhausted';
        };
        const fits = list.reduce((sum, { prefix: length }) => sum + 2 ** (bits - length), 0) <= 32;
        expect(run(shuffled)).toEqual(run(list));
        expect(run(list) !== 'exhausted').toBe(fits);
      }),
    );
  });

  it('a plan with one name less moves nobody, and one with one name more neither', () => {
    const lengths = fc.array(fc.integer({ min: prefix + 2, max: bits }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(lengths, fc.nat(), (prefixes, which) => {
        const requests = prefixes.map((length, index) => ({ name: `n${index}`, prefix: length }));
        const pool = CidrBlock.around(family, first, prefix);
        const before = errorOf(() => new CidrPool(pool).allocateAll(requests));
        if (!(before instanceof Map)) return;
        const gone = `n${which % requests.length}`;
        const kept = new Map([...(before as Map<string, CidrBlock>)].filter(([name]) => name !== gone));
        const fewer = new CidrPool(pool, { allocations: kept }).allocateAll(requests.filter(({ name }) => name !== gone));
        const more = new CidrPool(pool, { allocations: kept }).allocateAll(requests);
        for (const [name, one] of kept) expect([String(fewer.get(name)), String(more.get(name))]).toEqual([String(one), String(one)]);
      }),
    );
  });
});
