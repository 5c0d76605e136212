/**
 * Whether a text matches a pattern of a RAM policy: `*` stands for any run of characters, also an empty one and also over
 * `:` and `/`, `?` for exactly one. Takes time in proportion to both lengths at most, whatever the pattern.
 *
 * @example
 * matchesPattern('ecs:Describe*', 'ecs:DescribeInstances'); // true
 */
export const matchesPattern = (pattern: string, text: string): boolean => {
  const [wanted, given] = [[...pattern], [...text]];
  let at = 0;
  let position = 0;
  // Where the last star stands, and up to where the text is given to it.
  let star = -1;
  let taken = 0;
  while (position < given.length) {
    if (wanted[at] === '*') {
      star = at;
      taken = position;
      at += 1;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[position])) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      taken += 1;
      position = taken;
      at = star + 1;
    } else {
      return false;
    }
  }
  return wanted.slice(at).every((character) => character === '*');
};

/** As {@link matchesPattern}, for actions: RAM takes upper and lower case for one there ("Basic elements of a permission policy"). */
export const matchesAction = (pattern: string, action: string): boolean => matchesPattern(pattern.toLowerCase(), action.toLowerCase());

/** Whether a pattern covers every resource of every service, and the calls that are about no resource: `*`. */
export const coversEverything = (pattern: string): boolean => /^\*+$/.test(pattern);

/**
 * Whether a pattern covers every resource of a service that has an ARN: `*`, or `acs:{service}:*:*:*`. Calls that are about
 * no resource (`ecs:DescribeInstanceTypes`) are allowed by `*` alone, as the authorization tables of ECS say.
 */
export const coversService = (pattern: string, service: string): boolean => {
  if (coversEverything(pattern)) return true;
  const [prefix, name, ...rest] = pattern.split(':');
  return prefix === 'acs' && name !== undefined && matchesAction(name, service) && rest.length === 3 && rest.every(coversEverything);
};
