import { createAlibabaCloud, Secret, type AlibabaCloud } from '@ack-hybrid/core';

/** Where nock answers for every service; nothing listens there. */
export const origin = 'http://127.0.0.1:1';

/** A cloud whose calls nock intercepts, without patience. */
export const nockCloud = (): AlibabaCloud =>
  createAlibabaCloud({
    region: 'cn-hangzhou',
    credentials: { accessKeyId: 'LTAItest', accessKeySecret: new Secret('canary-of-the-caller') },
    endpoints: { ram: origin, cs: origin, vpc: origin },
    retry: { attempts: 3, minDelayMs: 1, maxDelayMs: 2 },
  });
