import { InvalidInputError } from '@ack-hybrid/core';

/** The namespace of Terway's objects. */
export const systemNamespace = 'kube-system';
/** The add-on in Container Service, and its DaemonSet. */
export const addonName = 'terway-eniip';
export const eniConfigName = 'eni-config';
export const eniConfKey = 'eni_conf';
/** Mounted by Terway v1.8.0 and later. */
export const addonSecretName = 'alibaba-addon-secret';
/** Remembers that the installation is ours; made before it, removed after the uninstallation. */
export const markerName = 'ack-hybrid-terway-addon';
export const managedByLabel = 'app.kubernetes.io/managed-by';
export const managedByValue = 'ack-hybrid';
export const previousEniConfAnnotation = 'ack-hybrid.io/previous-eni-conf';
export const previousCredentialsAnnotation = 'ack-hybrid.io/previous-credentials';
/** RAM keeps it in the user's Comments and the policy's Description; 128 characters at most. */
export const ownershipMarker = (clusterId: string): string => `managed by ack-hybrid for cluster ${clusterId}`;
/** RAM: 1 to 64 characters for a user; a cluster id has 33. */
export const defaultUserName = (clusterId: string): string => `ack-hybrid-terway-${clusterId}`.slice(0, 64);
/** RAM: 1 to 128 letters, digits and hyphens. */
export const defaultPolicyName = (clusterId: string): string => `ack-hybrid-terway-${clusterId}`.slice(0, 128);

/** Names of RAM and Container Service, checked before the first call. */
export const checkNames = (names: { readonly clusterId: string; readonly userName?: string; readonly policyName?: string }): void => {
  const issues: { path: string; message: string }[] = [];
  if (!/^[a-zA-Z0-9-]{1,63}$/.test(names.clusterId)) issues.push({ path: 'clusterId', message: `"${names.clusterId}" is no cluster id such as c0123456789abcdef…` });
  if (names.userName !== undefined && !/^[A-Za-z0-9._-]{1,64}$/.test(names.userName)) issues.push({ path: 'userName', message: 'a RAM user name is 1 to 64 letters, digits, periods, hyphens and underscores' });
  if (names.policyName !== undefined && !/^[A-Za-z0-9-]{1,128}$/.test(names.policyName)) issues.push({ path: 'policyName', message: 'a RAM policy name is 1 to 128 letters, digits and hyphens' });
  if (issues.length > 0) throw new InvalidInputError({ issues, subject: 'terway-config' });
};
