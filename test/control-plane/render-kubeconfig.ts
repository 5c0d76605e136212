import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a cluster of kwokctl is reached, and the certificate of its authority, PEM. Throws where there is no such cluster. */
export const readCluster = async (folder: string): Promise<{ server: string; authority: string }> => {
  const server = /server: (\S+)/.exec(await readFile(join(folder, 'kubeconfig.yaml'), 'utf8'))?.[1];
  if (server === undefined) throw new Error(`no server in ${join(folder, 'kubeconfig.yaml')}`);
  return { server, authority: await readFile(join(folder, 'pki', 'ca.crt'), 'utf8') };
};

/** A kubeconfig that stands alone: kwokctl's names files of its folder, which other programs may not be able to read. */
export const renderKubeconfig = async (folder: string): Promise<{ kubeconfig: string; server: string }> => {
  const { server } = await readCluster(folder);
  const encode = async (name: string) => (await readFile(join(folder, 'pki', name))).toString('base64');
  const kubeconfig = [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    '- name: control-plane',
    `  cluster: { server: "${server}", certificate-authority-data: ${await encode('ca.crt')} }`,
    'users:',
    '- name: administrator',
    `  user: { client-certificate-data: ${await encode('admin.crt')}, client-key-data: ${await encode('admin.key')} }`,
    'contexts:',
    '- name: control-plane',
    '  context: { cluster: control-plane, user: administrator }',
    'current-context: control-plane',
    '',
  ].join('\n');
  return { kubeconfig, server };
};
