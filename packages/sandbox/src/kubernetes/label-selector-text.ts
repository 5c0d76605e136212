import type { Requirement } from './kube-types.ts';
import { badRequest } from './status-error.ts';
import { labelValueProblems, qualifiedNameProblems } from './validate/syntax.ts';

interface Token {
  readonly kind: 'word' | 'end' | '(' | ')' | ',' | '!' | '=' | '==' | '!=' | '>' | '<';
  readonly text: string;
}

const operators: Readonly<Record<string, string>> = { '=': 'In', '==': 'In', '!=': 'NotIn', '>': 'Gt', '<': 'Lt', in: 'In', notin: 'NotIn' };

/**
 * Reads the query parameter `labelSelector`: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, `a>1`, `a<1`, joined by commas.
 *
 * @throws StatusError 400 where the text is no selector, in the words of the parser of k8s.io/apimachinery.
 */
export function parseLabelSelector(text: string): Requirement[] {
  const tokens = text.match(/==|!=|[()!,=<>]|[^\s()!,=<>]+/g) ?? [];
  let at = 0;
  const peek = (): Token => {
    const word = tokens[at];
    if (word === undefined) return { kind: 'end', text: '' };
    return /^(==|!=|[()!,=<>])$/.test(word) ? { kind: word as Token['kind'], text: word } : { kind: 'word', text: word };
  };
  const take = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const refuse = (found: string, expected: string) => badRequest(`found '${found}', expected: ${expected}`);

  const requirement = (): Requirement => {
    let token = take();
    const isAbsent = token.kind === '!';
    if (isAbsent) token = take();
    if (token.kind !== 'word') throw unable(`found '${token.text}', expected: identifier`);
    const problems = qualifiedNameProblems(token.text);
    if (problems.length > 0) throw unable(`key: Invalid value: ${JSON.stringify(token.text)}: ${problems.join('; ')}`);
    const next = peek();
    if (next.kind === 'end' || next.kind === ',') return { key: token.text, operator: isAbsent ? 'DoesNotExist' : 'Exists' };
    if (isAbsent) return { key: token.text, operator: 'DoesNotExist' };
    const sign = take();
    const operator = operators[sign.text];
    if (operator === undefined) throw unable(`found '${sign.text}', expected: in, notin, =, ==, !=, gt, lt`);
    return checked({ key: token.text, operator, values: sign.kind === 'word' ? list() : [exact()] });
  };
  const exact = (): string => {
    const next = peek();
    if (next.kind === 'end' || next.kind === ',') return '';
    const token = take();
    if (token.kind !== 'word') throw unable(`found '${token.text}', expected: identifier`);
    return token.text;
  };
  const list = (): string[] => {
    const open = take();
    if (open.kind !== '(') throw unable(`found '${open.text}' expected: '('`);
    const values = new Set<string>();
    for (let isValueDue = true; ; ) {
      const token = take();
      if (token.kind === ')') {
        if (isValueDue) values.add('');
        return [...values].sort();
      }
      if (token.kind === ',') {
        if (isValueDue) values.add('');
        isValueDue = true;
      } else if (token.kind === 'word' && isValueDue) {
        values.add(token.text);
        isValueDue = false;
      } else throw unable(`found '${token.text}', expected: ${isValueDue ? "',', or identifier" : "',' or ')'"}`);
    }
  };

  const requirements: Requirement[] = [];
  for (;;) {
    const token = peek();
    if (token.kind === 'end') return requirements;
    if (token.kind !== 'word' && token.kind !== '!') throw refuse(token.text, "!, identifier, or 'end of string'");
    requirements.push(requirement());
    const next = take();
    if (next.kind === 'end') return requirements;
    if (next.kind !== ',') throw refuse(next.text, "',' or 'end of string'");
    const after = peek();
    if (after.kind !== 'word' && after.kind !== '!') throw refuse(after.text, "identifier after ','");
  }
}

function checked(requirement: Requirement): Requirement {
  const { operator, values = [] } = requirement;
  for (const [index, value] of values.entries()) {
    if ((operator === 'Gt' || operator === 'Lt') && !/^[+-]?\d+$/.test(value)) throw unable(`values[${index}]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`);
    const problems = labelValueProblems(value);
    if (problems.length > 0) throw unable(`values[${index}][${requirement.key}]: Invalid value: ${JSON.stringify(value)}: ${problems.join('; ')}`);
  }
  return requirement;
}

function unable(detail: string) {
  return badRequest(`unable to parse requirement: ${detail}`);
}
