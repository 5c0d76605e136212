import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Right } from './documented-roles.ts';

/** Has the API server write down what service accounts of a namespace do, and nothing else. */
export const auditPolicyFor = (namespace: string): string =>
  ['apiVersion: audit.k8s.io/v1', 'kind: Policy', 'omitStages: [RequestReceived]', 'rules:', '- level: Metadata', `  userGroups: ['system:serviceaccounts:${namespace}']`, '- level: None', ''].join('\n');

interface AuditEvent {
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource: string; readonly subresource?: string; readonly apiGroup?: string; readonly namespace?: string; readonly name?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A request as the API server itself wrote it down. */
export interface AuditedRequest {
  /** The right that the authorizer looked for. */
  readonly right: Right;
  /** The binding that allowed it, in the authorizer's words; empty where it was denied. */
  readonly allowedBy: string;
  readonly uri: string;
}

/** What a user did so far. */
export const readAudit = async (folder: string, user: string): Promise<readonly AuditedRequest[]> => {
  const lines = (await readFile(join(folder, 'logs', 'audit.log'), 'utf8')).split('\n').filter((line) => line.includes(user));
  return lines
    .map((line) => JSON.parse(line) as AuditEvent)
    .filter((event) => event.user.username === user)
    .map((event) => ({ right: rightOf(event), allowedBy: event.annotations?.['authorization.k8s.io/decision'] === 'allow' ? (event.annotations['authorization.k8s.io/reason'] ?? '') : '', uri: event.requestURI }));
};

// The name of what is created is in its body, which the authorizer does not see; the log fills it in afterwards.
const rightOf = ({ verb, objectRef, requestURI }: AuditEvent): Right =>
  objectRef === undefined
    ? { verb, group: '', resource: requestURI }
    : {
        verb,
        group: objectRef.apiGroup ?? '',
        resource: objectRef.subresource === undefined ? objectRef.resource : `${objectRef.resource}/${objectRef.subresource}`,
        ...(objectRef.namespace === undefined ? {} : { namespace: objectRef.namespace }),
        ...(objectRef.name === undefined || verb === 'create' ? {} : { name: objectRef.name }),
      };

/** Whether a right of a role is the one that a request needed. */
export const covers = (granted: Right, used: Right): boolean =>
  granted.verb === used.verb &&
  granted.group === used.group &&
  (granted.resource === used.resource || granted.resource === '*') &&
  (granted.namespace === undefined || granted.namespace === used.namespace) &&
  (granted.name === undefined || granted.name === used.name);
