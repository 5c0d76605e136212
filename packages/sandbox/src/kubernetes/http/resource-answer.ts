import { parse } from 'yaml';
import type { Cluster } from '../cluster.ts';
import { isJsonObject, readObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { PodLogs } from '../pod-state.ts';
import type { ResourceType } from '../resources.ts';
import { apiVersionOf, unsupportedResources } from '../resources.ts';
import { badRequest, methodNotAllowed, notImplemented } from '../status-error.ts';
import { createObject } from '../writes/create-object.ts';
import { deleteObject } from '../writes/delete-object.ts';
import { evictPod } from '../writes/evict-pod.ts';
import { patchObject } from '../writes/patch-object.ts';
import { readStored, replaceObject } from '../writes/update-object.ts';
import type { WriteOptions } from '../writes/write-options.ts';
import type { Answer, ApiRequest } from './answer.ts';
import { listObjects } from './list-objects.ts';
import type { RequestTarget } from './request-target.ts';
import { planWatch } from './watch-objects.ts';

type ResourceTarget = Extract<RequestTarget, { kind: 'resource' }>;

/** Answers a request for a resource. @throws StatusError */
export function answerResource(cluster: Cluster, logs: PodLogs, target: ResourceTarget, request: ApiRequest): Answer {
  const type = cluster.registry.find(target.group, target.version, target.plural);
  if (type === undefined) return unknownResource(target);
  if (type.virtual) return reviewAccess(type, target, request);
  const isNamespaceMissing = type.namespaced && target.namespace === undefined;
  if (!type.namespaced && target.namespace !== undefined) return pageNotFound;
  if (isNamespaceMissing && (target.name !== undefined || !['list', 'watch'].includes(target.verb))) throw methodNotAllowed();
  if (target.subresource !== undefined && !type.subresources.includes(target.subresource)) return unknownSubresource(target);
  const warnings: string[] = [];
  const answer = target.subresource === 'log' || target.subresource === 'eviction' ? answerPod(cluster, logs, type, target, request) : answerObject(cluster, type, target, request, warnings);
  if (answer.kind !== 'json' || warnings.length === 0) return answer;
  return { ...answer, headers: { ...answer.headers, Warning: warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(', ') } };
}

function answerObject(cluster: Cluster, type: ResourceType, target: ResourceTarget, request: ApiRequest, warnings: string[]): Answer {
  const { verb, namespace, name, subresource } = target;
  const { query } = request;
  if (verb === 'watch') return { kind: 'watch', plan: planWatch(cluster, type, namespace, name, query) };
  if (verb === 'list') return json(200, listObjects(cluster, type, namespace, query));
  const options = writeOptions(request, subresource, warnings);
  if (verb === 'create' && name === undefined) return json(201, createObject(cluster, type, namespace, readBodyText(request), options));
  if (verb === 'deletecollection') throw notImplemented(`deletecollection of ${type.plural}; delete them one by one`);
  if (name === undefined) throw methodNotAllowed();
  const address = { namespace, name };
  switch (verb) {
    case 'get':
      return json(200, readStored(cluster, type, address));
    case 'update':
      return json(200, replaceObject(cluster, type, address, readBodyText(request), options));
    case 'patch': {
      const isApply = request.mediaType === 'application/apply-patch+yaml';
      if (isApply && (query.get('fieldManager') ?? '') === '') throw badRequest('PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch');
      const force = query.get('force') === 'true';
      const { object, created } = patchObject(cluster, type, address, { mediaType: request.mediaType, text: request.text, force }, options);
      return json(created ? 201 : 200, object);
    }
    case 'delete':
      if (subresource !== undefined) throw methodNotAllowed();
      return answerDelete(cluster, type, target, request);
    default:
      throw methodNotAllowed();
  }
}

function answerDelete(cluster: Cluster, type: ResourceType, target: ResourceTarget, request: ApiRequest): Answer {
  const body = request.text === '' ? {} : readBodyText(request);
  const preconditions = readObject(body, 'preconditions');
  const asked = request.query.get('gracePeriodSeconds') ?? readObject(body).gracePeriodSeconds;
  const bodyDryRun = readObject(body).dryRun;
  const name = target.name ?? '';
  const { object, gone } = deleteObject(cluster, type, { namespace: target.namespace, name }, {
    dryRun: isDryRun(request.query) || (Array.isArray(bodyDryRun) && bodyDryRun.includes('All')),
    ...(asked === undefined || asked === null ? {} : { gracePeriodSeconds: Number(asked) }),
    ...(typeof preconditions.uid === 'string' ? { uid: preconditions.uid } : {}),
    ...(typeof preconditions.resourceVersion === 'string' ? { resourceVersion: preconditions.resourceVersion } : {}),
  });
  // A pod's delete answers with the pod, every other one that is done with a Status.
  if (!gone || type.kind === 'Pod') return json(200, object);
  const details = { name, ...(type.group === '' ? {} : { group: type.group }), kind: type.plural, uid: object.metadata.uid };
  return json(200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details });
}

