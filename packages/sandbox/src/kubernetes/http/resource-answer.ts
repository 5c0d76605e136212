import type { Cluster } from '../cluster.ts';
import { canDeleteCollection } from '../discovery.ts';
import { readObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { timeText } from '../names.ts';
import { trackUpdate } from '../patch/managed-fields.ts';
import type { PodLogs } from '../pod-state.ts';
import { apiVersionOf, unsupportedResources } from '../resources.ts';
import type { ResourceType } from '../resources.ts';
import { StatusError, badRequest, internalError, invalid, methodNotAllowed, noResource, notImplemented } from '../status-error.ts';
import { invalidValue } from '../validate/syntax.ts';
import { createObject } from '../writes/create-object.ts';
import { deleteObject } from '../writes/delete-object.ts';
import { evictPod } from '../writes/evict-pod.ts';
import { patchObject } from '../writes/patch-object.ts';
import { emptyObject, readBody } from '../writes/read-body.ts';
import { readStored, replaceObject } from '../writes/update-object.ts';
import type { Answer, ApiRequest } from './answer.ts';
import { listObjects, objectFilter } from './list-objects.ts';
import { inForm, negotiateForm } from './negotiate-form.ts';
import { readRequestBody } from './request-body.ts';
import { readDeleteOptions, readWriteOptions } from './request-options.ts';
import type { RequestTarget } from './request-target.ts';
import { refusal } from './refusal.ts';
import { planWatch } from './watch-objects.ts';

type ResourceTarget = Extract<RequestTarget, { kind: 'resource' }>;

/** Answers a request for a resource. @throws StatusError */
export function answerResource(cluster: Cluster, logs: PodLogs, target: ResourceTarget, request: ApiRequest): Answer {
  const type = cluster.registry.find(target.group, target.version, target.plural);
  if (type === undefined) return unknownResource(cluster, target);
  if (type.virtual) return reviewAccess(type, target, request, cluster.clock.now());
  const isNamespaceMissing = type.namespaced && target.namespace === undefined;
  if (!type.namespaced && target.namespace !== undefined) throw noResource();
  if (isNamespaceMissing && target.name !== undefined) throw noResource();
  if (isNamespaceMissing && !['list', 'watch'].includes(target.verb)) throw methodNotAllowed();
  if (target.subresource !== undefined && !type.subresources.includes(target.subresource)) return unknownSubresource(target);
  if (target.subresource === 'log' || target.subresource === 'eviction') return answerPod(cluster, logs, type, target, request);
  const warnings: string[] = [];
  const form = negotiateForm(request.accept, target.verb === 'list');
  const answer = warned(warnings, cluster.registry.minor, () => answerObject(cluster, type, target, request, warnings));
  return answer.kind === 'json' ? { ...answer, body: inForm(form, answer.body) } : answer;
}

/** An answer, or a refusal, with the warnings that came up on the way. */
function warned(warnings: readonly string[], minor: number, respond: () => Answer): Answer {
  const withWarnings = (answer: Answer): Answer =>
    answer.kind !== 'json' || warnings.length === 0 ? answer : { ...answer, headers: { ...answer.headers, Warning: warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(', ') } };
  try {
    return withWarnings(respond());
  } catch (error) {
    if (error instanceof StatusError && warnings.length > 0) return withWarnings(refusal(error, minor));
    throw error;
  }
}

function answerObject(cluster: Cluster, type: ResourceType, target: ResourceTarget, request: ApiRequest, warnings: string[]): Answer {
  const { verb, namespace, name, subresource } = target;
  const { query } = request;
  switch (verb) {
    case 'watch':
      return { kind: 'watch', plan: planWatch(cluster, type, namespace, name, query, negotiateForm(request.accept, false)) };
    case 'list':
      return json(200, listObjects(cluster, type, namespace, query));
    case 'create': {
      if (name !== undefined) throw methodNotAllowed();
      const options = readWriteOptions('CreateOptions', request, subresource, warnings);
      const { object, duplicates } = readRequestBody(request, type.kind);
      return json(201, createObject(cluster, type, namespace, object, { ...options, duplicates }));
    }
    case 'deletecollection':
      if (!canDeleteCollection(type)) throw methodNotAllowed();
      return json(200, deleteCollection(cluster, type, target, request));
    default:
      if (name === undefined) throw methodNotAllowed();
      return answerNamed(cluster, type, { ...target, name }, request, warnings);
  }
}

function answerNamed(cluster: Cluster, type: ResourceType, target: ResourceTarget & { readonly name: string }, request: ApiRequest, warnings: string[]): Answer {
  const { namespace, name, subresource } = target;
  const address = { namespace, name };
  switch (target.verb) {
    case 'get':
      return json(200, readStored(cluster, type, address));
    case 'update': {
      const options = readWriteOptions('UpdateOptions', request, subresource, warnings);
      const { object, duplicates } = readRequestBody(request, type.kind);
      return json(200, replaceObject(cluster, type, address, object, { ...options, duplicates }));
    }
    case 'patch': {
      const options = readWriteOptions('PatchOptions', request, subresource, warnings);
      const force = request.query.get('force') === 'true';
      const { object, created } = patchObject(cluster, type, address, { mediaType: request.mediaType, text: request.text, force }, options);
      return json(created ? 201 : 200, object);
    }
    case 'delete':
      if (subresource !== undefined) throw methodNotAllowed();
      return answerDelete(cluster, type, address, request);
    default:
      throw methodNotAllowed();
  }
}

function deleteOptionsOf(request: ApiRequest, minor: number) {
  // Up to 1.33 the server has no code for a body that it can't decode.
  const refuse = (message: string) => (minor <= 33 ? internalError(message) : badRequest(message));
  return readDeleteOptions(request.query, request.text === '' ? undefined : readDeleteBody(request, refuse), refuse);
}

/** The body of a delete is of one kind, whatever the resource. */
function readDeleteBody(request: ApiRequest, refuse: (message: string) => StatusError): JsonObject {
  const { object } = readRequestBody(request, 'DeleteOptions', refuse);
  const { kind = 'DeleteOptions', apiVersion = 'v1' } = object;
  if (kind !== 'DeleteOptions') throw refuse(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`);
  return object;
}

function answerDelete(cluster: Cluster, type: ResourceType, address: { readonly namespace: string | undefined; readonly name: string }, request: ApiRequest): Answer {
  const { object, gone } = deleteObject(cluster, type, address, deleteOptionsOf(request, cluster.registry.minor));
  // A pod's delete answers with the pod, every other one that is done with a Status.
  if (!gone || type.kind === 'Pod') return json(200, object);
  const details = { name: address.name, ...(type.group === '' ? {} : { group: type.group }), kind: type.plural, uid: object.metadata.uid };
  return json(200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details });
}

/** Deletes what a selector selects, one by one, and answers with what there was. */
function deleteCollection(cluster: Cluster, type: ResourceType, { namespace }: ResourceTarget, request: ApiRequest): JsonObject {
  const options = deleteOptionsOf(request, cluster.registry.minor);
  const list = listObjects(cluster, type, namespace, request.query);
  const matches = objectFilter(type, request.query);
  for (const object of cluster.store.list(type, namespace).filter(matches)) deleteObject(cluster, type, { namespace: object.metadata.namespace, name: object.metadata.name }, options);
  return list;
}

function answerPod(cluster: Cluster, logs: PodLogs, type: ResourceType, target: ResourceTarget, request: ApiRequest): Answer {
  const address = { namespace: target.namespace, name: target.name ?? '' };
  if (target.subresource === 'eviction') {
    if (target.verb !== 'create') throw methodNotAllowed();
    const { dryRun } = readWriteOptions('CreateOptions', request, undefined, []);
    evictPod(cluster, type, address, readRequestBody(request, 'Eviction').object, dryRun);
    return json(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
  }
  if (target.verb !== 'get') throw methodNotAllowed();
  if (request.query.get('follow') === 'true') throw notImplemented('following a log; read it again');
  const pod = readStored(cluster, type, address);
  if (readObject(pod, 'spec').nodeName === undefined) return { kind: 'text', status: 204, text: '' };
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
function reviewAccess(type: ResourceType, target: ResourceTarget, request: ApiRequest, now: number): Answer {
  if (target.verb !== 'create') throw methodNotAllowed();
  const { fieldManager } = readWriteOptions('CreateOptions', request, undefined, []);
  const review = readBody(type, readRequestBody(request, type.kind).object, { fieldManager, dryRun: true });
  const spec = readObject(review, 'spec');
  if (spec.resourceAttributes === undefined && spec.nonResourceAttributes === undefined) {
    // The server's own text lacks the kind.
    throw invalid({ ...type, kind: '' }, '', [invalidValue('spec.resourceAttributes', null, 'exactly one of nonResourceAttributes or resourceAttributes must be specified')]);
  }
  const { name: _name, ...metadata } = trackUpdate(type.shape, emptyObject(type), review, { manager: fieldManager, operation: 'Update', apiVersion: apiVersionOf(type), time: timeText(now) }, { owners: [], hasStatus: true }).metadata;
  return json(201, { ...review, metadata, status: { allowed: true } });
}

/** What a real server says to a path that nobody serves. */
export const pageNotFound: Answer = { kind: 'text', status: 404, text: '404 page not found\n' };

function unknownResource(cluster: Cluster, { group, version, plural }: ResourceTarget): Answer {
  if ((unsupportedResources[`${group}/${version}`] ?? []).includes(plural)) throw notImplemented(`the resource ${plural} of ${group === '' ? version : `${group}/${version}`}`);
  // Within a group that it serves the server answers with a Status, elsewhere with a page.
  if (group === '' ? version === 'v1' : cluster.registry.versions().some((served) => served.group === group)) throw noResource();
  return pageNotFound;
}

const realSubresources = ['attach', 'binding', 'ephemeralcontainers', 'exec', 'finalize', 'portforward', 'proxy', 'resize', 'scale', 'token'];

function unknownSubresource({ plural, subresource = '' }: ResourceTarget): never {
  if (realSubresources.includes(subresource)) throw notImplemented(`the subresource ${plural}/${subresource}`);
  throw noResource();
}

function json(status: number, body: JsonObject): Answer {
  return { kind: 'json', status, body };
}
