/** Terway's configuration alone, pure: `eni_conf`, what each node gets of it, and 10-terway.conf. No step and no client. */
export type { EniConf, EniConfFinding } from './plan/eni-conf.ts';
export type { EniConfigInput } from './plan/eni-config-input.ts';
export { describeEniConfKeys } from './plan/eni-conf/eni-conf-keys.ts';
export type { EniConfKey, TerwayGeneration } from './plan/eni-conf/eni-conf-keys.ts';
export { checkEniConfigEntries, mergeNetworkConf, parseNetworkConf, renderNetworkConf } from './plan/eni-conf/network-conf.ts';
export type { NetworkConf, ParsedNetworkConf } from './plan/eni-conf/network-conf.ts';
export { effectiveEniConfs } from './plan/eni-conf/node-overlay.ts';
export type { EffectiveEniConf, OverlaidNode } from './plan/eni-conf/node-overlay.ts';
export { findUnreadKeys } from './plan/eni-conf/unread-keys.ts';
export { diffEniConf, mergeEniConf } from './plan/merge-eni-conf.ts';
export type { EniConfRequest, MergedEniConf } from './plan/merge-eni-conf.ts';
export { parseEniConf } from './plan/parse-eni-conf.ts';
export type { ParsedEniConf } from './plan/parse-eni-conf.ts';
export { renderEniConf } from './plan/render-eni-conf.ts';
