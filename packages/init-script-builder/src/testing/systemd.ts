/**
 * A reader of environment files after systemd's documentation (systemd.exec, EnvironmentFile=; systemd.service, command
 * lines), by regular expressions where the script has a state machine. `npm run test:judges` holds it to systemd's own code.
 */
export const readKubeletWords = (text: string): readonly string[] => splitArguments(readVariables(text).get('KUBELET_EXTRA_ARGS') ?? '');

// Before v254 a backslash at the end of a comment continues it on the next line.
const comment = /[#;](?:\\[^]|[^\r\n\\])*/;
const quotedPart = /"(?:\\[^]|[^"\\])*(?:"|\\?$)|'[^']*(?:'|$)/;
const assignment = new RegExp(`([^\\r\\n][^=\\r\\n]*)=((?:[ \\t]*(?:${quotedPart.source}))*)[ \\t]*((?:\\\\(?:[^]|$)|[^\\r\\n\\\\])*)`);
const entry = new RegExp(`[ \\t\\r\\n]*(?:${comment.source}|${assignment.source}|[^\\r\\n]?[^=\\r\\n]*)(?=[\\r\\n]|$)`, 'y');

/** The variables of an environment file; a later assignment wins. */
export const readVariables = (text: string): ReadonlyMap<string, string> => {
  const variables = new Map<string, string>();
  entry.lastIndex = 0;
  while (entry.lastIndex < text.length) {
    const match = entry.exec(text);
    if (match === null || match[0] === '') throw new Error(`this reader can't read ${JSON.stringify(text)}`);
    const [, name, quoted = '', plain = ''] = match;
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name.trimEnd())) continue;
    const inner = [...quoted.matchAll(/"((?:\\[^]|[^"\\])*)(?:"|\\?$)|'([^']*)(?:'|$)/g)].map(([, double, single]) => single ?? unescape(double ?? ''));
    variables.set(name.trimEnd(), inner.join('') + readPlain(plain));
  }
  return variables;
};

const unescape = (text: string): string => text.replace(/\\(?:\n|(["\\`$]))/g, '$1');

/** Blanks at the end go, unless a backslash stands before them. */
const readPlain = (text: string): string =>
  [...text.matchAll(/\\([^]?)|([ \t]+$)|([^\\])/g)].map(([, escaped, , character]) => (escaped ?? character ?? '').replace(escaped === undefined ? /^$/ : /[\r\n]/, '')).join('');

const splitArguments = (value: string): readonly string[] =>
  [...value.matchAll(/(?:"(?:\\[^]|[^"\\])*(?:"|\\?$)|'(?:\\[^]|[^'\\])*(?:'|\\?$)|\\(?:[^]|$)|[^ \t\r\n"'\\])+/g)].map(([word]) =>
    word.replace(/"((?:\\[^]|[^"\\])*)(?:"|\\?$)|'((?:\\[^]|[^'\\])*)(?:'|\\?$)|\\([^]?)/g, (_match, double?: string, single?: string, escaped?: string) => escaped ?? (double ?? single ?? '').replace(/\\([^])/g, '$1')),
  );
