/**
 * An independent reader of environment files after systemd's documentation (systemd.exec, EnvironmentFile=; systemd.service,
 * command lines), by regular expressions where the script has a state machine.
 */
export const readKubeletWords = (text: string): readonly string[] => splitArguments(readVariables(text).get('KUBELET_EXTRA_ARGS') ?? '');

/** The variables of an environment file; a later assignment wins. */
export const readVariables = (text: string): ReadonlyMap<string, string> => {
  const variables = new Map<string, string>();
  const entry = /[ \t\r\n]*(?:[#;](?:\\[^]|[^\r\n\\])*|([^=\r\n]*)=((?:[ \t]*(?:"(?:\\[^]|[^"\\])*"|'[^']*'))*)((?:\\[^]|[^\r\n\\])*))(?=[\r\n]|$)/y;
  while (entry.lastIndex < text.length) {
    const match = entry.exec(text);
    if (match === null) break;
    const [, name, quoted = '', plain = ''] = match;
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name.trim())) continue;
    const inner = [...quoted.matchAll(/"((?:\\[^]|[^"\\])*)"|'([^']*)'/g)].map(([, double, single]) => (single ?? unescape(double ?? ''))).join('');
    const rest = quoted === '' ? plain.replace(/^[ \t]+/, '') : plain.replace(/^[ \t]+/, '');
    variables.set(name.trim(), inner + rest.replace(/[ \t]+$/, '').replace(/\\\n|\\([^])/g, '$1'));
  }
  return variables;
};

const unescape = (text: string): string => text.replace(/\\\n/g, '').replace(/\\(["\\`$])/g, '$1');

const splitArguments = (value: string): readonly string[] =>
  [...value.matchAll(/(?:"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|\\[^]|[^\s"'\\])+/g)].map(([word]) =>
    word.replace(/"((?:\\[^]|[^"\\])*)"|'((?:\\[^]|[^'\\])*)'|\\([^])/g, (_match, double?: string, single?: string, escaped?: string) => escaped ?? (double ?? single ?? '').replace(/\\([^])/g, '$1')),
  );
