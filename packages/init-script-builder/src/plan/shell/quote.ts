/** Quotes text so that a POSIX shell reads it as one word of exactly these bytes. The text holds no NUL. */
export const quoteShellWord = (text: string): string => (/^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
