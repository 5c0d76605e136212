import { Secret } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { FakeObjects } from '../testing/fake-cluster.ts';
import { Faults } from '../testing/faults.ts';
import { configMapPlace, secretPlace } from './credential-place.ts';

const name = 'alibaba-addon-secret';
const key = { id: 'LTAIours', secret: new Secret('new') };

describe('secretPlace', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['without our keys', { other: 'x' }, false],
    ['with empty keys', { 'access-key-id': '', 'access-key-secret': '', other: 'x' }, false],
    ['with the keys of others, which are lost', { 'access-key-id': 'LTAItheirs', 'access-key-secret': 'theirs', other: 'x' }, true],
  ])('leaves a Secret %s as it was', async (_what, data, lost) => {
    const secrets = new FakeObjects<Secret>(new Faults());
    secrets.seed(name, Object.fromEntries(Object.entries(data).map(([field, value]) => [field, new Secret(value)])), { labels: { l: '1' }, annotations: { a: '1' } });
    const place = secretPlace(secrets);
    const before = secrets.snapshot();
    expect((await place.read({})).ours).toBe(false);
    await place.write(key, {});
    await place.write({ ...key, id: 'LTAIsecond' }, {});
    expect(await place.read({})).toMatchObject({ exists: true, keyId: 'LTAIsecond', ours: true });
    expect(await place.remove({})).toEqual({ lost });
    expect(secrets.snapshot()).toEqual(lost ? [[name, { l: '1' }, { a: '1' }, [['other', 'x']]]] : before);
    expect(await place.remove({})).toEqual({ lost: false });
  });
});

describe('configMapPlace', () => {
  const at = () => 0;
  const seeded = (text?: string) => {
    const configMaps = new FakeObjects<string>(new Faults());
    configMaps.seed('eni-config', text === undefined ? {} : { eni_conf: text });
    return { configMaps, place: configMapPlace(configMaps, at) };
  };

  it.each([['{"max_pool_size":5}'], ['{ "access_key": "", "access_secret": "" }'], [undefined]])('leaves %j as it was after two keys', async (text) => {
    const { configMaps, place } = seeded(text);
    const before = configMaps.snapshot();
    await place.write(key, {});
    await place.write({ ...key, id: 'LTAIsecond' }, {});
    expect(await place.read({})).toMatchObject({ keyId: 'LTAIsecond', ours: true });
    expect(await place.remove({})).toEqual({ lost: false });
    expect(configMaps.snapshot()).toEqual(before);
  });

  it('empties what it replaced, and says that it is lost', async () => {
    const { configMaps, place } = seeded('{"access_key":"LTAItheirs","access_secret":"theirs"}');
    await place.write(key, {});
    expect(await place.remove({})).toEqual({ lost: true });
    expect(configMaps.value('eni-config', 'eni_conf')).toBe('{"access_key":"","access_secret":""}');
  });

  it('says which step brings the ConfigMap', async () => {
    const place = configMapPlace(new FakeObjects<string>(new Faults()), at);
    expect(await place.read({})).toEqual({ exists: false, keyId: '', secret: undefined, ours: false });
    await expect(place.write(key, {})).rejects.toMatchObject({ code: 'NotFound', remediation: 'Install the add-on first (the step terway-addon).' });
  });
});
