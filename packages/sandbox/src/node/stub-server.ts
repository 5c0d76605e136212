import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';

/** One call of a stub command by the script. */
export interface StubCall {
  readonly name: string;
  readonly words: readonly string[];
  /** The working folder as a path of the real machine, below the scratch root. */
  readonly cwd: string;
}

/** What the stub command does. Text without NUL. */
export interface StubAnswer {
  readonly exitCode: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

export interface StubServer {
  /** The text of the bash script that stands for a command of this name. */
  scriptFor(name: string): string;
  close(): Promise<void>;
}

/**
 * A server on loopback that answers the stub commands of one scratch root. A stub is a bash script of a few lines that sends its
 * arguments here (by bash's own `/dev/tcp`) and prints what comes back.
 */
export async function startStubServer(bash: string, answer: (call: StubCall) => Promise<StubAnswer> | StubAnswer): Promise<StubServer> {
  // Other programs of this machine can reach the port, too; they don't know the key.
  const key = randomBytes(16).toString('hex');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let received = Buffer.alloc(0);
    let answered = false;
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const fields = received.toString('utf8').split('\0');
      const [sentKey, name, cwd, count] = fields;
      if (answered || count === undefined || fields.length < 5 + Number(count)) return;
      answered = true;
      if (sentKey !== key || name === undefined || cwd === undefined) {
        socket.destroy();
        return;
      }
      void respond(socket, answer, { name, cwd, words: fields.slice(4, 4 + Number(count)) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    scriptFor: (name) =>
      [
        `#!${bash}`,
        `exec 3<>/dev/tcp/127.0.0.1/${port} || exit 126`,
        `printf '%s\\0' '${key}' '${name}' "$PWD" "$#" "$@" >&3`,
        `IFS= read -r -d '' code <&3 || exit 126`,
        `IFS= read -r -d '' out <&3`,
        `IFS= read -r -d '' err <&3`,
        `printf '%s' "$out"`,
        `printf '%s' "$err" >&2`,
        `exit "$code"`,
        '',
      ].join('\n'),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function respond(socket: Socket, answer: (call: StubCall) => Promise<StubAnswer> | StubAnswer, call: StubCall): Promise<void> {
  let result: StubAnswer;
  try {
    result = await answer(call);
  } catch (error) {
    result = { exitCode: 126, stderr: `${call.name}: ${error instanceof Error ? error.message : String(error)}\n` };
  }
  socket.end([result.exitCode, result.stdout ?? '', result.stderr ?? ''].map((part) => `${String(part).replaceAll('\0', '')}\0`).join(''));
}
