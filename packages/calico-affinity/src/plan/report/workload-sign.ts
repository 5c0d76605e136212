import type { WorkloadKind } from '../workloads/workload.ts';
import type { WorkloadView } from './workload-view.ts';

/**
 * What a workload is recognised by. Everything that is given must hold. A workload's name is no sign: it is the operator's
 * choice, while image, labels and containers come with the software.
 */
export interface WorkloadSign {
  /** Over the image's repository, without registry tag and digest: `quay.io/calico/node`. */
  readonly image?: RegExp;
  /** Labels of the pod template. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The name of a container. */
  readonly container?: string;
}

/** What a rule asks of a workload. */
export interface SignedRule {
  /** Alternatives. */
  readonly signs: readonly WorkloadSign[];
  /** Absent: every kind. */
  readonly kinds?: readonly WorkloadKind[];
  /** `true`: only where it takes ports of the node, by hostNetwork or a hostPort. */
  readonly onHostPorts?: boolean;
}

/**
 * The evidence that a workload is what a rule means; `undefined` where it isn't. Pure.
 *
 * @example
 * findEvidence({ signs: [{ image: imageNamed('calico', 'node') }] }, view); // ['image quay.io/calico/node:v3.30.3 (container calico-node)']
 */
export const findEvidence = (rule: SignedRule, view: WorkloadView): readonly string[] | undefined => {
  if (rule.kinds !== undefined && !rule.kinds.includes(view.reference.kind)) return undefined;
  const ports = rule.onHostPorts === true ? describeHostPorts(view) : [];
  if (rule.onHostPorts === true && ports.length === 0) return undefined;
  const found = rule.signs.map((sign) => matchSign(sign, view)).filter((evidence) => evidence !== undefined);
  return found.length === 0 ? undefined : [...new Set([...found.flat(), ...ports])];
};

/**
 * A pattern for an image of an organisation, also where a mirror has flattened the name:
 * `quay.io/calico/node`, `rancher/mirrored-calico-node`, `registry.example.com/dc/calico-node`.
 */
export const imageNamed = (organisation: string, ...names: readonly string[]): RegExp => new RegExp(`(^|[/-])${organisation}[/-](${names.join('|')})$`);

/** A pattern for an image by its last part alone, where that part is distinctive. */
export const imageCalled = (...names: readonly string[]): RegExp => new RegExp(`(^|/)(${names.join('|')})$`);

/** An image's repository: `quay.io:443/calico/node:v3.30@sha256:…` is of `quay.io:443/calico/node`. */
export const repositoryOf = (image: string): string => image.replace(/@.*$/, '').replace(/:[^/]*$/, '');

/** A flag as a container has it, `-localip 169.254.20.10`, where it has it. Pure. */
export const findFlag = ({ containers }: WorkloadView, flag: string): string | undefined => {
  for (const { args } of containers) {
    for (const [index, arg] of args.entries()) {
      const [name, value] = arg.replace(/^--?/, '').split('=', 2);
      if (arg.startsWith('-') && name === flag) return `-${flag} ${value ?? args[index + 1] ?? ''}`.trimEnd();
    }
  }
  return undefined;
};

const matchSign = (sign: WorkloadSign, view: WorkloadView): readonly string[] | undefined => {
  const evidence: string[] = [];
  if (sign.image !== undefined) {
    const pattern = sign.image;
    const found = view.containers.filter(({ image }) => pattern.test(repositoryOf(image)));
    const [first] = found;
    if (first === undefined) return undefined;
    evidence.push(`image ${first.image} (container ${first.name})`);
  }
  for (const [key, value] of Object.entries(sign.labels ?? {})) {
    if (!Object.hasOwn(view.labels, key) || view.labels[key] !== value) return undefined;
    evidence.push(`label ${key}=${value}`);
  }
  if (sign.container !== undefined) {
    if (!view.containers.some(({ name }) => name === sign.container)) return undefined;
    evidence.push(`container ${sign.container}`);
  }
  return evidence.length === 0 ? undefined : evidence;
};

const describeHostPorts = (view: WorkloadView): readonly string[] => {
  if (view.podSpec.hostNetwork === true) return ['hostNetwork: true'];
  const ports = [...new Set(view.containers.flatMap(({ hostPorts }) => hostPorts))];
  return ports.length === 0 ? [] : [`hostPort ${ports.join(', ')}`];
};
