import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nockCloud, origin } from '../testing/nock-cloud.ts';
import { createAddons } from './alibaba-addons.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const addons = () => createAddons(nockCloud());

describe('createAddons, on the wire', () => {
  it.each([
    [{ name: 'terway-eniip', version: 'v1.14.1', config: '{"a":1}' }, [{ name: 'terway-eniip', version: 'v1.14.1', config: '{"a":1}' }]],
    [{ name: 'terway-eniip', version: 'v1.14.1' }, [{ name: 'terway-eniip', version: 'v1.14.1' }]],
  ])('installs with a JSON array %j', async (addon, body) => {
    const scope = nock(origin).post('/clusters/c1/components/install', body).reply(200, { cluster_id: 'c1', task_id: 'T-1' });
    expect(await addons().install('c1', addon)).toBe('T-1');
    expect(scope.isDone()).toBe(true);
  });

  it('uninstalls with a JSON array', async () => {
    const scope = nock(origin).post('/clusters/c1/components/uninstall', [{ name: 'terway-eniip' }]).reply(200, {});
    expect(await addons().uninstall('c1', 'terway-eniip')).toBeUndefined();
    expect(scope.isDone()).toBe(true);
  });

  it.each([
    [[{ name: 'terway-eniip', state: 'active', version: 'v1.14.1' }], { state: 'active', version: 'v1.14.1' }],
    [[{ name: 'terway-eniip', state: 'deleted', version: 'v1.14.1' }], undefined],
    [[{ name: 'terway', state: 'active', version: 'v1' }], undefined],
    [[], undefined],
  ])('finds the instance in %j', async (list, instance) => {
    nock(origin).get('/clusters/c1/addon_instances').reply(200, { addons: list });
    expect(await addons().instance('c1', 'terway-eniip')).toEqual(instance);
  });

  it('asks which version is offered to the cluster', async () => {
    nock(origin).get('/addons').query({ cluster_id: 'c1', region_id: 'cn-hangzhou' }).reply(200, { addons: [{ name: 'terway-eniip', version: 'v1.14.1' }] });
    expect(await addons().offeredVersion('c1', 'terway-eniip')).toBe('v1.14.1');
  });

  it.each([
    [{ state: 'running' }, { state: 'running', message: '', progress: '' }],
    [{ state: 'running', current_stage: 'Install', events: [{ level: 'Normal', message: 'pulls images' }] }, { state: 'running', message: '', progress: 'pulls images' }],
    [{ state: 'running', stages: [{ state: 'success', message: 'one' }, { state: 'running', message: 'two' }], events: [{ message: 'e' }] }, { state: 'running', message: '', progress: 'two' }],
    [{ state: 'fail', events: [{ level: 'Warning', message: 'no quota' }, { level: 'Normal', message: 'ends' }] }, { state: 'fail', message: 'no quota', progress: 'ends' }],
    [{ state: 'fail', stages: [{ state: 'fail', message: 'helm timed out' }] }, { state: 'fail', message: 'helm timed out', progress: '' }],
    [{ state: 'fail', task_result: [{ status: 'success', data: 'a' }, { status: 'failed', data: 'terway-eniip: forbidden' }] }, { state: 'fail', message: 'terway-eniip: forbidden', progress: '' }],
    [{ state: 'canceled', error: { code: 'Canceled' } }, { state: 'fail', message: 'Canceled', progress: '' }],
    [{ state: 'success' }, { state: 'success', message: '', progress: '' }],
    [{ state: 'fail', error: { code: 'X', message: 'why' } }, { state: 'fail', message: 'why', progress: '' }],
    [{ state: 'failed' }, { state: 'fail', message: '', progress: '' }],
  ])('reads the task %j', async (body, task) => {
    nock(origin).get('/tasks/T-1').reply(200, body);
    expect(await addons().task('T-1')).toEqual(task);
  });

  it.each([
    [{ name: 'terway-eniip', state: 'active', version: 'v1.14.1', config: '{"a":1}', logging: { capable: true, enabled: true, log_project: 'k8s-log-c1', logstore: 'terway' } }, { state: 'active', version: 'v1.14.1', config: '{"a":1}', log: 'k8s-log-c1/terway' }],
    [{ name: 'terway-eniip', state: 'updating', version: 'v1.14.1', logging: { capable: true, enabled: false } }, { state: 'updating', version: 'v1.14.1', config: '' }],
    [{ name: 'terway-eniip', state: 'deleted' }, undefined],
  ])('reads the one add-on %j', async (body, details) => {
    nock(origin).get('/clusters/c1/addon_instances/terway-eniip').reply(200, body);
    expect(await addons().details('c1', 'terway-eniip')).toEqual(details);
  });

  it('gives no details of an add-on that is not installed', async () => {
    nock(origin).get('/clusters/c1/addon_instances/terway-eniip').reply(404, { code: 'AddonNotFound', message: 'no' });
    expect(await addons().details('c1', 'terway-eniip')).toBeUndefined();
  });

  it('asks for the versions that are newer than the installed one', async () => {
    nock(origin).get('/addons/terway-eniip').query({ cluster_id: 'c1', version: 'v1.14.1' }).reply(200, { newer_versions: [{ version: 'v1.15.3', upgradable: true, minimum_cluster_version: '' }, { version: 'v1.16.0', upgradable: false, minimum_cluster_version: '1.32' }] });
    expect(await addons().upgrades('c1', 'terway-eniip', 'v1.14.1')).toEqual([{ version: 'v1.15.3', upgradable: true }, { version: 'v1.16.0', upgradable: false, minimumClusterVersion: '1.32' }]);
  });

  it.each([
    [{}, [{ component_name: 'terway-eniip', version: 'v1.14.1', next_version: 'v1.15.3' }]],
    [{ config: '{"a":1}' }, [{ component_name: 'terway-eniip', version: 'v1.14.1', next_version: 'v1.15.3', config: '{"a":1}' }]],
  ])('upgrades with a JSON array %j', async (more, body) => {
    const scope = nock(origin).post('/clusters/c1/components/upgrade', body).reply(200, { task_id: 'T-3' });
    expect(await addons().upgrade('c1', { name: 'terway-eniip', from: 'v1.14.1', to: 'v1.15.3', ...more })).toBe('T-3');
    expect(scope.isDone()).toBe(true);
  });

  it('sets parameters, and neither that nor an upgrade is sent twice', async () => {
    const scope = nock(origin).post('/clusters/c1/components/terway-eniip/config', { config: '{"a":1}' }).reply(200);
    await addons().modify('c1', 'terway-eniip', '{"a":1}');
    expect(scope.isDone()).toBe(true);
    nock(origin).post('/clusters/c1/components/terway-eniip/config').reply(502, '<html></html>', { 'content-type': 'text/html' });
    nock(origin).post('/clusters/c1/components/upgrade').reply(502, '<html></html>', { 'content-type': 'text/html' });
    await expect(addons().modify('c1', 'terway-eniip', '{}')).rejects.toMatchObject({ outcome: 'unknown' });
    await expect(addons().upgrade('c1', { name: 'terway-eniip', from: 'v1', to: 'v2' })).rejects.toMatchObject({ outcome: 'unknown' });
  });

  it('gives no task where there is none', async () => {
    nock(origin).get('/tasks/T-1').reply(404, { code: 'TaskNotFound', message: 'no' });
    expect(await addons().task('T-1')).toBeUndefined();
  });

  it('reads again after a gateway page, and does not install twice', async () => {
    nock(origin).get('/clusters/c1/addon_instances').reply(502, '<html></html>', { 'content-type': 'text/html' });
    nock(origin).get('/clusters/c1/addon_instances').reply(200, { addons: [] });
    expect(await addons().instance('c1', 'terway-eniip')).toBeUndefined();
    nock(origin).post('/clusters/c1/components/install').reply(502, '<html></html>', { 'content-type': 'text/html' });
    const second = nock(origin).post('/clusters/c1/components/install').reply(200, {});
    await expect(addons().install('c1', { name: 'terway-eniip', version: 'v1.14.1' })).rejects.toMatchObject({ outcome: 'unknown' });
    expect(second.isDone()).toBe(false);
  });
});
