import type { Cluster } from '../cluster.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import { apiVersionOf, resourceKey } from '../resources.ts';
import type { ResourceType } from '../resources.ts';
import { StatusError, internalError } from '../status-error.ts';
import type { StoreEvent } from '../store.ts';
import { objectFilter } from './list-objects.ts';
import type { AnswerForm } from './negotiate-form.ts';
import { metadataOf } from './negotiate-form.ts';
import { checkListOptions, readInteger } from './request-options.ts';

/** A line of a watch. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: JsonObject;
}

/** A watch that is ready to start. */
export interface WatchPlan {
  /** Sends what is there, then every change as it comes; returns how to stop. `end` closes the stream from this side. */
  start(send: (event: WatchEvent) => void, end: () => void): () => void;
  /** Seconds until the server ends the watch, where the client asked for it. */
  readonly timeoutSeconds: number | undefined;
}

/**
 * Prepares a watch. Without a resourceVersion (or with 0) it begins with every object as ADDED; with one it resumes after it.
 * An object that begins to meet the selectors is ADDED, one that stops is DELETED, as the real watch cache reports it.
 * A resourceVersion whose changes are gone gets an ERROR event with code 410, on a stream that was opened with 200.
 *
 * @throws StatusError 400 for selectors or a resourceVersion that are none.
 */
export function planWatch(cluster: Cluster, type: ResourceType, namespace: string | undefined, name: string | undefined, query: URLSearchParams, form: AnswerForm = 'whole'): WatchPlan {
  const matches = objectFilter(type, query, name);
  checkListOptions(query, true, cluster.registry.minor);
  const timeout = readInteger(query, 'timeoutSeconds') ?? 0;
  const from = query.get('resourceVersion') ?? '';
  if (!/^\d*$/.test(from)) throw internalError(`resourceVersion: Invalid value: ${JSON.stringify(from)}: strconv.ParseUint: parsing ${JSON.stringify(from)}: invalid syntax`);
  const wantsInitial = query.get('sendInitialEvents') === 'true' || from === '' || from === '0';
  const bookmarks = query.get('allowWatchBookmarks') === 'true';

  const show = (object: KubeObject): JsonObject => (form === 'metadata' ? metadataOf(object) : shown(type, object));
  const translate = (event: StoreEvent): WatchEvent | undefined => {
    if (event.resource !== resourceKey(type)) return undefined;
    if (namespace !== undefined && event.object.metadata.namespace !== namespace) return undefined;
    const before = event.previous !== undefined && matches(event.previous);
    const after = event.type !== 'DELETED' && matches(event.object);
    if (!before && !after) return undefined;
    const kind = !before ? 'ADDED' : after ? 'MODIFIED' : 'DELETED';
    // What leaves the selection is shown as it was, under the version at which it left.
    const left = kind === 'DELETED' && event.type !== 'DELETED' ? event.previous : undefined;
    const object = left === undefined ? event.object : { ...left, metadata: { ...left.metadata, resourceVersion: String(event.version) } };
    return { type: kind, object: show(object) };
  };

  return {
    timeoutSeconds: timeout > 0 ? timeout : undefined,
    start(send, end) {
      if (wantsInitial) {
        for (const object of cluster.store.list(type, namespace).filter(matches)) send({ type: 'ADDED', object: show(object) });
        if (query.get('sendInitialEvents') === 'true' && bookmarks) send(bookmark(cluster, type));
      } else {
        try {
          for (const event of cluster.store.eventsSince(Number(from))) {
            const line = translate(event);
            if (line !== undefined) send(line);
          }
        } catch (error) {
          if (!(error instanceof StatusError)) throw error;
          send({ type: 'ERROR', object: error.toStatus() });
          end();
          return () => undefined;
        }
      }
      return cluster.store.listen((event) => {
        const line = translate(event);
        if (line !== undefined) send(line);
      });
    },
  };
}

function shown(type: ResourceType, object: KubeObject): JsonObject {
  return { ...object, apiVersion: apiVersionOf(type) };
}

/** Marks the end of the initial events (KEP 3157). */
function bookmark(cluster: Cluster, type: ResourceType): WatchEvent {
  const metadata = { resourceVersion: String(cluster.store.version), annotations: { 'k8s.io/initial-events-end': 'true' } };
  return { type: 'BOOKMARK', object: { kind: type.kind, apiVersion: apiVersionOf(type), metadata } };
}
