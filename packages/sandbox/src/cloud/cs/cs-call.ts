import type { Exchange } from '../http/exchange.ts';
import { queryValue } from '../http/exchange.ts';
import { isJsonObject, parseJson, type Json, type JsonObject } from '../json.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';

/** A call to Container Service, signed and permitted. */
export interface CsCall {
  readonly exchange: Exchange;
  /** The names in the query that the operation has asked for. */
  readonly asked: Set<string>;
  /** The parts of the path that the route names, decoded, in order. */
  readonly path: readonly string[];
  readonly requestId: string;
}

/** One operation of Container Service. `undefined` is an answer without a body. */
export interface CsOperation {
  readonly name: string;
  readonly kind: 'read' | 'write';
  readonly method: string;
  readonly pattern: RegExp;
  /** The names in the query on which the answer does not depend. */
  readonly withoutEffect: readonly string[];
  run(call: CsCall): JsonObject | readonly JsonObject[] | undefined;
}

/** An operation by its method and its path, in which `*` stands for one segment. */
export function csOperation(name: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, run: CsOperation['run'], withoutEffect: readonly string[] = []): CsOperation {
  return { name, method, withoutEffect, kind: method === 'GET' ? 'read' : 'write', pattern: new RegExp(`^${path.replace(/\*/g, '([^/]+)')}$`), run };
}

/** The body as a JSON object. @throws ServiceError for anything else. */
export function bodyObject(call: CsCall): JsonObject {
  const body = bodyOf(call);
  if (!isJsonObject(body)) throw badBody('an object');
  return body;
}

/** The body as a JSON array of objects. @throws ServiceError for anything else. */
export function bodyList(call: CsCall): readonly JsonObject[] {
  const body = bodyOf(call);
  if (!Array.isArray(body) || !body.every(isJsonObject)) throw badBody('an array of objects');
  return body;
}

/** A value in the query; `undefined` where it is absent or empty. */
export function queryText(call: CsCall, name: string): string | undefined {
  call.asked.add(name);
  return queryValue(call.exchange, name) || undefined;
}

/** The names in the query, with a value, that the operation neither asked for nor says to be without effect. */
export function unaskedIn(call: CsCall, operation: CsOperation): string[] {
  return call.exchange.query.flatMap(([name, value]) => (!value || call.asked.has(name) || operation.withoutEffect.includes(name) ? [] : [name]));
}

/** A whole number in the query. @throws ServiceError out of bounds. */
export function queryInteger(call: CsCall, name: string, bounds: { readonly max: number; readonly fallback: number }): number {
  const text = queryText(call, name);
  if (text === undefined) return bounds.fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > bounds.max) throw invalid(`${name} is ${text}; it must be from 1 to ${bounds.max}.`);
  return value;
}

/** A list in the query, as JSON or parted by commas; `undefined` where it is absent. */
export function queryList(call: CsCall, name: string): string[] | undefined {
  const text = queryText(call, name);
  if (text === undefined) return undefined;
  const value = parseJson(text);
  return Array.isArray(value) ? value.map(String) : text.split(',');
}

/** Whether a flag is set in the query. */
export function queryFlag(call: CsCall, name: string): boolean {
  return queryText(call, name)?.toLowerCase() === 'true';
}

/** @throws ServiceError `ErrorClusterNotFound` unless the first part of the path is the sandbox's cluster. */
export function requireCluster(state: CloudState, call: CsCall): void {
  const id = call.path[0] ?? '';
  if (id !== state.cs.clusterId) throw new ServiceError(404, 'ErrorClusterNotFound', `Cluster ${id} not found, please check your cluster ID.`);
}

/** Writes reach the cluster through its agent. @throws ServiceError `ErrorClusterState` where the agent is not connected. */
export function requireConnected(state: CloudState): void {
  if (!state.world.cluster.agentConnected) throw new ServiceError(400, 'ErrorClusterState', 'The cluster is disconnected: its agent does not answer.');
}

/** The code for a bad field. */
export function invalid(message: string): ServiceError {
  return new ServiceError(400, 'InvalidParameter', message);
}

function bodyOf(call: CsCall): Json | undefined {
  const text = call.exchange.body.toString();
  const value = parseJson(text);
  if (value === undefined) throw badBody('JSON');
  return value;
}

function badBody(expected: string): ServiceError {
  return invalid(`The request body is not ${expected}.`);
}
