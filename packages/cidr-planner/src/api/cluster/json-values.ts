/** An object of JSON whose members aren't known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value where it is an object, else an object without members: custom resources of old versions hold anything. */
export const objectOf = (value: unknown): JsonObject => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {});

/** The elements of a list; none where it is no list. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

/** The elements of a list that are texts. */
export const textsOf = (value: unknown): readonly string[] => listOf(value).filter((element) => typeof element === 'string');

/** `{ [name]: value }` where the value is a text that isn't empty. */
export const textMember = <Name extends string>(name: Name, value: unknown): { readonly [Key in Name]?: string } =>
  (typeof value === 'string' && value !== '' ? { [name]: value } : {}) as { readonly [Key in Name]?: string };

/** `{ [name]: value }` where the value is a whole number, as such or as text. */
export const wholeMember = <Name extends string>(name: Name, value: unknown): { readonly [Key in Name]?: number } => {
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  return (Number.isSafeInteger(number) ? { [name]: number } : {}) as { readonly [Key in Name]?: number };
};

/** `{ [name]: value }` where the value is true or false. */
export const flagMember = <Name extends string>(name: Name, value: unknown): { readonly [Key in Name]?: boolean } =>
  (typeof value === 'boolean' ? { [name]: value } : {}) as { readonly [Key in Name]?: boolean };

/** The parts of a text that commas or blanks separate: `10.0.0.0/8, fd00::/48`. None where it is no text. */
export const splitList = (text: unknown): readonly string[] => (typeof text === 'string' ? text.split(/[\s,]+/).filter((part) => part !== '') : []);
