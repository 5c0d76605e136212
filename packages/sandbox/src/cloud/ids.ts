import { createHash } from 'node:crypto';

/** Makes ids that look like the vendor's. The same sequence of calls gives the same ids in every sandbox. */
export interface Ids {
  /** `i-bp1…`, `vsw-bp1…`, `sgr-bp1…`: a resource of ECS or VPC. */
  resource(prefix: string): string;
  /** `np…`: a node pool. */
  nodePool(): string;
  /** `T-…`: a task of Container Service. */
  task(): string;
  /** `LTAI5t…`: an access key's id. */
  accessKey(): string;
  /** 30 characters: an access key's secret. */
  secret(): string;
  /** 18 digits: a RAM user. */
  user(): string;
}

/** @param seed what sets one sandbox's ids apart: its account. */
export function createIds(seed: string): Ids {
  const counts = new Map<string, number>();
  const digest = (kind: string): Buffer => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return createHash('sha512').update(`${seed}/${kind}/${count}`).digest();
  };
  return {
    resource: (prefix) => `${prefix}-bp1${letters(digest(prefix), 17, 36)}`,
    nodePool: () => `np${digest('np').toString('hex').slice(0, 32)}`,
    task: () => `T-${digest('task').toString('hex').slice(0, 24)}`,
    accessKey: () => `LTAI5t${letters(digest('access-key'), 18, 62)}`,
    secret: () => letters(digest('secret'), 30, 62),
    user: () => `2${letters(digest('user'), 17, 10)}`,
  };
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function letters(bytes: Buffer, length: number, base: number): string {
  return Array.from(bytes.subarray(0, length), (byte) => alphabet.charAt(byte % base)).join('');
}
