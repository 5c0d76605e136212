import { createHash } from 'node:crypto';
import type { CloudState } from './state.ts';

/** The objects of the cloud in plain JSON, by id. Tasks, request ids and times are left out; secrets are hashed. */
export function snapshotCloud(state: CloudState): Readonly<Record<string, unknown>> {
  const { vpc, ecs, ram, cs, oss } = state;
  return {
    vpcs: byKey(vpc.vpcs, ({ created: _created, ...rest }) => rest),
    vswitches: byKey(vpc.vswitches, ({ created: _created, readyAt: _readyAt, ...rest }) => rest),
    routes: byKey(vpc.routes, (entries) => entries),
    securityGroups: byKey(ecs.securityGroups, (group) => ({ name: group.name, vpcId: group.vpcId, rules: group.rules.map(({ id: _id, created: _created, ...rule }) => rule) })),
    instances: byKey(ecs.instances, ({ created: _created, ...rest }) => rest),
    policies: byKey(ram.policies, (policy) => ({
      type: policy.type,
      description: policy.description,
      defaultVersion: policy.defaultVersion,
      versions: byKey(policy.versions, (version) => version.document),
      tags: byKey(policy.tags, (value) => value),
    })),
    users: byKey(ram.users, (user) => ({ id: user.id, displayName: user.displayName, comments: user.comments, policies: [...user.policies.keys()].sort(), hasLogin: ram.loginProfiles.has(user.name) })),
    groups: byKey(ram.groups, (group) => ({ id: group.id, comments: group.comments, members: [...group.members.keys()].sort(), policies: [...group.policies.keys()].sort() })),
    roles: byKey(ram.roles, (role) => ({ id: role.id, description: role.description, trust: role.trustDocument, policies: [...role.policies.keys()].sort(), tags: byKey(role.tags, (value) => value) })),
    accessKeys: byKey(ram.accessKeys, (key) => ({ userName: key.userName, status: key.status, secretSha256: sha256(key.secret) })),
    nodePools: byKey(cs.pools, ({ created: _created, updated: _updated, ...rest }) => rest),
    addons: byKey(cs.addons, ({ version, config, state: addonState }) => ({ version, config, state: addonState })),
    buckets: byKey(oss.buckets, (bucket) => ({
      acl: bucket.acl,
      tags: bucket.tags,
      policy: bucket.policy?.text ?? null,
      objects: byKey(bucket.objects, (object) => ({ sha256: sha256(object.content), contentType: object.contentType, meta: object.meta, acl: object.acl })),
    })),
  };
}

/** Through JSON, so that what is compared is a copy and holds nothing that JSON does not. */
function byKey<Value>(map: ReadonlyMap<string, Value>, describe: (value: Value) => unknown): Record<string, unknown> {
  const entries = [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, describe(value)]);
  return JSON.parse(JSON.stringify(Object.fromEntries(entries))) as Record<string, unknown>;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
