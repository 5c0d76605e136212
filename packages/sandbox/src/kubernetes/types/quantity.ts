import { DecodeError } from './decode-error.ts';

const pattern = /^(?!$)([+-]?)(\d*)(?:\.(\d*))?(?:([KMGTPE]i)|([numkMGTPE]?)|[eE]([+-]?\d{1,3}))$/;
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
/** From 10^-9 on, each a thousand times the one before. */
const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
/** 10^9: values are counted in billionths, the finest that a quantity holds. */
const billion = 1_000_000_000n;
/** A thousandth in billionths. */
const million = 1_000_000n;

interface ReadQuantity {
  readonly isNegative: boolean;
  /** The amount without its sign, in billionths, rounded up. */
  readonly billionths: bigint;
  readonly form: 'decimal' | 'binary' | 'exponent';
  /** The text where the server writes it as it came, and the power of ten of its last digit. */
  readonly kept: { readonly text: string; readonly scale: number } | undefined;
}

function readQuantity(text: string): ReadQuantity {
  const given = text.trim();
  const [, sign = '', digitsBefore = '', fraction = '', binary, decimal = '', exponent] = pattern.exec(given) ?? refuse();
  // Without any digit it is nothing.
  const whole = digitsBefore.replace(/^0+/, '') || '0';
  const step = binary === undefined ? 0 : binarySuffixes.indexOf(binary);
  const power = exponent === undefined ? (binary === undefined ? 3 * (decimalSuffixes.indexOf(decimal) - 3) : 0) : Number(exponent);
  const isKeptText = binary === undefined ? isKept(whole + fraction, power - fraction.length) : fraction === '' && isKeptBinary(whole, step);
  const digits = BigInt(whole + fraction) * 1024n ** BigInt(step);
  const scale = 9 + power - fraction.length;
  return {
    isNegative: sign === '-',
    billionths: scale >= 0 ? digits * 10n ** BigInt(scale) : roundUp(digits, 10n ** BigInt(-scale)),
    form: binary !== undefined ? 'binary' : exponent === undefined ? 'decimal' : 'exponent',
    kept: isKeptText ? { text: given, scale: scale - 9 } : undefined,
  };
}

/**
 * A quantity in the form in which the server writes it: the largest suffix with which it stays a whole number, decimal or binary as it came,
 * `1024Mi` as `1Gi` and `0.5` as `500m`. What is finer than a billionth is rounded up (k8s.io/apimachinery, pkg/api/resource, Quantity).
 *
 * @throws DecodeError for a text that is no quantity.
 */
export function canonicalQuantity(text: string): string {
  const read = readQuantity(text);
  return read.kept?.text ?? writeQuantity(read, read.billionths);
}

/**
 * The same of a quantity in a list of resources, which the defaults round up to thousandths, away from zero: `0.1m` as `1m`
 * (k8s.io/kubernetes, pkg/apis/core/v1, SetDefaults_ResourceList).
 *
 * @throws DecodeError for a text that is no quantity.
 */
export function resourceQuantity(text: string): string {
  const read = readQuantity(text);
  if (read.kept !== undefined && read.kept.scale >= -3) return read.kept.text;
  return writeQuantity(read, roundUp(read.billionths, million) * million);
}

/**
 * Compares two quantities, as `Array.sort` asks for: below zero where the first is the smaller one.
 *
 * @throws DecodeError for a text that is no quantity.
 */
export function compareQuantities(one: string, other: string): number {
  const [first, second] = [one, other].map((text) => {
    const { isNegative, billionths } = readQuantity(text);
    return isNegative ? -billionths : billionths;
  }) as [bigint, bigint];
  return first < second ? -1 : first > second ? 1 : 0;
}

function writeQuantity({ isNegative, form }: ReadQuantity, billionths: bigint): string {
  if (billionths === 0n) return '0';
  const minus = isNegative ? '-' : '';
  // Below 1024 and for broken numbers a binary suffix says less than a decimal one.
  if (form === 'binary' && billionths >= 1024n * billion && billionths % billion === 0n) return minus + inSteps(billionths / billion, 1024n, binarySuffixes);
  return minus + inSteps(billionths, 1000n, form === 'exponent' ? decimalSuffixes.map((_suffix, step) => (step === 3 ? '' : `e${3 * step - 9}`)) : decimalSuffixes);
}

/** What the server takes for canonical already and writes as it came: `2.125` and `5.` are such texts. */
function isKept(digits: string, scale: number): boolean {
  return digits.length <= 18 && scale >= -9 && scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
}

/** The same of a binary suffix, whose number has no fraction. */
function isKeptBinary(digits: string, step: number): boolean {
  return digits.length + 3 * step <= 14 && BigInt(digits) % 8n !== 0n;
}

function refuse(): never {
  throw new DecodeError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
}

function roundUp(digits: bigint, divisor: bigint): bigint {
  return (digits + divisor - 1n) / divisor;
}

function inSteps(value: bigint, step: bigint, suffixes: readonly string[]): string {
  let number = value;
  let at = 0;
  while (number % step === 0n && at < suffixes.length - 1) {
    number /= step;
    at += 1;
  }
  return `${number}${suffixes[at]}`;
}
