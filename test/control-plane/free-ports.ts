import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** So many loopback TCP ports that nobody listens on now, each another. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  try {
    return await Promise.all(
      servers.map(async (server) => {
        if (!server.listening) await once(server, 'listening');
        return (server.address() as AddressInfo).port;
      }),
    );
  } finally {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
};