function answerPod(cluster: Cluster, logs: PodLogs, type: ResourceType, target: ResourceTarget, request: ApiRequest): Answer {
  const address = { namespace: target.namespace, name: target.name ?? '' };
  if (target.subresource === 'eviction') {
    if (target.verb !== 'create') throw methodNotAllowed();
    evictPod(cluster, type, address, readBodyText(request), isDryRun(request.query));
    return json(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
  }
  if (target.verb !== 'get') throw methodNotAllowed();
  if (request.query.get('follow') === 'true') throw notImplemented('following a log; read it again');
  const pod = readStored(cluster, type, address);
  if (readObject(pod, 'status').phase === 'Pending') {
    throw badRequest(`container in pod "${address.name}" is waiting to start: ContainerCreating`);
  }
  const log = logs.get(pod.metadata.uid ?? '') ?? '';
  const lines = Number(request.query.get('tailLines') ?? 0);
  return { kind: 'text', status: 200, text: lines > 0 ? tail(log, lines) : log };
}

function tail(log: string, lines: number): string {
  const ending = log.endsWith('\n') ? '\n' : '';
  return `${log.slice(0, log.length - ending.length).split('\n').slice(-lines).join('\n')}${ending}`;
}

/** The sandbox does not model RBAC: whoever has a token may do everything. */
function reviewAccess(type: ResourceType, target: ResourceTarget, request: ApiRequest): Answer {
  if (target.verb !== 'create') throw methodNotAllowed();
  const body = readObject(readBodyText(request));
  return json(201, { ...body, kind: type.kind, apiVersion: apiVersionOf(type), metadata: { creationTimestamp: null }, status: { allowed: true, reason: 'the sandbox does not model RBAC' } });
}

/** What a real server says to a path that nobody serves. */
export const pageNotFound: Answer = { kind: 'text', status: 404, text: '404 page not found\n' };

function unknownResource({ group, version, plural }: ResourceTarget): Answer {
  if ((unsupportedResources[`${group}/${version}`] ?? []).includes(plural)) throw notImplemented(`the resource ${plural} of ${group === '' ? version : `${group}/${version}`}`);
  return pageNotFound;
}

const realSubresources = ['attach', 'binding', 'ephemeralcontainers', 'exec', 'finalize', 'portforward', 'proxy', 'resize', 'scale', 'token'];

function unknownSubresource({ plural, subresource = '' }: ResourceTarget): Answer {
  if (realSubresources.includes(subresource)) throw notImplemented(`the subresource ${plural}/${subresource}`);
  return pageNotFound;
}

function json(status: number, body: JsonObject): Answer {
  return { kind: 'json', status, body };
}

function isDryRun(query: URLSearchParams): boolean {
  const value = query.get('dryRun');
  if (value !== null && value !== 'All') throw badRequest(`dryRun: Unsupported value: ${JSON.stringify(value)}: supported values: "All"`);
  return value === 'All';
}

function writeOptions({ query, userAgent }: ApiRequest, subresource: string | undefined, warnings: string[]): WriteOptions {
  return {
    // Without one the server takes the client's name out of its user agent.
    fieldManager: query.get('fieldManager') ?? (userAgent.split('/')[0] || 'unknown'),
    dryRun: isDryRun(query),
    fieldValidation: query.get('fieldValidation') ?? 'Warn',
    warn: (text) => warnings.push(text),
    ...(subresource === 'status' ? { subresource } : {}),
  };
}

function readBodyText({ text, mediaType }: ApiRequest): unknown {
  try {
    const body: unknown = mediaType.includes('yaml') ? parse(text) : JSON.parse(text);
    if (isJsonObject(body)) return body;
  } catch (error) {
    throw badRequest(`the object provided is unrecognized (must be of type JSON or YAML): ${error instanceof Error ? error.message : 'not readable'}`);
  }
  throw badRequest('the object provided is unrecognized (must be of type JSON or YAML): it is no object');
}
