/** What an option has to be. */
export type OptionShape = 'text' | 'flag' | 'list' | 'object';

/** What is wrong with an option, and where it is. */
export interface OptionIssue {
  readonly path: string;
  readonly message: string;
}

const words: Readonly<Record<OptionShape, string>> = { text: 'must be a text', flag: 'must be true or false', list: 'must be a list', object: 'must be an object' };

/**
 * Names every option that isn't known, and every one of another type: JavaScript lets both pass, and a misspelt `waivedNodes`
 * or a `"false"` would change what happens to a node.
 *
 * @param path what goes before the names: `timing.`
 */
export const shapeIssues = (options: object, shapes: Readonly<Record<string, OptionShape>>, path = ''): readonly OptionIssue[] =>
  Object.entries(options).flatMap(([name, value]: [string, unknown]) => {
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    if (shape === undefined) return [{ path: `${path}${name}`, message: `is no option; there are ${Object.keys(shapes).join(', ')}` }];
    return value === undefined || fits(value, shape) ? [] : [{ path: `${path}${name}`, message: words[shape] }];
  });

const fits = (value: unknown, shape: OptionShape): boolean => {
  if (shape === 'list') return Array.isArray(value);
  if (shape === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === (shape === 'flag' ? 'boolean' : 'string');
};
