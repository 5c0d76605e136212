import { register } from 'node:module';
import { MessageChannel } from 'node:worker_threads';

// Prints, at the end of the process, every module URL that an import resolved to.
const { port1, port2 } = new MessageChannel();
const urls = new Set();
port1.on('message', (url) => urls.add(url));
port1.unref();
const hooks = `
  let port;
  export const initialize = (data) => { port = data.port; };
  export const resolve = async (specifier, context, next) => {
    const resolved = await next(specifier, context);
    port.postMessage(resolved.url);
    return resolved;
  };
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`, { data: { port: port2 }, transferList: [port2] });
globalThis.resolvedUrls = async () => {
  await new Promise((resolve) => setTimeout(resolve, 50));
  return [...urls];
};
