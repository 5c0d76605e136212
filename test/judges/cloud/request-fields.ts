import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const packagesFolder = fileURLToPath(new URL('../../../packages', import.meta.url));

/** A request, or a part of one, that a package makes by a class of an SDK. */
export interface BuiltRequest {
  /** From the folder of packages. */
  readonly file: string;
  readonly line: number;
  readonly className: string;
  /** The SDKs that the file speaks of. */
  readonly sdks: readonly string[];
  /** The names of the fields that are given to the class. */
  readonly fields: readonly string[];
  /** What the fields can't be read from without running it. */
  readonly unresolved: readonly string[];
}

/**
 * Every `new sdk.SomeClass({ … })` of the step packages. The classes take any object and drop the names that they don't know, and so a typo
 * compiles, and the value never leaves the machine.
 */
export function findBuiltRequests(): readonly BuiltRequest[] {
  const packages = readdirSync(packagesFolder).filter((name) => name !== 'sandbox');
  return packages.flatMap((name) => {
    const folder = join(packagesFolder, name, 'src');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !/\.(test|testing|test-d)\.ts$/.test(file) && !file.startsWith('testing/'));
    return files.flatMap((file) => requestsIn(join(folder, file), `${name}/src/${file}`));
  });
}

function requestsIn(path: string, file: string): BuiltRequest[] {
  const text = readFileSync(path, 'utf8');
  const sdks = [...new Set([...text.matchAll(/'(@alicloud\/[a-z]+\d{8})'/g)].map((match) => match[1] ?? ''))];
  if (sdks.length === 0) return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const expressions = expressionsIn(source);
  const found: BuiltRequest[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && ts.isPropertyAccessExpression(node.expression) && isModelName(node.expression.name.text)) {
      const [argument] = node.arguments ?? [];
      const [fields, unresolved]: [string[], string[]] = [[], []];
      if (argument !== undefined) collect(argument, expressions, fields, unresolved);
      found.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, className: node.expression.name.text, sdks, fields, unresolved });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Requests, their parts and the classes that requests share; not the configuration of a client, and nothing of Kubernetes. */
function isModelName(name: string): boolean {
  return name !== 'OpenApiRequest' && /Request|^(Tag|Taint)$/.test(name);
}

/** The expressions that a name of the file stands for: a constant's own, and for the parameter of a local function what its calls hand in. */
function expressionsIn(source: ts.SourceFile): ReadonlyMap<string, readonly ts.Expression[]> {
  const found = new Map<string, ts.Expression[]>();
  const add = (name: string, expression: ts.Expression): void => void found.set(name, [...(found.get(name) ?? []), expression]);
  const functions = new Map<string, readonly string[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
      add(node.name.text, node.initializer);
      if (ts.isArrowFunction(node.initializer)) functions.set(node.name.text, node.initializer.parameters.map((parameter) => parameter.name.getText()));
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const parameters = functions.get(node.expression.text) ?? [];
      for (const [index, argument] of node.arguments.entries()) if (parameters[index] !== undefined) add(parameters[index], argument);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function collect(expression: ts.Expression, expressions: ReadonlyMap<string, readonly ts.Expression[]>, fields: string[], unresolved: string[]): void {
  const into = (inner: ts.Expression): void => collect(inner, expressions, fields, unresolved);
  if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression)) return into(expression.expression);
  if (ts.isConditionalExpression(expression)) return [expression.whenTrue, expression.whenFalse].forEach(into);
  if (ts.isIdentifier(expression) && expressions.has(expression.text)) return expressions.get(expression.text)?.forEach(into);
  if (!ts.isObjectLiteralExpression(expression)) return void unresolved.push(expression.getText());
  for (const property of expression.properties) {
    if (ts.isSpreadAssignment(property)) into(property.expression);
    else if (property.name !== undefined && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))) fields.push(property.name.text);
    else unresolved.push(property.getText());
  }
}
