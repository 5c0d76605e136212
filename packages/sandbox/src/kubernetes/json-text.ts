/** Paths of members that a JSON text has more than once, such as `data.a`; the text must be well-formed. */
export function findDuplicates(text: string): string[] {
  const found: string[] = [];
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let at = 0;
  const value = (path: string): void => {
    const token = tokens[at++];
    if (token === '{') members(path);
    else if (token === '[') items(path);
  };
  const members = (path: string): void => {
    const seen = new Set<string>();
    while (at < tokens.length && tokens[at] !== '}') {
      const name = String(JSON.parse(tokens[at] ?? '""'));
      const child = path === '' ? name : `${path}.${name}`;
      if (seen.has(name)) found.push(child);
      seen.add(name);
      // The name and its colon.
      at += 2;
      value(child);
      if (tokens[at] === ',') at += 1;
    }
    at += 1;
  };
  const items = (path: string): void => {
    for (let index = 0; at < tokens.length && tokens[at] !== ']'; index += 1) {
      value(`${path}[${index}]`);
      if (tokens[at] === ',') at += 1;
    }
    at += 1;
  };
  value('');
  return found;
}

/** What Go's JSON decoder says of a text that is no JSON, as far as one can tell without it. */
export function goJsonProblem(text: string): string {
  const rest = text.trimStart();
  if (rest !== '' && !/^[{["\d\-tfn]/.test(rest)) return `invalid character '${rest[0] ?? ''}' looking for beginning of value`;
  return 'unexpected end of JSON input';
}
