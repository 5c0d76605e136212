import { isBookkeeping, type ResourceFingerprints } from './calico-resource.ts';

/** Something of Calico that changed or is gone: `ippools.crd.projectcalico.org/default`, or `…/*` where objects can't be named. */
export interface CalicoLoss {
  readonly target: string;
  readonly what: 'changed' | 'removed';
}

/**
 * What became of Calico's custom resources from one look to the other. What was added is no loss. A kind that was not
 * read before can't be compared; one that is gone since has lost all that it had.
 */
export const compareResources = (before: ResourceFingerprints, after: ResourceFingerprints): readonly CalicoLoss[] =>
  Object.entries(before).flatMap(([definition, was]): readonly CalicoLoss[] => {
    const is = after[definition] ?? { count: 0, digest: '' };
    if (is.count === 0) return was.count === 0 ? [] : namesOf(definition, was.objects, 'removed');
    if (isBookkeeping(definition) || was.digest === is.digest) return [];
    if (was.objects === undefined || is.objects === undefined) {
      // Objects that were only added give another digest, too: where names are missing a larger number can't be told from a change.
      return [{ target: `${definition}/*`, what: is.count < was.count ? 'removed' : 'changed' }];
    }
    const now = is.objects;
    return Object.entries(was.objects).flatMap(([name, print]): readonly CalicoLoss[] => {
      if (now[name] === print) return [];
      return [{ target: `${definition}/${name}`, what: now[name] === undefined ? 'removed' : 'changed' }];
    });
  });

const namesOf = (definition: string, objects: Readonly<Record<string, string>> | undefined, what: CalicoLoss['what']): readonly CalicoLoss[] =>
  objects === undefined || isBookkeeping(definition) ? [{ target: `${definition}/*`, what }] : Object.keys(objects).map((name) => ({ target: `${definition}/${name}`, what }));

/** What became of definitions, by their fingerprints; what was added is no loss. */
export const compareDefinitions = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly CalicoLoss[] =>
  Object.entries(before).flatMap(([target, print]): readonly CalicoLoss[] => (after[target] === print ? [] : [{ target, what: after[target] === undefined ? 'removed' : 'changed' }]));
