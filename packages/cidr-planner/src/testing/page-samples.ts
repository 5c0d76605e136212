import { createContext, runInContext } from 'node:vm';

/** A sample of a page: its text, the names that it imports from the package, and what it says that it prints. */
export interface PageSample {
  readonly code: string;
  readonly imports: readonly string[];
  readonly printed: readonly string[];
}

/** The fenced TypeScript samples of a Markdown page, in its order. */
export const readSamples = (page: string): readonly PageSample[] =>
  [...page.matchAll(/^```ts\n(.*?)^```$/gmsu)].map(([, code = '']) => ({
    code,
    imports: [...code.matchAll(/^import \{ (.*) \} from '@ack-hybrid\/cidr-planner';$/gmu)].flatMap(([, names = '']) => names.split(', ').filter((name) => !name.startsWith('type '))),
    printed: [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gmu)].map(([, text = '']) => text),
  }));

/** The samples of a page run one after the other, with each other's constants; `api` is what they import. */
export class SampleRunner {
  readonly #printed: string[] = [];
  readonly #context: object;

  constructor(api: Readonly<Record<string, unknown>>) {
    // A sample that imports nothing uses what earlier ones have imported, so all names are there from the beginning.
    this.#context = createContext({ ...api, console: { log: (...values: readonly unknown[]) => this.#printed.push(values.map(String).join(' ')) } });
  }

  /** Runs a sample, and gives what it printed. */
  async run(sample: PageSample): Promise<readonly string[]> {
    this.#printed.length = 0;
    const script = sample.code.replaceAll(/^import .*$/gmu, '').replaceAll(/^(const \w+): \w+ =/gmu, '$1 =');
    // `await` needs a function around it; the constants of such a sample are its own.
    await runInContext(/\bawait\b/u.test(script) ? `(async () => {${script}})()` : script, this.#context);
    return [...this.#printed];
  }

  /** A constant that a sample has made. */
  constant(name: string): unknown {
    return runInContext(name, this.#context);
  }
}
